import { redirect } from "@remix-run/node";
import { removeAwardRule } from "#app/commands/awards/sponsor.server.ts";
import { actFor, organiser } from "#app/http/actor.server.ts";
import { idOf } from "#app/http/params.server.ts";

export const action = actFor(organiser, async ({ actor, edition, params }) => {
  await removeAwardRule(actor.id, edition.id, idOf(params, "rule"));
  throw redirect(`/area/manage/${edition.code}/awards?done=removed`);
});
