import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asFile } from "#app/http/document.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { dataJson } from "#app/http/published-files.server.ts";
import { followedResults } from "#app/queries/public-results.server.ts";

/** Open data: the whole published document. */
export const loader = pageFor(anybody, async ({ params, request }) => asFile(request, dataJson(await followedResults(params.code ?? "", localeOf(params)))));
