import { redirect } from "@remix-run/node";
import { removeJuror } from "#app/commands/jury/jury.server.ts";
import { actFor, organiser } from "#app/http/actor.server.ts";
import { idOf } from "#app/http/params.server.ts";

/** Takes a juror off the jury. */
export const action = actFor(organiser, async ({ actor, edition, params }) => {
  await removeJuror(actor.id, edition.id, idOf(params, "juror"));
  throw redirect(`/area/manage/${edition.code}/jury?done=removed`);
});
