import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asLogo } from "#app/http/logo.server.ts";
import { publicLogo } from "#app/queries/awards/logos.server.ts";

/** A sponsor's logo under its hash. */
export const loader = pageFor(anybody, async ({ params, request }) =>
  asLogo(request, await publicLogo(params.file ?? ""), "everybody"),
);
