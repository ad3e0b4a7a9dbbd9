import { redirect } from "@remix-run/node";
import { confirmRanking } from "#app/commands/ranking/ranking.server.ts";
import { confirmationSchema } from "#app/domain/ranking/acts.ts";
import { refuse } from "#app/domain/refusal.ts";
import { actFor, requireConfirmed } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { withRankingAccess } from "#app/http/ranking-access.server.ts";

/** Confirms the ranking that was shown. */
export const action = actFor(
  withRankingAccess,
  async ({ actor, decider, edition, desk, request }) => {
    const parsed = await parseForm(request, confirmationSchema);
    if (!parsed.ok) throw refuse("invalid", { field: "hash" });
    await requireConfirmed(actor, request);
    await confirmRanking(decider, edition.id, parsed.value.hash);
    throw redirect(`${desk}/ranking?done=confirmed`);
  },
);
