import {
  openQuestions,
  votableTies,
  whyNotDecide,
  whyNotOverride,
  type overrideSchema,
  type tieVoteSchema,
} from "#app/domain/ranking/acts.ts";
import { judged, withoutProposals } from "#app/domain/ranking/content.ts";
import type { shortlistSchema } from "#app/domain/ranking/shortlist.ts";
import { refuse } from "#app/domain/refusal.ts";
import { hiddenFrom } from "#app/queries/screening/hidden-proposals.server.ts";
import { presides } from "#app/queries/jury/chair.server.ts";
import { confirmedHash, rankingFacts } from "#app/queries/ranking/ranking.server.ts";
import { toHex } from "#app/sealing/bytes.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import {
  isDuplicate,
  longTransaction,
  type FreezeCapacity,
  type Tx,
} from "#app/platform/db.server.ts";
import type { z } from "zod";
import { lockPhaseExclusive } from "#app/commands/edition/phase-lock.server.ts";

/** Who decides, and as what: an organiser, or the jury's chair. */
export type Decider = { userId: string; capacity: FreezeCapacity };

/**
 * Records the jury's vote on a tie, instead of an earlier one on the same. Refuses stale when
 * these proposals are no such tie, too-early, too-late.
 */
export async function recordTieVote(
  by: Decider,
  editionId: string,
  { position, reason }: z.output<typeof tieVoteSchema>,
): Promise<void> {
  await decide(by, editionId, async (tx) => {
    const facts = await rankingFacts(editionId, tx);
    const ids = new Map(facts.proposals.map(({ id, publicNo }) => [String(publicNo), id]));
    const voted = Object.entries(position).map(([no, place]) => ({
      no,
      place,
      proposalId: ids.get(no) ?? "",
    }));
    const isTie = votableTies(judged(facts).ranking).some(
      (tied) =>
        tied.length === voted.length && voted.every(({ proposalId }) => tied.includes(proposalId)),
    );
    if (!isTie) throw refuse("stale");
    await withoutConflict(
      tx,
      by,
      editionId,
      voted.map(({ proposalId }) => proposalId),
    );
    await tx.tieVote.deleteMany({
      where: { proposalId: { in: voted.map(({ proposalId }) => proposalId) } },
    });
    await tx.tieVote.createMany({
      data: voted.map(({ place, proposalId }) => ({
        editionId,
        proposalId,
        position: place,
        reason,
        actorId: by.userId,
        at: now(),
      })),
    });
    await audit(tx, {
      actorId: by.userId,
      action: "tie.voted",
      editionId,
      detail: { position, reason },
    });
  });
}

/**
 * Gives a place of an award rule to a proposal by decision: a mention, or another than the rule
 * would take. Refuses duplicate, not-found, not-shortlisted, prizes-exhausted (no place or no prize
 * is left), too-early, too-late.
 */
export async function overrideAward(
  by: Decider,
  editionId: string,
  { ruleId, publicNo, reason }: z.output<typeof overrideSchema>,
): Promise<void> {
  await decide(by, editionId, async (tx) => {
    const facts = await rankingFacts(editionId, tx);
    const proposal = facts.proposals.find((each) => each.publicNo === publicNo);
    if (!proposal || !facts.rules.some(({ id }) => id === ruleId))
      throw refuse("not-found", { field: proposal ? "ruleId" : "publicNo" });
    await withoutConflict(tx, by, editionId, [proposal.id]);
    const override = { ruleId, proposalId: proposal.id, reason };
    if (facts.rules.some(({ id, kind }) => id === ruleId && kind === "CHOICE"))
      throw refuse("not-allowed", { field: "ruleId" }); // the employees decide it, and nobody else
    const before = judged(facts);
    if (before.listed?.has(proposal.id) === false)
      throw refuse("not-shortlisted", { field: "publicNo" });
    if (facts.overrides.some((each) => each.ruleId === ruleId && each.proposalId === proposal.id))
      throw refuse("duplicate", { field: "publicNo" });
    const why = whyNotOverride(
      ruleId,
      proposal.id,
      before.allotment,
      judged({ ...facts, overrides: [...facts.overrides, override] }).allotment,
    );
    if (why) throw refuse(why, { field: "publicNo" });
    await tx.awardOverride.create({
      data: { editionId, ...override, actorId: by.userId, at: now() },
    });
    await audit(tx, {
      actorId: by.userId,
      action: "award.overridden",
      editionId,
      objectId: ruleId,
      detail: { publicNo, reason },
    });
  });
}

/**
 * Whoever is in conflict with a proposal, or recused from it, decides nothing about it, and learns
 * nothing from trying.
 */
async function withoutConflict(
  tx: Tx,
  by: Decider,
  editionId: string,
  proposalIds: string[],
): Promise<void> {
  const hidden = await hiddenFrom(by.userId, editionId, tx);
  if (proposalIds.some((id) => hidden.has(id))) throw refuse("not-found", { field: "publicNo" });
}

/**
 * Puts a proposal on the shortlist, or takes it off, against the rule. Refuses not-found where
 * there is none or the proposal is not ranked, duplicate when it is there already, or is not,
 * too-early, too-late.
 */
