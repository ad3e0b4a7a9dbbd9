import { data, redirect } from "@remix-run/node";
import { addMilestone } from "#app/commands/implementation/implementation.server.ts";
import { newMilestoneSchema } from "#app/domain/implementation/implementation.ts";
import { actFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { withImplementationAccess } from "#app/http/implementation-access.server.ts";

/** Adds a milestone. */
export const action = actFor(withImplementationAccess, async ({ at, page, request }) => {
  const parsed = await parseForm(request, newMilestoneSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await addMilestone(at, parsed.value);
  throw redirect(`${page}?done=saved`);
});
