import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asFile } from "#app/http/document.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { rankingFile } from "#app/queries/public-results.server.ts";

/** ranking.json, byte for byte as it was committed to. */
export const loader = pageFor(anybody, async ({ params, request }) => {
  localeOf(params);
  return asFile(request, { body: await rankingFile(params.code ?? ""), type: "application/json; charset=utf-8", name: "ranking.json" });
});
