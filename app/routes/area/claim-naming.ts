import { redirect } from "@remix-run/node";
import { withdrawNaming } from "#app/commands/opening/claim.server.ts";
import { actFor, signedIn } from "#app/http/actor.server.ts";
import { idIn } from "#app/http/form.server.ts";

/** A winner who agreed to be named takes it back. */
export const action = actFor(signedIn, async ({ actor, request }) => {
  await withdrawNaming(actor.id, await idIn(request, "envelopeId"));
  throw redirect("/area/desk?done=unnamed");
});
