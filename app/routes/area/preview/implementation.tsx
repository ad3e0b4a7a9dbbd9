import { organiser, pageFor } from "#app/http/actor.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { asPreview } from "#app/http/preview.server.ts";
import { implementationView } from "#app/http/published-views.server.ts";
import { draftResults } from "#app/queries/publication/visible-publication.server.ts";

/** What is said of the winners after the award, as it will be published. */
export const loader = pageFor(organiser, async ({ edition, params }) => {
  const locale = localeOf(params);
  return asPreview(implementationView(await draftResults(edition, locale), locale));
});

export { default, meta } from "#app/routes/public/implementation.tsx";
