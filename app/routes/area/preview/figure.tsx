import { organiser, pageFor } from "#app/http/actor.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { asPreview } from "#app/http/preview.server.ts";
import { figureView } from "#app/http/published-views.server.ts";
import { draftResults } from "#app/queries/publication/visible-publication.server.ts";

/** A chart as it will be published. */
export const loader = pageFor(organiser, async ({ edition, params }) => {
  const locale = localeOf(params);
  return asPreview(figureView(await draftResults(edition, locale), params.figure, locale));
});

export { default, meta } from "#app/routes/public/figure.tsx";
