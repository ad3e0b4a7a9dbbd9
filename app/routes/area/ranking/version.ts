import { pageFor } from "#app/http/actor.server.ts";
import { withRankingAccess } from "#app/http/ranking-access.server.ts";
import { rankingVersion } from "#app/queries/ranking/visible-ranking.server.ts";

/** The version of the ranking that the reader sees, as plain text: whether to load it again. */
export const loader = pageFor(
  withRankingAccess,
  async ({ actor, edition, capacity }) =>
    new Response(await rankingVersion(actor.id, edition, capacity), {
      headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" },
    }),
);
