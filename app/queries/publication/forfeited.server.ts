import { phaseHas } from "#app/domain/phase.ts";
import { frozenRankingSchema, isDeclined } from "#app/domain/publication/publication.ts";
import { settledFacts } from "./settled-facts.server.ts";
import { reserveProposals } from "#app/sealing/reserve.ts";
import { db, type Tx } from "#app/platform/db.server.ts";
import { currentOpenList } from "#app/queries/opening/open-list.server.ts";

// Prizes that were given up: everybody behind a proposal declined, or an organiser wrote down that
// nobody collected them.

/** The numbers of the proposals that gave up their prizes. */
export async function forfeitedBy(editionId: string, tx: Tx = db()): Promise<number[]> {
  const opened = await settledFacts(editionId, tx);
  const handings = await tx.handingOver.findMany({
    where: { editionId },
    select: { proposalId: true, outcome: true },
  });
  const uncollected = (id: string) =>
    handings.some((each) => each.proposalId === id && each.outcome === "UNCLAIMED") &&
    !handings.some((each) => each.proposalId === id && each.outcome === "GIVEN");
  const proposals = await tx.proposal.findMany({
    where: {
      editionId,
      envelopes: { some: { id: { in: opened.map(({ envelopeId }) => envelopeId) } } },
    },
    select: { id: true, publicNo: true, envelopes: { select: { id: true } } },
  });
  return proposals
    .filter(
      ({ id, envelopes }) =>
        isDeclined(
          envelopes.map((each) => each.id),
          opened,
        ) || uncollected(id),
    )
    .flatMap(({ publicNo }) => publicNo ?? []);
}

/**
 * Proposals that gave up a prize which goes on to the next in rank, and for which no reserve was
 * called yet: as many, best first, as there are reserves left. Only until the publication:
 * afterwards no envelope is opened any more.
 */
export async function awaitingReserve(editionId: string, tx: Tx = db()): Promise<number[]> {
  const { phase, unclaimed, ranking } = await tx.edition.findUniqueOrThrow({
    where: { id: editionId },
    select: { phase: true, unclaimed: true, ranking: { select: { json: true } } },
  });
  const list = await currentOpenList(editionId, tx);
  if (!phaseHas(phase, "opens") || unclaimed !== "next" || !ranking || !list.ranking) return [];
  const { awards, order } = frozenRankingSchema.parse(JSON.parse(ranking.json));
  const prized = new Set(
    awards
      .filter(({ prizeId, kind }) => prizeId !== null && kind !== "CHOICE")
      .map(({ publicNo }) => publicNo),
  );
  for (const { voided, reserve } of list.called) if (prized.has(voided)) prized.add(reserve);
  const replaced = new Set(list.called.map(({ voided }) => voided));
  const forfeited = (await forfeitedBy(editionId, tx)).filter(
    (no) => prized.has(no) && !replaced.has(no),
  );
  const place = (no: number) => order.findIndex(({ publicNo }) => publicNo === no);
  return forfeited
    .sort((a, b) => place(a) - place(b))
    .slice(0, reserveProposals(list.ranking).length - list.called.length);
}
