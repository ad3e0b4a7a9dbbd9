import { type Phase, phaseHas } from "#app/domain/phase.ts";
import { refuse, Refused } from "#app/domain/refusal.ts";
import {
  isComplete,
  whyNotDeliver,
  type ScoredCriterion,
  whyNotWriteSheet,
} from "#app/domain/scoring/scoring.ts";
import { sameContent, type SheetContent } from "#app/domain/scoring/sheet.ts";
import { seesOthersScores } from "#app/domain/visibility.ts";
import { presides } from "#app/queries/jury/chair.server.ts";
import { criteriaOf, scoresOf } from "#app/queries/edition/criteria.server.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Juror, type Tx } from "#app/platform/db.server.ts";
import { lockedJuror } from "#app/commands/jury/juror-membership.server.ts";
import { lockPhaseShared, lockPhaseExclusive } from "#app/commands/edition/phase-lock.server.ts";
import { appendVersion, enteringChain, newSalt } from "./sheet-version.server.ts";

export type SavedDraft = { version: number; savedAt: Date };

/**
 * Keeps what a juror has typed so far. `version` is the one it was typed on; refuses stale when
 * another window was faster, and answers a repeated save like the first. Refuses too-early,
 * too-late, already-confirmed, recused and not-found, the last alike for a proposal that does not
 * exist, is another's or is in conflict. No audit row: a draft is no act.
 */
export async function saveDraft(
  userId: string,
  editionId: string,
  publicNo: number,
  { version, ...content }: SheetContent & { version: number },
): Promise<SavedDraft> {
  return db().$transaction(async (tx) => {
    const { juror, pair } = await writing(tx, userId, editionId, publicNo);
    const row = { ...typed(content), savedAt: now() };
    const key = { jurorId: juror.id, proposalId: pair.proposalId };
    const { count } =
      version === 0
        ? await tx.scoreDraft.createMany({
            data: { ...key, version: 1, ...row },
            skipDuplicates: true,
          })
        : await tx.scoreDraft.updateMany({
            where: { ...key, version },
            data: { version: version + 1, ...row },
          });
    if (count === 1) return { version: version + 1, savedAt: row.savedAt };
    const stored = await tx.scoreDraft.findUnique({ where: { jurorId_proposalId: key } });
    if (stored && sameContent({ ...stored, scores: scoresOf(stored.scores) }, content))
      return { version: stored.version, savedAt: stored.savedAt };
    throw refuse("stale");
  });
}

/**
 * Delivers every own sheet and closes: from now on they change only in deliberation, where those of
 * a second round are delivered the same way. All or nothing; refuses incomplete, naming the
 * proposals that still lack a score.
 */
export async function confirmSheets(userId: string, editionId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const { juror, phase } = await seated(tx, userId, editionId);
    const open = await undelivered(tx, juror);
    const why = whyNotWriteSheet({
      phase,
      confirmed: juror.confirmedAt !== null,
      round: Math.max(1, ...open.map(({ round }) => round)),
    });
    if (why) throw refuse(why);
    const criteria = await criteriaOf(editionId, tx);
    const lacking = open.filter(
      ({ draft }) => !draft || !isComplete(scoresOf(draft.scores), criteria),
    );
    if (lacking.length > 0)
      throw refuse("incomplete", {
        reasons: lacking.map(({ publicNo }) => ({
          key: "sheet-incomplete",
          params: { no: publicNo },
        })),
      });
    // a sheet that was opened again and is as it was gets no version
    const changed = open.filter(
      ({ latest, draft }) => !latest || !sameContent(contentOf(latest), contentOf(draft!)),
    );
    const delivered = changed.map(({ proposalId, publicNo, round, latest, draft }) => ({
      proposalId,
      publicNo,
      round: latest?.round ?? round,
      version: (latest?.version ?? 0) + 1,
      reason: latest ? juror.reopenReason : "",
      salt: newSalt(),
      ...contentOf(draft!),
    }));
    await tx.scoreSheet.createMany({
      data: delivered.map(({ publicNo: _, ...sheet }) => ({
        jurorId: juror.id,
        ...sheet,
        authorId: userId,
        at: now(),
      })),
    });
    // a vote on a tie was about other scores
    await tx.tieVote.deleteMany({
      where: { proposalId: { in: delivered.map(({ proposalId }) => proposalId) } },
    });
    await tx.scoreDraft.deleteMany({ where: { jurorId: juror.id } });
    await tx.juror.update({
      where: { id: juror.id },
      data: { confirmedAt: juror.confirmedAt ?? now(), reopenReason: "" },
    });
    await audit(tx, {
      actorId: userId,
      action: "juror.confirmed",
      editionId,
      objectId: juror.id,
      detail: { sheets: delivered.map(enteringChain) },
    });
  });
}

