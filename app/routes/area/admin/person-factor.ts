import { redirect } from "@remix-run/node";
import { resetFactors } from "#app/commands/people/second-factor.server.ts";
import { actFor, administrator } from "#app/http/actor.server.ts";
import { personIn } from "./parts/person-in.ts";

/** Takes the second factor from somebody who lost theirs. */
export const action = actFor(administrator, async ({ actor, params }) => {
  const id = personIn(params);
  await resetFactors(actor.id, id);
  return redirect(`/area/admin/people/${id}?done=factor-reset`);
});
