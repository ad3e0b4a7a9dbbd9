import { redirect } from "@remix-run/node";
import { removeSecretary } from "#app/commands/jury/jury-secretary.server.ts";
import { actFor, organiser } from "#app/http/actor.server.ts";

/** Takes the minutes from whoever wrote them. */
export const action = actFor(organiser, async ({ actor, edition }) => {
  await removeSecretary(actor.id, edition.id);
  throw redirect(`/area/manage/${edition.code}/jury?done=secretaryRemoved`);
});
