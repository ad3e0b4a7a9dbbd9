import { redirect } from "@remix-run/node";
import { endSeparation } from "#app/commands/jury/juror-separation.server.ts";
import { actFor, organiser } from "#app/http/actor.server.ts";
import { idOf } from "#app/http/params.server.ts";

/** Lets two jurors judge together again. */
export const action = actFor(organiser, async ({ actor, edition, params }) => {
  await endSeparation(actor.id, edition.id, idOf(params, "separation"));
  throw redirect(`/area/manage/${edition.code}/jury/separations?done=removed`);
});
