import { organiser, pageFor } from "#app/http/actor.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { asPreview } from "#app/http/preview.server.ts";
import { statisticsView } from "#app/http/published-views.server.ts";
import { comparableEditions } from "#app/queries/statistics/comparison.server.ts";
import { draftResults } from "#app/queries/publication/visible-publication.server.ts";

/** The statistics as they will be published. */
export const loader = pageFor(organiser, async ({ edition, params }) => {
  const locale = localeOf(params);
  return asPreview(
    statisticsView(
      await draftResults(edition, locale),
      await comparableEditions(edition.code),
      locale,
    ),
  );
});

export { default, meta } from "#app/routes/public/statistics.tsx";
