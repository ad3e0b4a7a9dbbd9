import { organiser, pageFor } from "#app/http/actor.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { asPreview } from "#app/http/preview.server.ts";
import { comparisonView } from "#app/http/published-views.server.ts";
import { compared } from "#app/queries/statistics/comparison.server.ts";
import { draftResults } from "#app/queries/publication/visible-publication.server.ts";

/** The edition beside another as it will be published. */
export const loader = pageFor(organiser, async ({ edition, params }) => {
  const locale = localeOf(params);
  return asPreview(
    comparisonView(
      await compared(await draftResults(edition, locale), params.other ?? "", locale),
      locale,
    ),
  );
});

export { default, meta } from "#app/routes/public/comparison.tsx";
