import { statisticColumns, statisticRows } from "#app/domain/open-data.ts";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { csv } from "#app/http/csv.server.ts";
import { asFile } from "#app/http/document.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { resultsPage } from "#app/queries/public-results.server.ts";

/** Open data: every published number as a table. */
export const loader = pageFor(anybody, async ({ params, request }) => {
  const locale = localeOf(params);
  const { edition, published } = await resultsPage(params.code ?? "", locale);
  return asFile(request, { body: csv(statisticColumns, statisticRows(published, locale)), type: "text/csv; charset=utf-8", name: `innova-to-${edition.code}-statistics-${locale}.csv` });
});
