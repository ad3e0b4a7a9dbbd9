import { data } from "@remix-run/node";
import type { StoredFile } from "#app/queries/proposal/attachments.server.ts";
import { asAttachment } from "./attachment.server.ts";

// Previews are for whoever is signed in: no cache keeps them.

const alone = { "Cache-Control": "no-store" };

/** A page's view in a preview. */
export function asPreview<T>(view: T) {
  return data(view, { headers: alone });
}

/** A file in a preview, shown rather than saved. */
export function asPreviewFile({
  body,
  type,
}: {
  body: string | Uint8Array<ArrayBuffer>;
  type: string;
}): Response {
  return new Response(body, {
    headers: { ...alone, "Content-Type": type, "X-Content-Type-Options": "nosniff" },
  });
}

/** Somebody's attachment in a preview, saved rather than opened. */
export function asPreviewAttachment(file: StoredFile): Response {
  const response = asAttachment(file);
  for (const [name, value] of Object.entries(alone)) response.headers.set(name, value);
  return response;
}
