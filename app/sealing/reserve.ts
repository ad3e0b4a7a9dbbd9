import { z } from "zod";

// Which envelopes may be opened: those of the awarded proposals, and of the reserves a quorum called, in the order of the
// ranking they signed (sealing.md §9). The same rules in the custodian's browser and on the server.

const entry = z.object({ envelopeId: z.string(), publicNo: z.int() });

/** The part of ranking.json that the opening needs: who is opened, on what ground, and who waits in reserve. */
export const rankingOpenPart = z.object({
  order: z.array(z.object({ publicNo: z.int() })),
  openList: z.array(entry.extend({ ground: z.string() })),
  reserves: z.array(entry),
});
export type RankingOpenPart = z.infer<typeof rankingOpenPart>;

/** What a RESERVE statement says: this proposal is void for this reason, so the next of the committed list is opened. */
export const reservePayload = z.object({
  void: z.int(),
  reason: z.string(),
  publicNo: z.int(),
  envelopes: z.array(z.string()).min(1),
});
export type ReservePayload = z.infer<typeof reservePayload>;

/** A whole RESERVE statement. */
export const reserveStatementSchema = reservePayload.extend({ v: z.literal(1), edition: z.string(), manifestHash: z.string(), number: z.int(), kind: z.literal("RESERVE") });

export type ReserveProposal = { publicNo: number; envelopes: string[] };

/** The proposals in reserve, in their order, each with all its envelopes. */
export function reserveProposals({ reserves }: Pick<RankingOpenPart, "reserves">): ReserveProposal[] {
  const numbers = [...new Set(reserves.map(({ publicNo }) => publicNo))];
  return numbers.map((publicNo) => ({ publicNo, envelopes: reserves.filter((each) => each.publicNo === publicNo).map(({ envelopeId }) => envelopeId) }));
}

/** The envelopes that may be opened once these reserves have been called, in order. */
export function openListOf(ranking: Pick<RankingOpenPart, "openList">, called: readonly Pick<ReservePayload, "envelopes">[]): string[] {
  return [...ranking.openList.map(({ envelopeId }) => envelopeId), ...called.flatMap(({ envelopes }) => envelopes)];
}

/**
 * True when the reserves were called by the rule: the first call takes the first proposal in reserve with all its
 * envelopes, the second the next one, each for another proposal that may have been open by then.
 */
export function areCalledInOrder(ranking: Pick<RankingOpenPart, "openList" | "reserves">, called: readonly ReservePayload[]): boolean {
  const waiting = reserveProposals(ranking);
  const mayBeVoid = new Set(ranking.openList.map(({ publicNo }) => publicNo));
  return called.every((call, at) => {
    const next = waiting[at];
    const isNext = next?.publicNo === call.publicNo && [...next.envelopes].sort().join() === [...call.envelopes].sort().join();
    const replaces = mayBeVoid.delete(call.void);
    mayBeVoid.add(call.publicNo);
    return isNext && replaces;
  });
}
