import { pageFor } from "#app/http/actor.server.ts";
import { rankingSeat } from "#app/http/ranking-seat.server.ts";
import { rankingVersion } from "#app/queries/ranking/ranking-sight.server.ts";

/** The version of the ranking that the reader sees, as plain text: whether to load it anew. */
export const loader = pageFor(
  rankingSeat,
  async ({ actor, edition, capacity }) =>
    new Response(await rankingVersion(actor.id, edition, capacity), {
      headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" },
    }),
);
