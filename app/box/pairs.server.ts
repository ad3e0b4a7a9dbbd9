import { groupedBy } from "#app/domain/grouped-by.ts";
import { blockedPerProposal } from "#app/domain/jury/sealed-conflicts.ts";
import { drawn } from "#app/sealing/draw.ts";
import { aloneInBatch } from "./batches.server.ts";

// The pairs of jurors who are not to judge a proposal, from the asking to its date. Rows never say
// whether they were named or drawn.

/** A juror who is not to judge a proposal. */
export type Pair = { proposalId: string; jurorId: string };

/** Draws what is missing to two of these jurors for each of these proposals. */
export async function fillPairs(
  editionId: string,
  proposals: readonly string[],
  jurors: readonly string[],
): Promise<void> {
  await aloneInBatch(editionId, async (tx) => {
    await tx.blockedPair.deleteMany({ where: { editionId, jurorId: { notIn: [...jurors] } } });
    const kept = await tx.blockedPair.findMany({ where: { editionId } });
    const keptOf = groupedBy(kept, ({ proposalId }) => proposalId);
    const missing = proposals.flatMap((proposalId) => {
      const own = (keptOf.get(proposalId) ?? []).map(({ jurorId }) => jurorId);
      const others = jurors.filter((id) => !own.includes(id));
      const lot = drawn(others, blockedPerProposal - own.length);
      return lot.map((jurorId) => ({ editionId, proposalId, jurorId }));
    });
    await tx.blockedPair.createMany({ data: missing });
  });
}

/** Keeps pairs of a release that had them in the main database; those that are here stay. */
export async function keepEarlierPairs(editionId: string, pairs: readonly Pair[]): Promise<void> {
  await aloneInBatch(editionId, async (tx) => {
    const known = await tx.blockedPair.findMany({ where: { editionId } });
    const here = new Set(known.map(({ proposalId }) => proposalId));
    const data = pairs.filter(({ proposalId }) => !here.has(proposalId));
    await tx.blockedPair.createMany({ data: data.map((pair) => ({ editionId, ...pair })) });
  });
}
