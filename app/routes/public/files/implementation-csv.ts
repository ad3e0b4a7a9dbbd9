import { implementationColumns, implementationRows } from "#app/domain/open-data.ts";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { csv } from "#app/http/csv.server.ts";
import { asFile } from "#app/http/document.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { followedResults } from "#app/queries/public-results.server.ts";

/** Open data: what became of the winners, as a table. */
export const loader = pageFor(anybody, async ({ params, request }) => {
  const locale = localeOf(params);
  const { edition, implementations } = await followedResults(params.code ?? "", locale);
  return asFile(request, { body: csv(implementationColumns, implementationRows(edition.code, implementations, locale)), type: "text/csv; charset=utf-8", name: `innova-to-${edition.code}-implementation-${locale}.csv` }, "changing");
});
