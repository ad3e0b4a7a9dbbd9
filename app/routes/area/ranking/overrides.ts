import { data, redirect } from "@remix-run/node";
import { overrideAward } from "#app/commands/ranking/ranking.server.ts";
import { overrideSchema } from "#app/domain/ranking/acts.ts";
import { actFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { withRankingAccess } from "#app/http/ranking-access.server.ts";

/** Gives a place of an award by decision. */
export const action = actFor(withRankingAccess, async ({ decider, edition, desk, request }) => {
  const parsed = await parseForm(request, overrideSchema);
  if (!parsed.ok) return data({ errors: parsed.reply.error ?? {} }, 400);
  await overrideAward(decider, edition.id, parsed.value);
  throw redirect(`${desk}/ranking?done=overridden`);
});
