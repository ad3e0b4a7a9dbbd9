import { data, redirect } from "@remix-run/node";
import { withdrawSecondRound } from "#app/commands/assignment/second-round.server.ts";
import { takingBackSchema } from "#app/domain/assignment/second-round.ts";
import { actFor, organiser } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";

/** Waits no longer for a juror of a second round. */
export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = await parseForm(request, takingBackSchema);
  if (!parsed.ok) return data({ errors: parsed.reply.error ?? {} }, 400);
  await withdrawSecondRound(actor.id, edition, parsed.value);
  throw redirect(`/area/manage/${edition.code}/second-round?done=taken`);
});
