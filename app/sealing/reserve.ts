import { z } from "zod";
import type { Reserve } from "./statement.ts";

// Which envelopes may be opened: those of the awarded proposals, and of the reserves a quorum
// called, in the order of the ranking they signed (sealing.md §9). The same rules in the
// custodian's browser and on the server.

const entry = z.object({ envelopeId: z.string(), publicNo: z.int() });

/**
 * The part of ranking.json that the opening needs: the order, who is opened on what ground, and who
 * waits in reserve.
 */
export const rankingOpenPart = z.object({
  order: z.array(z.object({ publicNo: z.int() })),
  openList: z.array(entry.extend({ ground: z.string() })),
  reserves: z.array(entry),
});
export type RankingOpenPart = z.infer<typeof rankingOpenPart>;

/** That part of a ranking.json, or null of anything else. */
export function openPartOf(rankingJson: string): RankingOpenPart | null {
  try {
    return rankingOpenPart.parse(JSON.parse(rankingJson));
  } catch {
    return null;
  }
}

/** The proposals in reserve, in their order, each with all its envelopes. */
export function reserveProposals({
  reserves,
}: Pick<RankingOpenPart, "reserves">): Pick<Reserve, "reserve" | "envelopes">[] {
  const numbers = [...new Set(reserves.map(({ publicNo }) => publicNo))];
  return numbers.map((reserve) => ({
    reserve,
    envelopes: reserves
      .filter(({ publicNo }) => publicNo === reserve)
      .map(({ envelopeId }) => envelopeId),
  }));
}

/** The envelopes that may be opened once these reserves have been called, in order. */
export function openListOf(
  { openList }: Pick<RankingOpenPart, "openList">,
  called: readonly Pick<Reserve, "envelopes">[],
): string[] {
  return [
    ...openList.map(({ envelopeId }) => envelopeId),
    ...called.flatMap(({ envelopes }) => envelopes),
  ];
}

/**
 * True when the reserves were called by the rule: the first call takes the first proposal in
 * reserve with all its envelopes, the second the next one, and each stands in for another proposal
 * that may have been open by then.
 */
export function areCalledInOrder(
  ranking: Pick<RankingOpenPart, "openList" | "reserves">,
  called: readonly Omit<Reserve, "reason">[],
): boolean {
  const waiting = reserveProposals(ranking);
  const mayBeVoid = new Set(ranking.openList.map(({ publicNo }) => publicNo));
  return called.every(({ voided, reserve, envelopes }, at) => {
    const next = waiting[at];
    const isNext =
      next?.reserve === reserve &&
      [...next.envelopes].sort().join() === [...envelopes].sort().join();
    const replaces = mayBeVoid.delete(voided);
    mayBeVoid.add(reserve);
    return isNext && replaces;
  });
}