/**
 * Opens a juror's delivered sheets again while scoring lasts, by the chair and with a reason; each
 * starts from what was delivered, and what changes is delivered as a new version with that reason.
 * Refuses not-found, wrong-phase, and not-confirmed when nothing was closed.
 */
export async function reopenSheets(
  chairId: string,
  editionId: string,
  { jurorId, reason }: { jurorId: string; reason: string },
): Promise<void> {
  await db().$transaction(async (tx) => {
    const phase = await lockPhaseExclusive(tx, editionId);
    const juror = await tx.juror.findFirst({
      where: { id: jurorId, editionId, state: "ACCEPTED" },
    });
    if (!juror || !(await presides(chairId, editionId, tx))) throw refuse("not-found");
    if (!phaseHas(phase, "scores")) throw refuse("wrong-phase");
    if (!juror.confirmedAt) throw refuse("not-confirmed");
    const latest = await latestSheets(tx, jurorId);
    await tx.scoreDraft.createMany({
      data: latest.map((sheet) => ({
        jurorId,
        proposalId: sheet.proposalId,
        version: 1,
        ...contentOf(sheet),
        savedAt: now(),
      })),
      skipDuplicates: true,
    });
    await tx.juror.update({
      where: { id: jurorId },
      data: { confirmedAt: null, reopenReason: reason },
    });
    await audit(tx, { actorId: chairId, action: "juror.reopened", editionId, objectId: jurorId });
  });
}

/** The last version of each sheet of a juror on a proposal that is still theirs to judge. */
async function latestSheets(tx: Tx, jurorId: string) {
  const rows = await tx.scoreSheet.findMany({
    where: {
      jurorId,
      proposal: {
        assignments: { some: { jurorId } },
        recusals: { none: { jurorId } },
        conflicts: { none: { jurorId } },
      },
    },
    orderBy: { version: "desc" },
  });
  return rows.filter(
    ({ proposalId }, at) => rows.findIndex((row) => row.proposalId === proposalId) === at,
  );
}

/**
 * Appends a new version of a delivered sheet in deliberation, with its reason; `version` is
 * the one it was made from.
 */
export async function reviseSheet(
  userId: string,
  editionId: string,
  publicNo: number,
  { version, reason, ...content }: SheetContent & { version: number; reason: string },
): Promise<void> {
  await db().$transaction(async (tx) => {
    const phase = await lockPhaseShared(tx, editionId);
    const juror = await lockedJuror(tx, editionId, userId);
    if (!seesOthersScores({ phase, confirmed: juror.confirmedAt !== null }))
      throw refuse("too-early");
    if (!phaseHas(phase, "deliberates")) throw refuse("too-late");
    const pair = await ownPair(tx, juror, publicNo);
    checkDelivery(await criteriaOf(editionId, tx), { phase, juror, pair, content, reason });
    const latest = pair.sheets.at(-1);
    if (!latest || latest.version !== version) throw refuse("stale");
    await appendVersion(
      tx,
      { editionId, jurorId: juror.id, proposalId: pair.proposalId, publicNo },
      {
        authorId: userId,
        version: version + 1,
        round: latest.round,
        reason,
        content: typed(content),
      },
    );
  });
}

