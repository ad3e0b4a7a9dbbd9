import { data, redirect } from "@remix-run/node";
import { setBenefit } from "#app/commands/implementation/implementation.server.ts";
import { benefitSchema } from "#app/domain/implementation/implementation.ts";
import { actFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { withImplementationAccess } from "#app/http/implementation-access.server.ts";

/** Says what it should bring and what it brought. */
export const action = actFor(withImplementationAccess, async ({ at, page, request }) => {
  const parsed = await parseForm(request, benefitSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await setBenefit(at, parsed.value);
  throw redirect(`${page}?done=saved`);
});
