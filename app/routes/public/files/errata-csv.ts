import { erratumColumns, erratumRows } from "#app/domain/open-data.ts";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { csv } from "#app/http/csv.server.ts";
import { asFile } from "#app/http/document.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { resultsPage } from "#app/queries/public-results.server.ts";

/** Open data: the errata as a table. */
export const loader = pageFor(anybody, async ({ params, request }) => {
  const locale = localeOf(params);
  const { edition, errata } = await resultsPage(params.code ?? "", locale);
  return asFile(request, { body: csv(erratumColumns, erratumRows(edition.code, errata, locale)), type: "text/csv; charset=utf-8", name: `innova-to-${edition.code}-errata-${locale}.csv` });
});
