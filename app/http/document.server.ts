import { createHash } from "node:crypto";
import { data, type HeadersFunction } from "@remix-run/node";
import { release } from "#app/platform/release.server.ts";
import { site } from "./site.server.ts";

// Public pages are documents: whoever asks gets the same, so caches may keep them and ask whether they changed.

/** What is published stays as it is, and may be kept longer than what an organiser still changes. */
type Lifetime = "changing" | "published";

const seconds: Record<Lifetime, number> = { changing: 60, published: 600 };

/** A page's view as a cacheable answer: 304 without a body when the asker has it already. */
export function asDocument<T>(request: Request, view: T, lifetime: Lifetime = "changing") {
  const etag = etagOf({ view, site: site(), release: release() });
  return data(view, { status: isKnown(request, etag) ? 304 : 200, headers: cacheHeaders(etag, lifetime) });
}

/** The `headers` of a page whose loader answers with asDocument. An error is kept by no cache. */
export const documentHeaders: HeadersFunction = ({ loaderHeaders, errorHeaders }) => {
  return errorHeaders ? { "Cache-Control": "no-store" } : loaderHeaders;
};

/** A file to download, cacheable in the same way. */
export function asFile(request: Request, file: { body: string; type: string; name: string }, lifetime: Lifetime = "published"): Response {
  const etag = etagOf(file);
  const headers = cacheHeaders(etag, lifetime);
  if (isKnown(request, etag)) return new Response(null, { status: 304, headers });
  return new Response(file.body, {
    headers: { ...headers, "Content-Type": file.type, "Content-Disposition": `attachment; filename="${file.name}"` },
  });
}

/** A published answer whose content has this hash, for caches to keep; 304 without a body for who has it. */
export function asKept(request: Request, answer: Response, hash: string): Response {
  const headers = cacheHeaders(`W/"${hash.slice(0, 27)}"`, "published");
  if (isKnown(request, headers.ETag)) return new Response(null, { status: 304, headers });
  for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
  return answer;
}

function cacheHeaders(etag: string, lifetime: Lifetime) {
  return { ETag: etag, "Cache-Control": `public, max-age=${seconds[lifetime]}, must-revalidate` };
}

/** Weak: a page's bytes differ by the nonce of each answer, its meaning does not. */
function etagOf(content: unknown): string {
  return `W/"${createHash("sha256").update(JSON.stringify(content)).digest("base64url").slice(0, 27)}"`;
}

function isKnown(request: Request, etag: string): boolean {
  const known = request.headers.get("If-None-Match");
  return known === "*" || (known?.split(",").some((each) => each.trim() === etag) ?? false);
}
