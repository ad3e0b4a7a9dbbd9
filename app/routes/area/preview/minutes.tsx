import { organiser, pageFor } from "#app/http/actor.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { asPreview } from "#app/http/preview.server.ts";
import { minutesView } from "#app/http/published-views.server.ts";
import { minutesIn } from "#app/queries/publication/public-results.server.ts";
import { draftResults } from "#app/queries/publication/visible-publication.server.ts";

/** The extract of a meeting's minutes as it will be published. */
export const loader = pageFor(organiser, async ({ edition, params }) => {
  const locale = localeOf(params);
  return asPreview(
    minutesView(minutesIn(await draftResults(edition, locale), params.no ?? ""), locale),
  );
});

export { default, meta } from "#app/routes/public/minutes.tsx";
