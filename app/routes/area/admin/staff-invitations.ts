import { redirect } from "@remix-run/node";
import { inviteEverybody } from "#app/commands/people/people.server.ts";
import { actFor, administrator } from "#app/http/actor.server.ts";

export const action = actFor(administrator, async ({ actor }) => {
  const count = await inviteEverybody(actor.id);
  return redirect(`/area/admin/staff?done=invited&count=${count}`);
});
