import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asFile } from "#app/http/document.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { depositListFile } from "#app/queries/opening/public-verify.server.ts";

/** The public list of deposits. */
export const loader = pageFor(anybody, async ({ params, request }) => {
  localeOf(params);
  const body = await depositListFile(params.code ?? "");
  const type = "application/json; charset=utf-8";
  return asFile(request, { body, type, name: "deposits.json" });
});
