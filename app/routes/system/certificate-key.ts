import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asOpenJson } from "#app/http/document.server.ts";
import { certificateKey } from "#app/queries/publication/certificate.server.ts";

/** The public half of a key that signs certificates, as a JSON Web Key. */
export const loader = pageFor(anybody, async ({ params, request }) =>
  asOpenJson(request, await certificateKey(params.number ?? ""), "application/jwk+json"),
);