/** A juror at work on an assigned proposal that is not delivered yet, or the refusal. */
async function writing(tx: Tx, userId: string, editionId: string, publicNo: number) {
  const { juror, phase } = await seated(tx, userId, editionId);
  const pair = await ownPair(tx, juror, publicNo);
  const why = whyNotWriteSheet({ phase, confirmed: juror.confirmedAt !== null, round: pair.round });
  if (why) throw refuse(why);
  if (pair.recused) throw refuse("recused");
  if (pair.sheets.length > 0 && juror.reopenReason === "") throw refuse("already-confirmed");
  return { juror, phase, pair };
}

async function seated(
  tx: Tx,
  userId: string,
  editionId: string,
): Promise<{ juror: Juror; phase: Phase }> {
  const phase = await lockPhaseShared(tx, editionId);
  const juror = await lockedJuror(tx, editionId, userId);
  if (juror.state !== "ACCEPTED") throw refuse("not-found");
  return { juror, phase };
}

/** The assignment of this juror under this number; not-found for whatever else there may be. */
async function ownPair(tx: Tx, juror: Juror, publicNo: number) {
  const assignment = await tx.assignment.findFirst({
    where: {
      jurorId: juror.id,
      proposal: {
        editionId: juror.editionId,
        publicNo,
        conflicts: { none: { jurorId: juror.id } },
      },
    },
    select: {
      proposalId: true,
      round: true,
      proposal: {
        select: {
          recusals: { where: { jurorId: juror.id }, select: { jurorId: true } },
          sheets: {
            where: { jurorId: juror.id },
            select: { version: true, round: true },
            orderBy: { version: "asc" },
          },
        },
      },
    },
  });
  if (!assignment) throw refuse("not-found");
  const { recusals, sheets } = assignment.proposal;
  return {
    proposalId: assignment.proposalId,
    round: assignment.round,
    recused: recusals.length > 0,
    sheets,
  };
}

type Delivery = {
  phase: Phase;
  juror: Juror;
  pair: { recused: boolean };
  content: SheetContent;
  reason: string;
};

function checkDelivery(
  criteria: ScoredCriterion[],
  { phase, juror, pair, content, reason }: Delivery,
): void {
  const refusal = whyNotDeliver({
    phase,
    criteria,
    reason,
    assigned: true,
    inConflict: false,
    recused: pair.recused,
    confirmed: juror.confirmedAt !== null,
    scores: content.scores,
  });
  if (refusal) throw new Refused(refusal);
}

/**
 * Own assignments to deliver, with drafts and the sheets delivered before: without recusal, and
 * without a sheet unless the chair opened them again.
 */
async function undelivered(tx: Tx, { id: jurorId, reopenReason }: Juror) {
  const assignments = await tx.assignment.findMany({
    where: {
      jurorId,
      proposal: {
        recusals: { none: { jurorId } },
        conflicts: { none: { jurorId } },
        ...(reopenReason ? {} : { sheets: { none: { jurorId } } }),
      },
    },
    select: {
      proposalId: true,
      round: true,
      proposal: {
        select: {
          publicNo: true,
          drafts: { where: { jurorId } },
          sheets: { where: { jurorId }, orderBy: { version: "desc" }, take: 1 },
        },
      },
    },
    orderBy: { proposal: { publicNo: "asc" } },
  });
  return assignments.map(({ proposalId, round, proposal }) => ({
    proposalId,
    round,
    publicNo: proposal.publicNo ?? 0,
    draft: proposal.drafts[0],
    latest: proposal.sheets[0],
  }));
}

function typed({ scores, commentProposer, commentJury }: SheetContent) {
  return { scores: { ...scores }, commentProposer, commentJury };
}

function contentOf({
  scores,
  commentProposer,
  commentJury,
}: {
  scores: unknown;
  commentProposer: string;
  commentJury: string;
}) {
  return { scores: { ...scoresOf(scores) }, commentProposer, commentJury };
}
