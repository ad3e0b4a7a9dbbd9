import { createHash } from "node:crypto";
import { sharingPicture } from "#app/documents/sharing-picture.server.ts";
import { pngOf } from "#app/platform/picture.server.ts";
import { asKept } from "./document.server.ts";
import { site } from "./site.server.ts";

/** Drawing one takes some hundredths of a second; the last ones are kept. */
const kept = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
const most = 30;

/** The picture for sharing a page: what it is about, in two lines, and the city. */
export async function asSharingPicture(request: Request, about: { name: string; line: string }): Promise<Response> {
  const svg = sharingPicture({ ...about, city: site().city });
  const hash = createHash("sha256").update(svg).digest("base64url");
  return asKept(request, new Response(await picture(hash, svg), { headers: { "Content-Type": "image/png" } }), hash);
}

function picture(hash: string, svg: string): Promise<Uint8Array<ArrayBuffer>> {
  const drawn = kept.get(hash) ?? pngOf(svg);
  kept.delete(hash);
  kept.set(hash, drawn);
  for (const oldest of [...kept.keys()].slice(0, -most)) kept.delete(oldest);
  return drawn;
}
