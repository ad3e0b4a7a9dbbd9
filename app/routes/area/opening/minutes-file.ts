import { isLocale } from "#app/domain/locale.ts";
import { atTheOpening, pageFor } from "#app/http/actor.server.ts";
import { minutesDocument } from "#app/http/minutes-document.server.tsx";
import { openingSession } from "#app/queries/opening/opening-session.server.ts";
import { editionName } from "#app/queries/passes/passes.server.ts";

/** The minutes as a file that stands by itself, in the language asked for. */
export const loader = pageFor(atTheOpening, async ({ actor, edition, request }) => {
  const asked = new URL(request.url).searchParams.get("locale");
  const locale = isLocale(asked) ? asked : actor.locale;
  const html = minutesDocument(locale, {
    name: editionName(edition.texts, locale) || edition.code,
    timeZone: edition.timeZone,
    session: await openingSession(edition.id),
  });
  return new Response(html, {
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Disposition": `attachment; filename="minutes-${edition.code}-${locale}.html"`,
      "Cache-Control": "no-store",
    },
  });
});
