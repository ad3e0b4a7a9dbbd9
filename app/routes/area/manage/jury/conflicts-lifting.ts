import { redirect } from "@remix-run/node";
import { liftOrganiserConflict } from "#app/commands/jury/conflict.server.ts";
import { liftSchema } from "#app/domain/jury/conflict.ts";
import { refuse } from "#app/domain/refusal.ts";
import { actFor, organiser } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";

/** Lifts another organiser's conflict. */
export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = await parseForm(request, liftSchema);
  if (!parsed.ok) throw refuse("invalid");
  await liftOrganiserConflict(actor.id, edition.id, parsed.value);
  throw redirect(`/area/manage/${edition.code}/conflicts?done=lifted`);
});
