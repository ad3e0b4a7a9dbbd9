import { licence } from "#app/domain/licence.ts";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asFile } from "#app/http/document.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { resultsPage } from "#app/queries/public-results.server.ts";

/** Open data: the errata, in every language. */
export const loader = pageFor(anybody, async ({ params, request }) => {
  const { edition, errata } = await resultsPage(params.code ?? "", localeOf(params));
  const body = `${JSON.stringify({ v: 1, licence: licence.address, edition: edition.code, errata }, null, 2)}\n`;
  return asFile(request, { body, type: "application/json; charset=utf-8", name: `innova-to-${edition.code}-errata.json` });
});