export async function decideShortlist(
  by: Decider,
  editionId: string,
  { publicNo, listed, reason }: z.output<typeof shortlistSchema>,
): Promise<void> {
  await decide(by, editionId, async (tx) => {
    const facts = await rankingFacts(editionId, tx);
    const { ranking, listed: on } = judged(facts);
    const row = ranking.rows.find((each) => each.publicNo === publicNo);
    if (!row || !on) throw refuse("not-found", { field: "publicNo" });
    const { proposalId } = row;
    await withoutConflict(tx, by, editionId, [proposalId]);
    if (on.has(proposalId) === listed) throw refuse("duplicate", { field: "publicNo" });
    const decision = { listed, reason, actorId: by.userId, at: now() };
    await tx.shortlistDecision.upsert({
      where: { editionId_proposalId: { editionId, proposalId } },
      create: { editionId, proposalId, ...decision },
      update: decision,
    });
    await audit(tx, {
      actorId: by.userId,
      action: "shortlist.decided",
      editionId,
      detail: { publicNo, listed, reason },
    });
  });
}

/** Takes such a decision back: the rule counts again. */
export async function withdrawShortlistDecision(
  by: Decider,
  editionId: string,
  publicNo: number,
): Promise<void> {
  await decide(by, editionId, async (tx) => {
    const decision = await tx.shortlistDecision.findFirst({
      where: { editionId, proposal: { publicNo } },
    });
    if (!decision) throw refuse("not-found");
    await withoutConflict(tx, by, editionId, [decision.proposalId]);
    await tx.shortlistDecision.delete({
      where: { editionId_proposalId: { editionId, proposalId: decision.proposalId } },
    });
    await audit(tx, {
      actorId: by.userId,
      action: "shortlist.decision-withdrawn",
      editionId,
      detail: { publicNo },
    });
  });
}

/** Takes a decision back: the rule counts again. */
export async function withdrawOverride(by: Decider, editionId: string, id: string): Promise<void> {
  await decide(by, editionId, async (tx) => {
    const override = await tx.awardOverride.findFirst({ where: { id, editionId } });
    if (!override) throw refuse("not-found");
    await withoutConflict(tx, by, editionId, [override.proposalId]);
    await tx.awardOverride.delete({ where: { id } });
    await audit(tx, {
      actorId: by.userId,
      action: "award.override-withdrawn",
      editionId,
      objectId: id,
    });
  });
}

/**
 * Confirms the ranking as it was seen: `hash` is over its content. The freeze needs one
 * confirmation as chair and one as organiser, of two people, for the same content. Refuses stale
 * when it changed meanwhile, blocked while a tie is open or a proposal has no sheet,
 * holds-other-role when the same person confirmed already, too-early, too-late.
 */
export async function confirmRanking(by: Decider, editionId: string, seen: string): Promise<void> {
  await decide(by, editionId, async (tx) => {
    const facts = await rankingFacts(editionId, tx);
    const verdict = judged(facts);
    if (openQuestions(verdict.ranking, facts.waiting).length > 0) {
      // what is open about a proposal in conflict is not said, only that something is
      const seen = withoutProposals(facts, await hiddenFrom(by.userId, editionId, tx));
      const reasons = openQuestions(judged(seen).ranking, seen.waiting);
      throw refuse("blocked", {
        reasons: reasons.length > 0 ? reasons : [{ key: "open-elsewhere" }],
      });
    }
    const rankingHash = confirmedHash(editionId, facts, verdict);
    if (toHex(rankingHash) !== seen) throw refuse("stale");
    const { capacity, userId: actorId } = by;
    if (
      await tx.freezeConfirmation.count({
        where: { editionId, actorId, capacity: { not: capacity } },
      })
    )
      throw refuse("holds-other-role");
    const row = { actorId, rankingHash, at: now() };
    await tx.freezeConfirmation.upsert({
      where: { editionId_capacity: { editionId, capacity } },
      create: { editionId, capacity, ...row },
      update: row,
    });
    await audit(tx, {
      actorId,
      action: "ranking.confirmed",
      editionId,
      detail: { capacity, hash: seen },
    });
  });
}

/** One decision at a time, in deliberation, by somebody who is what the decision says. */
async function decide(
  by: Decider,
  editionId: string,
  act: (tx: Tx) => Promise<void>,
): Promise<void> {
  try {
    await longTransaction(async (tx) => {
      const phase = await lockPhaseExclusive(tx, editionId);
      await checkCapacity(tx, by, editionId);
      const why = whyNotDecide(phase);
      if (why) throw refuse(why);
      await act(tx);
    });
  } catch (error) {
    if (isDuplicate(error)) throw refuse("duplicate");
    throw error;
  }
}

async function checkCapacity(
  tx: Tx,
  { userId, capacity }: Decider,
  editionId: string,
): Promise<void> {
  const holds =
    capacity === "CHAIR"
      ? await presides(userId, editionId, tx)
      : (await tx.role.count({ where: { editionId, userId, kind: "ORGANISER" } })) > 0;
  if (!holds) throw refuse("not-allowed");
}
