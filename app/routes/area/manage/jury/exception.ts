import { data, redirect } from "@remix-run/node";
import { exceptJury } from "#app/commands/jury/jury-exception.server.ts";
import { juryExceptionForm } from "#app/domain/jury/exception.ts";
import { actFor, organiser } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";

/** Lets the next phase begin although the jury is not as the call says, with a public reason. */
export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = await parseForm(request, juryExceptionForm);
  if (!parsed.ok) return data({ errors: parsed.reply.error ?? {} }, 400);
  await exceptJury(actor.id, edition.id, parsed.value.reason);
  throw redirect(`/area/manage/${edition.code}/phase`);
});
