import { licence } from "#app/domain/licence.ts";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asFile } from "#app/http/document.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { followedResults } from "#app/queries/public-results.server.ts";

/** Open data: the whole published document. */
export const loader = pageFor(anybody, async ({ params, request }) => {
  const { edition, at, published, errata, implementations } = await followedResults(params.code ?? "", localeOf(params));
  const body = `${JSON.stringify({ licence: licence.address, publishedAt: at, ...published, errata, implementations }, null, 2)}\n`;
  return asFile(request, { body, type: "application/json; charset=utf-8", name: `innova-to-${edition.code}.json` });
});
