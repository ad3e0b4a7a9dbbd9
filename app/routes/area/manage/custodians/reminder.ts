import { redirect } from "@remix-run/node";
import { remindCustodian } from "#app/commands/opening/custody.server.ts";
import { actFor, organiser } from "#app/http/actor.server.ts";
import { numberIn } from "#app/http/form.server.ts";

export const action = actFor(organiser, async ({ actor, edition, request }) => {
  await remindCustodian(actor.id, edition, await numberIn(request, "position"));
  throw redirect(`/area/manage/${edition.code}/custodians?done=reminded`);
});
