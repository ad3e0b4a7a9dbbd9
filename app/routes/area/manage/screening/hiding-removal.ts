import { redirect } from "@remix-run/node";
import { showPassage } from "#app/commands/screening/hidden-passage.server.ts";
import { actFor, organiser } from "#app/http/actor.server.ts";
import { idOf, publicNoOf } from "#app/http/params.server.ts";

/** Shows a hidden passage to jurors again. */
export const action = actFor(organiser, async ({ actor, edition, params }) => {
  const no = publicNoOf(params);
  await showPassage(actor.id, edition.id, no, idOf(params, "passage"));
  throw redirect(`/area/manage/${edition.code}/screening/${no}?done=shown`);
});
