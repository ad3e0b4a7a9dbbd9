import { data, redirect } from "@remix-run/node";
import { recordTieVote } from "#app/commands/ranking/ranking.server.ts";
import { tieVoteSchema } from "#app/domain/ranking/acts.ts";
import { actFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { withRankingAccess } from "#app/http/ranking-access.server.ts";

/** Records the jury's vote on a tie. */
export const action = actFor(withRankingAccess, async ({ decider, edition, desk, request }) => {
  const parsed = await parseForm(request, tieVoteSchema);
  if (!parsed.ok) return data({ errors: parsed.reply.error ?? {} }, 400);
  await recordTieVote(decider, edition.id, parsed.value);
  throw redirect(`${desk}/ranking?done=voted`);
});
