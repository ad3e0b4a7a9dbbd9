import { redirect } from "@remix-run/node";
import { removeLogo } from "#app/commands/awards/sponsor-logo.server.ts";
import { actFor, organiser } from "#app/http/actor.server.ts";
import { idOf } from "#app/http/params.server.ts";

export const action = actFor(organiser, async ({ actor, edition, params }) => {
  await removeLogo(actor.id, edition.id, idOf(params, "sponsor"));
  throw redirect(`/area/manage/${edition.code}/sponsors/${idOf(params, "sponsor")}?done=removed`);
});
