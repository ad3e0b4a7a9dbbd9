import { createHash } from "node:crypto";
import { data, type HeadersFunction } from "@remix-run/node";
import { licence } from "#app/domain/publication/licence.ts";
import { release } from "#app/platform/release.server.ts";
import { site, siteAddress } from "./site.server.ts";

// Public pages are documents: whoever asks gets the same, so caches may keep them and ask whether
// they changed.

/**
 * What is published stays as it is, and may be kept longer than what an organiser still changes;
 * what follows from its address alone, for good.
 */
type Lifetime = "changing" | "published" | "forever";

const lifetimes: Record<Lifetime, string> = {
  changing: "max-age=60, must-revalidate",
  published: "max-age=600, must-revalidate",
  forever: "max-age=31536000, immutable",
};

/** A page's view as a cacheable answer: 304 without a body when the asker has it already. */
export function asDocument<T>(request: Request, view: T, lifetime: Lifetime = "changing") {
  const etag = etagOf({ view, site: site(), address: siteAddress(), release: release() });
  return data(view, {
    status: isKnown(request, etag) ? 304 : 200,
    headers: cacheHeaders(etag, lifetime),
  });
}

/** The `headers` of a page whose loader answers with asDocument. An error is kept by no cache. */
export const documentHeaders: HeadersFunction = ({ loaderHeaders, errorHeaders }) => {
  return errorHeaders ? { "Cache-Control": "no-store" } : loaderHeaders;
};

/**
 * A file, cacheable in the same way; one with a name is saved under it, and is open data under the
 * licence.
 */
export function asFile(
  request: Request,
  file: { body: string; type: string; name?: string },
  lifetime: Lifetime = "published",
): Response {
  const etag = etagOf(file);
  const headers = cacheHeaders(etag, lifetime);
  if (isKnown(request, etag)) return new Response(null, { status: 304, headers });
  const saved: Record<string, string> = file.name
    ? {
        "Content-Disposition": `attachment; filename="${file.name}"`,
        Link: `<${licence.address}>; rel="license"`,
      }
    : {};
  return new Response(file.body, { headers: { ...headers, "Content-Type": file.type, ...saved } });
}

/** A value as JSON that other sites' pages may read too, cacheable in the same way. */
export function asOpenJson(request: Request, value: object, type: string): Response {
  const answer = Response.json(value, {
    headers: { "Content-Type": type, "Access-Control-Allow-Origin": "*" },
  });
  return asKept(
    request,
    answer,
    createHash("sha256").update(JSON.stringify(value)).digest("base64url"),
  );
}

/**
 * A published answer whose content has this hash, for caches to keep; 304 without a body for who
 * has it.
 */
export function asKept(
  request: Request,
  answer: Response,
  hash: string,
  lifetime: Lifetime = "published",
): Response {
  const headers = cacheHeaders(`W/"${hash.slice(0, 27)}"`, lifetime);
  if (isKnown(request, headers.ETag)) return new Response(null, { status: 304, headers });
  for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
  return answer;
}

function cacheHeaders(etag: string, lifetime: Lifetime) {
  return { ETag: etag, "Cache-Control": `public, ${lifetimes[lifetime]}` };
}

/** Weak: a page's bytes differ by the nonce of each answer, its meaning does not. */
function etagOf(content: unknown): string {
  return `W/"${createHash("sha256").update(JSON.stringify(content)).digest("base64url").slice(0, 27)}"`;
}

function isKnown(request: Request, etag: string): boolean {
  const known = request.headers.get("If-None-Match");
  return known === "*" || (known?.split(",").some((each) => each.trim() === etag) ?? false);
}
