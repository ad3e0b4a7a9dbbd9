import { redirect } from "@remix-run/node";
import { removeCategory } from "#app/commands/edition/edition.server.ts";
import { actFor, organiser } from "#app/http/actor.server.ts";
import { idIn } from "#app/http/form.server.ts";

export const action = actFor(organiser, async ({ actor, edition, request }) => {
  await removeCategory(actor.id, edition.id, await idIn(request, "id"));
  throw redirect(`/area/manage/${edition.code}/categories`);
});
