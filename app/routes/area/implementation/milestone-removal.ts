import { redirect } from "@remix-run/node";
import { removeMilestone } from "#app/commands/implementation/implementation.server.ts";
import { actFor } from "#app/http/actor.server.ts";
import { withImplementationAccess } from "#app/http/implementation-access.server.ts";
import { idOf } from "#app/http/params.server.ts";

/** Takes a milestone away. */
export const action = actFor(withImplementationAccess, async ({ at, page, params }) => {
  await removeMilestone(at, idOf(params, "milestone"));
  throw redirect(`${page}?done=saved`);
});
