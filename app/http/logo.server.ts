import { mediaType } from "#app/domain/proposal/attachment.ts";
import type { StoredLogo } from "#app/queries/awards/logos.server.ts";

/**
 * A picture for a page. Its public address is its hash: what is there never changes, so caches keep
 * it for good.
 */
export function asLogo(
  request: Request,
  { sha256, kind, bytes }: StoredLogo,
  seenBy: "everybody" | "organisers",
): Response {
  const etag = `"${sha256.slice(0, 32)}"`;
  const headers = {
    ETag: etag,
    "Content-Type": mediaType(kind),
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control":
      seenBy === "everybody" ? "public, max-age=31536000, immutable" : "private, no-cache",
  };
  return request.headers.get("If-None-Match") === etag
    ? new Response(null, { status: 304, headers })
    : new Response(bytes, { headers });
}
