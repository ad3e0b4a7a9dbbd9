import { redirect } from "@remix-run/node";
import { resendInvitation } from "#app/commands/jury/jury.server.ts";
import { actFor, organiser } from "#app/http/actor.server.ts";
import { idOf } from "#app/http/params.server.ts";

/** Sends the invitation again. */
export const action = actFor(organiser, async ({ actor, edition, params }) => {
  await resendInvitation(actor.id, edition, idOf(params, "juror"));
  throw redirect(`/area/manage/${edition.code}/jury?done=reminded`);
});
