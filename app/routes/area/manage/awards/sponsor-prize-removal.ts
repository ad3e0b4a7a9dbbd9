import { redirect } from "@remix-run/node";
import { removePrize } from "#app/commands/awards/sponsor.server.ts";
import { actFor, organiser } from "#app/http/actor.server.ts";
import { idOf } from "#app/http/params.server.ts";

export const action = actFor(organiser, async ({ actor, edition, params }) => {
  await removePrize(actor.id, edition.id, idOf(params, "prize"));
  throw redirect(`/area/manage/${edition.code}/sponsors/${idOf(params, "sponsor")}?done=removed`);
});
