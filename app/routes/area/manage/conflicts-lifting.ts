import { redirect } from "@remix-run/node";
import { z } from "zod";
import { liftOrganiserConflict } from "#app/commands/conflict.server.ts";
import { refuse } from "#app/domain/refusal.ts";
import { actFor, organiser } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";

const liftSchema = z.object({ userId: z.uuid(), publicNo: z.coerce.number().int() });

/** Lifts another organiser's conflict. */
export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = await parseForm(request, liftSchema);
  if (!parsed.ok) throw refuse("invalid");
  if (parsed.value.userId === actor.id) throw refuse("not-found");
  await liftOrganiserConflict(actor.id, edition.id, parsed.value);
  throw redirect(`/area/manage/${edition.code}/conflicts?done=lifted`);
});
