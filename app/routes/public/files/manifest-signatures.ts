import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asFile } from "#app/http/document.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { manifestSignaturesFile } from "#app/queries/opening/public-verify.server.ts";

/** The custodians' signatures on the manifest. */
export const loader = pageFor(anybody, async ({ params, request }) => {
  localeOf(params);
  const body = await manifestSignaturesFile(params.code ?? "");
  return asFile(request, {
    body,
    type: "application/json; charset=utf-8",
    name: "manifest-signatures.json",
  });
});
