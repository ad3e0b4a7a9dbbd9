import { createHash } from "node:crypto";
import { sharingPicture } from "#app/documents/sharing-picture.server.ts";
import type { EditionCard } from "#app/domain/edition/card.ts";
import type { Locale } from "#app/domain/locale.ts";
import { pngOf } from "#app/platform/files/picture.server.ts";
import { publicWords } from "#app/ui/frame/public-meta.ts";
import { day, lastMinute } from "#app/i18n/when.ts";
import { asKept } from "./document.server.ts";
import { site } from "./site.server.ts";

/** Drawing one takes some hundredths of a second; the last ones are kept. */
const kept = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
const maxPictures = 30;

type Drawn = { body: Uint8Array<ArrayBuffer>; type: string; hash: string };

/** The picture for sharing a page of an edition: its name and its days, and nobody's. */
export async function editionPicture(
  { name, opensAt, closesAt, timeZone }: EditionCard,
  locale: Locale,
): Promise<Drawn> {
  const t = publicWords(locale);
  const line =
    opensAt && closesAt
      ? t("period", {
          from: day(opensAt, locale, timeZone),
          to: day(lastMinute(closesAt, timeZone), locale, timeZone),
        })
      : t("sharing.line");
  return drawn({ name, line });
}

/** The picture for sharing a page that is about no edition. */
export async function sitePicture(locale: Locale): Promise<Drawn> {
  const t = publicWords(locale);
  return drawn({ name: t("sharing.name"), line: t("sharing.line") });
}

export function asSharingPicture(request: Request, { body, type, hash }: Drawn): Response {
  return asKept(request, new Response(body, { headers: { "Content-Type": type } }), hash);
}

/** What it is about, in two lines, and the city. */
async function drawn(about: { name: string; line: string }): Promise<Drawn> {
  const svg = sharingPicture({ ...about, city: site().city });
  const hash = createHash("sha256").update(svg).digest("base64url");
  return { body: await picture(hash, svg), type: "image/png", hash };
}

function picture(hash: string, svg: string): Promise<Uint8Array<ArrayBuffer>> {
  const drawing = kept.get(hash) ?? pngOf(svg);
  kept.delete(hash);
  kept.set(hash, drawing);
  for (const oldest of [...kept.keys()].slice(0, -maxPictures)) kept.delete(oldest);
  return drawing;
}
