import { organiser, pageFor } from "#app/http/actor.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { asPreview } from "#app/http/preview.server.ts";
import { resultsView } from "#app/http/published-views.server.ts";
import { draftResults } from "#app/queries/publication/visible-publication.server.ts";

/** The results as they will be published. */
export const loader = pageFor(organiser, async ({ edition, params }) => {
  const locale = localeOf(params);
  return asPreview(resultsView(await draftResults(edition, locale), locale));
});

export { default, meta } from "#app/routes/public/results.tsx";
