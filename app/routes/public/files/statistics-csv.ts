import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asFile } from "#app/http/document.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { statisticsCsv } from "#app/http/published-files.server.ts";
import { resultsPage } from "#app/queries/public-results.server.ts";

/** Open data: every published number as a table. */
export const loader = pageFor(anybody, async ({ params, request }) => {
  const locale = localeOf(params);
  return asFile(request, statisticsCsv(await resultsPage(params.code ?? "", locale), locale));
});
