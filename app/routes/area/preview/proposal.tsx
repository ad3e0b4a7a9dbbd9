import { organiser, pageFor } from "#app/http/actor.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { asPreview } from "#app/http/preview.server.ts";
import { winnerView } from "#app/http/published-views.server.ts";
import { winnerIn } from "#app/queries/publication/public-results.server.ts";
import { draftResults } from "#app/queries/publication/visible-publication.server.ts";

/** A winner's page as it will be published. */
export const loader = pageFor(organiser, async ({ edition, params }) => {
  const locale = localeOf(params);
  return asPreview(
    winnerView(winnerIn(await draftResults(edition, locale), params.no ?? ""), locale),
  );
});

export { default, meta } from "#app/routes/public/proposal.tsx";
