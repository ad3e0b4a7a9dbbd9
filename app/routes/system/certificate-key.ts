import { anybody, pageFor } from "#app/http/actor.server.ts";
import { certificateKey } from "#app/queries/certificate.server.ts";

/** The public half of a key that signs certificates, as a JSON Web Key. */
export const loader = pageFor(anybody, async ({ params }) => Response.json(await certificateKey(params.number ?? ""), { headers: { "Content-Type": "application/jwk+json", "Cache-Control": "public, max-age=600", "Access-Control-Allow-Origin": "*" } }));
