import { data, redirect } from "@remix-run/node";
import { assignSecondRound } from "#app/commands/assignment/second-round.server.ts";
import { furtherPairsSchema } from "#app/domain/assignment/second-round.ts";
import { actFor, organiser } from "#app/http/actor.server.ts";
import { longLimit } from "#app/http/body.server.ts";
import { parseForm } from "#app/http/form.server.ts";

/** Gives proposals to the further jurors that were proposed. */
export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = await parseForm(request, furtherPairsSchema, longLimit);
  if (!parsed.ok) return data({ refusal: { code: "invalid" as const } }, 400);
  await assignSecondRound(actor.id, edition, parsed.value);
  throw redirect(`/area/manage/${edition.code}/second-round?done=given`);
});
