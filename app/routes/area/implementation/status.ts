import { data, redirect } from "@remix-run/node";
import { setStatus } from "#app/commands/implementation/implementation.server.ts";
import { statusSchema } from "#app/domain/implementation/implementation.ts";
import { actFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { withImplementationAccess } from "#app/http/implementation-access.server.ts";

/** Says how far it is. */
export const action = actFor(withImplementationAccess, async ({ at, page, request }) => {
  const parsed = await parseForm(request, statusSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await setStatus(at, parsed.value);
  throw redirect(`${page}?done=saved`);
});
