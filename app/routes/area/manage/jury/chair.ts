import { redirect } from "@remix-run/node";
import { appointChair } from "#app/commands/jury/jury.server.ts";
import { actFor, organiser } from "#app/http/actor.server.ts";
import { idOf } from "#app/http/params.server.ts";

/** Lets this juror preside. */
export const action = actFor(organiser, async ({ actor, edition, params }) => {
  await appointChair(actor.id, edition.id, idOf(params, "juror"));
  throw redirect(`/area/manage/${edition.code}/jury?done=chair`);
});
