import { issuerProfile } from "#app/domain/publication/badge.ts";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asOpenJson } from "#app/http/document.server.ts";
import { issuer } from "#app/queries/publication/certificate.server.ts";

/** The profile of who issues badges (Open Badges 3.0), at an address that stays. */
export const loader = pageFor(anybody, async ({ request }) =>
  asOpenJson(request, issuerProfile(issuer()), "application/ld+json"),
);
