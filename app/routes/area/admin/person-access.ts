import { redirect } from "@remix-run/node";
import { deactivatePerson, reactivatePerson } from "#app/commands/people/people.server.ts";
import { actFor, administrator } from "#app/http/actor.server.ts";
import { personIn } from "./parts/person-in.ts";

/** POST opens the access again, DELETE closes it. */
export const action = actFor(administrator, async ({ actor, request, params }) => {
  const id = personIn(params);
  const opens = request.method === "POST";
  await (opens ? reactivatePerson : deactivatePerson)(actor.id, id);
  return redirect(`/area/admin/people/${id}?done=${opens ? "reactivated" : "deactivated"}`);
});
