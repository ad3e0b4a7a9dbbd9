import { createHash } from "node:crypto";
import { fileName, mediaType } from "#app/domain/attachment.ts";
import type { StoredFile } from "#app/queries/attachments.server.ts";

/** Somebody else's file: saved rather than opened, under a name that says nothing, and without any right in our pages. */
export function asAttachment({ position, kind, bytes }: StoredFile): Response {
  return new Response(bytes, {
    headers: {
      "Content-Type": mediaType(kind),
      "Content-Length": String(bytes.length),
      "Content-Disposition": `attachment; filename="${fileName(position, kind)}"`,
      "Content-Security-Policy": "sandbox; default-src 'none'",
      "X-Content-Type-Options": "nosniff",
      ETag: `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 27)}"`,
    },
  });
}
