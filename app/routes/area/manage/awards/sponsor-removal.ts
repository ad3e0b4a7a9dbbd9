import { redirect } from "@remix-run/node";
import { removeSponsor } from "#app/commands/awards/sponsor.server.ts";
import { actFor, organiser } from "#app/http/actor.server.ts";
import { idOf } from "#app/http/params.server.ts";

export const action = actFor(organiser, async ({ actor, edition, params }) => {
  await removeSponsor(actor.id, edition.id, idOf(params, "sponsor"));
  throw redirect(`/area/manage/${edition.code}/sponsors?done=removed`);
});
