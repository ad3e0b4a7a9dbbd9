import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asFile } from "#app/http/document.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { manifestFile } from "#app/queries/opening/public-verify.server.ts";

/** The manifest, byte for byte as it was hashed and signed. */
export const loader = pageFor(anybody, async ({ params, request }) => {
  localeOf(params);
  return asFile(request, {
    body: await manifestFile(params.code ?? ""),
    type: "application/json; charset=utf-8",
    name: "manifest.json",
  });
});
