import { anybody, pageFor } from "#app/http/actor.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { asSharingPicture } from "#app/http/sharing-picture.server.ts";
import { publicEdition } from "#app/queries/public-edition.server.ts";
import { publicWords } from "#app/ui/public-meta.ts";
import { day, lastMinute } from "#app/ui/when.ts";

/** The picture for sharing a page of an edition: its name and its days, and nobody's. */
export const loader = pageFor(anybody, async ({ params, request }) => {
  const locale = localeOf(params);
  const { name, opensAt, closesAt, timeZone } = await publicEdition(params.code ?? "", locale);
  const t = publicWords(locale);
  const line = opensAt && closesAt ? t("period", { from: day(opensAt, locale, timeZone), to: day(lastMinute(closesAt, timeZone), locale, timeZone) }) : t("sharing.line");
  return asSharingPicture(request, { name, line });
});
