import { isLocale } from "#app/domain/locale.ts";
import { gzipSync } from "node:zlib";
import type { Handler, Request, Response } from "express";
import { isUntraced } from "./addresses.ts";

/** An answer as it was given once: the same for whoever asks. */
type Kept = { headers: Record<string, string>; body: Buffer; gzipped: Buffer };
type Entry = { until: number; kept: Promise<Kept | null> };

const freshMs = 1000;
const mostPages = 500;
const mostBytes = 256 * 1024; // attachments are rendered by nobody
const reading = new Set(["GET", "HEAD", "OPTIONS"]);
const passedOn = ["content-type", "etag", "cache-control", "link", "content-disposition"];

/**
 * Keeps public pages and files for a second, so that a rush after an announcement renders each of
 * them once a second and no more, and asks nobody twice for what is being rendered. Whatever
 * somebody does on this node empties it, but acts of /p and with passes: who asks for a page again
 * and again would see when they happen. What they, another node or the clock change is seen within
 * that second. It knows no session: the cookie never reaches these addresses. It stands behind the
 * compression, which leaves alone what comes compressed.
 */
export function publicCache(): Handler {
  const pages = new Map<string, Entry>();
  return (request, response, next) => {
    if (!reading.has(request.method) && !isUntraced(request.path)) emptiedBy(response, pages);
    if (request.method !== "GET" || !isPublic(request)) return next();
    const entry = pages.get(request.originalUrl);
    if (!entry || entry.until < Date.now()) return render(pages, request, response, next);
    entry.kept.then((kept) => (kept ? send(kept, request, response) : next()), next);
  };
}

/**
 * Empties it before whoever acted hears that it is done, and again after: a page may have been
 * rendered meanwhile.
 */
function emptiedBy(response: Response, pages: Map<string, Entry>): void {
  const writeHead = response.writeHead.bind(response) as (...given: unknown[]) => Response;
  response.writeHead = ((...given: unknown[]) => {
    pages.clear();
    return writeHead(...given);
  }) as Response["writeHead"];
  response.on("finish", () => pages.clear());
}

/**
 * What lies under a language, and what is there for all of them; nothing that is asked with a
 * query, of which there are without end.
 */
function isPublic({ path, originalUrl }: Request): boolean {
  return (
    (isLocale(path.split("/")[1]) ||
      /^\/(robots\.txt|sitemap\.xml|catalogue\.jsonld)$/.test(path)) &&
    !originalUrl.includes("?")
  );
}

/**
 * Lets the page be rendered whole, whatever the asker has already, keeps it if it is one to keep,
 * and answers.
 */
function render(
  pages: Map<string, Entry>,
  request: Request,
  response: Response,
  next: () => void,
): void {
  if (pages.size >= mostPages) pages.clear();
  const known = request.headers["if-none-match"];
  delete request.headers["if-none-match"];
  const kept = new Promise<Kept | null>((resolve) => {
    capture(
      response,
      (body) => {
        const page = isKept(response, body)
          ? { headers: headersOf(response), body, gzipped: gzipSync(body) }
          : null;
        request.headers["if-none-match"] = known;
        resolve(page);
        return page;
      },
      request,
    );
    response.on("close", () => resolve(null)); // the asker went away before there was an answer
  });
  const entry = { until: Date.now() + freshMs, kept };
  pages.set(request.originalUrl, entry);
  void kept.then((page) => {
    if (!page && pages.get(request.originalUrl) === entry) pages.delete(request.originalUrl);
  });
  next();
}

/**
 * Collects what is written to `response`; at its end `decide` says whether it is sent as a kept
 * page or as it came.
 */
function capture(
  response: Response,
  decide: (body: Buffer) => Kept | null,
  request: Request,
): void {
  const pieces: Buffer[] = [];
  const [write, end] = [response.write.bind(response), response.end.bind(response)];
  const collect = (piece: unknown) =>
    void (typeof piece === "string" || piece instanceof Uint8Array
      ? pieces.push(Buffer.from(piece))
      : undefined);
  response.write = (piece: unknown) => {
    collect(piece);
    return true;
  };
  response.end = ((piece?: unknown) => {
    collect(piece);
    [response.write, response.end] = [write, end];
    const body = Buffer.concat(pieces);
    const page = decide(body);
    return page ? send(page, request, response) : end(body);
  }) as Response["end"];
}

/**
 * What may be given to others: said to be public, found, and without the nonce of one answer in it.
 */
function isKept(response: Response, body: Buffer): boolean {
  return (
    response.statusCode === 200 &&
    body.length <= mostBytes &&
    /^public\b/.test(String(response.getHeader("cache-control"))) &&
    !response.getHeader("set-cookie") &&
    !body.includes(String(response.locals.nonce))
  );
}

function headersOf(response: Response): Kept["headers"] {
  return Object.fromEntries(
    passedOn.flatMap((name) =>
      response.getHeader(name) ? [[name, String(response.getHeader(name))]] : [],
    ),
  );
}

function send({ headers, body, gzipped }: Kept, request: Request, response: Response): Response {
  response.set(headers);
  response.vary("Accept-Encoding");
  if (headers.etag && request.headers["if-none-match"]?.split(/\s*,\s*/).includes(headers.etag))
    return response.status(304).end();
  const zipped = request.acceptsEncodings("gzip") === "gzip";
  if (zipped) response.set("Content-Encoding", "gzip");
  const sent = zipped ? gzipped : body;
  response.set("Content-Length", String(sent.length));
  return response.end(sent);
}
