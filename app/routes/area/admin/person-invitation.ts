import { redirect } from "@remix-run/node";
import { invitePerson } from "#app/commands/people/people.server.ts";
import { actFor, administrator } from "#app/http/actor.server.ts";
import { personIn } from "./parts/person-in.ts";

export const action = actFor(administrator, async ({ actor, params }) => {
  const id = personIn(params);
  await invitePerson(actor.id, id);
  return redirect(`/area/admin/people/${id}?done=invited`);
});
