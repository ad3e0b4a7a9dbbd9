import { redirect } from "@remix-run/node";
import { withdrawOverride } from "#app/commands/ranking/ranking.server.ts";
import { actFor } from "#app/http/actor.server.ts";
import { idOf } from "#app/http/params.server.ts";
import { withRankingAccess } from "#app/http/ranking-access.server.ts";

/** Takes a decision on an award back. */
export const action = actFor(withRankingAccess, async ({ decider, edition, desk, params }) => {
  await withdrawOverride(decider, edition.id, idOf(params, "override"));
  throw redirect(`${desk}/ranking?done=withdrawn`);
});
