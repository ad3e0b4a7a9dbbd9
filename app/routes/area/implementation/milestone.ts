import { data, redirect } from "@remix-run/node";
import { changeMilestone } from "#app/commands/implementation/implementation.server.ts";
import { milestoneSchema } from "#app/domain/implementation/implementation.ts";
import { actFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { withImplementationAccess } from "#app/http/implementation-access.server.ts";
import { idOf } from "#app/http/params.server.ts";

/** Changes a milestone, or says when it was reached. */
export const action = actFor(withImplementationAccess, async ({ at, page, params, request }) => {
  const parsed = await parseForm(request, milestoneSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await changeMilestone(at, idOf(params, "milestone"), parsed.value);
  throw redirect(`${page}?done=saved`);
});
