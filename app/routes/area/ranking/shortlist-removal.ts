import { redirect } from "@remix-run/node";
import { withdrawShortlistDecision } from "#app/commands/ranking/ranking.server.ts";
import { actFor } from "#app/http/actor.server.ts";
import { publicNoOf } from "#app/http/params.server.ts";
import { withRankingAccess } from "#app/http/ranking-access.server.ts";

/** Takes a decision on the shortlist back. */
export const action = actFor(withRankingAccess, async ({ decider, edition, desk, params }) => {
  await withdrawShortlistDecision(decider, edition.id, publicNoOf(params));
  throw redirect(`${desk}/ranking?done=unlisted`);
});
