import { createHash } from "node:crypto";
import { fileName, mediaType } from "#app/domain/proposal/attachment.ts";
import type { StoredFile } from "#app/queries/proposal/attachments.server.ts";
import { asKept } from "./document.server.ts";

/**
 * Somebody else's file: saved rather than opened, under a name that says nothing, and without any
 * right in our pages.
 */
export function asAttachment({ position, kind, bytes }: StoredFile): Response {
  return new Response(bytes, {
    headers: {
      "Content-Type": mediaType(kind),
      "Content-Disposition": `attachment; filename="${fileName(position, kind)}"`,
      "Content-Security-Policy": "sandbox; default-src 'none'",
      "X-Content-Type-Options": "nosniff",
    },
  });
}

/** The same for everybody, so that caches may keep it. */
export function asPublishedAttachment(request: Request, file: StoredFile): Response {
  return asKept(
    request,
    asAttachment(file),
    createHash("sha256").update(file.bytes).digest("base64url"),
  );
}
