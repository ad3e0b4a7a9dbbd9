import { isPending } from "#app/domain/opening/claim.ts";
import { localDay } from "#app/domain/screening/dialogue.ts";
import type { EditionFacts } from "#app/domain/edition/guards.ts";
import { graceEnd, phaseHas } from "#app/domain/phase.ts";
import type { Composition } from "#app/domain/jury/composition.ts";
import { juryRulesOf } from "#app/domain/jury/rules.ts";
import { retentionEnds } from "#app/domain/opening/key-care.ts";
import { languagesWithTexts, textsSchema } from "#app/domain/edition/settings.ts";
import { activationFloor, isEligible } from "#app/domain/passes/eligibility.ts";
import { isContestWaiting } from "#app/box/door.server.ts";
import {
  assignmentWaits,
  type ConflictFacts,
  pairsState,
} from "#app/domain/jury/sealed-conflicts.ts";
import { whyNotScreen } from "#app/domain/screening/screening.ts";
import { awaitingReserve } from "#app/queries/publication/forfeited.server.ts";
import { currentOpenList, selfOpeningOf } from "#app/queries/opening/open-list.server.ts";
import { claimStates } from "#app/queries/opening/opening.server.ts";
import { unsignedMeetings } from "#app/queries/meetings/meeting-minutes.server.ts";
import { withinPatience } from "#app/queries/city/health.server.ts";
import { mayTakePart } from "#app/queries/mailing/mail-recipients.server.ts";
import { conflictFacts } from "#app/queries/jury/sealed-conflicts.server.ts";
import { awardFaultCount } from "#app/queries/awards/sponsors.server.ts";
import { laterPairs } from "#app/queries/assignment/rounds.server.ts";
import { activatedAtMidnight } from "#app/queries/passes/pass-count.server.ts";
import { juryExceptionsOf } from "#app/queries/jury/jury-exceptions.server.ts";
import { freezeState } from "#app/queries/ranking/ranking.server.ts";
import { equal } from "#app/sealing/bytes.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Edition, type JurorKind, type Tx } from "#app/platform/db.server.ts";
import { isPinned } from "#app/platform/pins.server.ts";

/**
 * Everything the guards of the phases ask about an edition; of people with passes as many as there
 * were at midnight.
 */
export async function editionFacts(editionId: string, tx: Tx = db()): Promise<EditionFacts> {
  const edition = await tx.edition.findUniqueOrThrow({
    where: { id: editionId },
    include: {
      criteria: { select: { weight: true } },
      custodians: { select: { tested: true } },
      manifest: true,
      closing: { select: { objectionEnds: true, root: true } },
      ranking: { select: { commit: true } },
      publication: { select: { at: true } },
      signatures: { select: { subject: true, subjectHash: true } },
      freezes: { select: { capacity: true } },
      _count: {
        select: {
          categories: true,
          roles: { where: { kind: "ORGANISER" } },
          proposals: { where: { withdrawn: false } },
        },
      },
    },
  });
  // only signatures on what stands now count
  const current = {
    MANIFEST: edition.manifest?.hash,
    ROOT: edition.closing?.root,
    RANKING: edition.ranking?.commit,
  };
  const signed = (subject: keyof typeof current) =>
    edition.signatures.filter(
      (s) => s.subject === subject && equal(s.subjectHash, current[subject] ?? new Uint8Array()),
    ).length;
  const eligible = await countEligible(editionId, tx);
  const freeze = phaseHas(edition.phase, "deliberates") ? await freezeState(editionId, tx) : null;
  return {
    phase: edition.phase,
    now: now(),
    opensAt: edition.opensAt,
    closesAt: edition.closesAt,
    graceMinutes: edition.graceMinutes,
    enabledLanguages: edition.languages,
    languagesWithTexts: languagesWithTexts(textsSchema.parse(edition.texts)),
    categories: edition._count.categories,
    criteria: edition.criteria.length,
    weightSum: edition.criteria.reduce((sum, { weight }) => sum + weight, 0),
    custodianCount: edition.custodianCount,
    quorum: edition.quorum,
    custodiansNamed: edition.custodians.length,
    custodiansTested: edition.custodians.filter(({ tested }) => tested).length,
    manifestSignatures: signed("MANIFEST"),
    manifestPinned: edition.manifest ? isPinned(editionId, edition.manifest.hash) : "no",
    organisers: edition._count.roles,
    eligible,
    activated: await activatedAtMidnight(editionId, tx),
    floor: activationFloor(edition.activationFloor, eligible),
    openBelowReason: edition.openBelowReason,
    proposals: edition._count.proposals,
    rootSignatures: signed("ROOT"),
    objectionEnds: edition.closing?.objectionEnds ?? null,
    jurorsPerProposal: edition.jurorsPerProposal,
    minInternal: edition.minInternal,
    minExternal: edition.minExternal,
    juryExceptions: await juryExceptionsOf(editionId, tx),
    freezeConfirmations: freeze?.confirmations ?? edition.freezes.length,
    rankingSignatures: signed("RANKING"),
    rankingFrozen: edition.ranking !== null,
    vote: edition.employeesVote
      ? { startsAt: edition.voteStartsAt, endsAt: edition.voteEndsAt }
      : null,
    awardFaults: await awardFaultCount(editionId, tx),
    minutesUnsigned: await unsignedMeetings(editionId, tx),
    retentionEnds: retentionEnds(edition.publication?.at ?? null, edition.retentionDays),
    juryRules: juryRulesOf(edition),
    ...conflictDuties(await conflictFacts(editionId, tx)),
    secondRoundOpen: (await laterPairs({ editionId }, tx)).filter(({ done }) => !done).length,
    openTies: freeze?.openTies ?? 0,
    contestOpen: await isContestOpen(edition, tx),
    ...(await juryFacts(edition, tx)),
    ...(await openingFacts(editionId, edition.answerMinutes, tx)),
  };
}

function conflictDuties(
  facts: ConflictFacts,
): Pick<EditionFacts, "conflictsToAsk" | "conflictsWait"> {
  const wait = ["asking", "to-take"].includes(pairsState(facts));
  return { conflictsWait: wait, conflictsToAsk: !wait && assignmentWaits(facts) };
}

/** Employees who may take part, were they asked now: eligible and without a role in the edition. */
export async function countEligible(editionId: string, tx: Tx = db()): Promise<number> {
  const people = await tx.user.findMany({
    where: mayTakePart(editionId),
    select: { staffNumber: true, active: true, director: true },
  });
  return people.filter(isEligible).length;
}

/** People who received passes, now: for what decides, and shown to nobody before the closing. */
export async function countActivated(editionId: string, tx: Tx = db()): Promise<number> {
  return (
    await tx.activation.findMany({
      where: { editionId },
      distinct: ["userId"],
      select: { userId: true },
    })
  ).length;
}

type Contestable = Pick<Edition, "id" | "phase" | "contestMinutes" | "timeZone">;

async function isContestOpen(
  { id, phase, contestMinutes, timeZone }: Contestable,
  tx: Tx,
): Promise<boolean> {
  if (whyNotScreen(phase)) return false;
  const exclusions = await tx.screening.findMany({
    where: { verdict: "EXCLUDED", proposal: { editionId: id, withdrawn: false } },
    select: { at: true },
  });
  if (exclusions.some(({ at }) => now() < graceEnd(at, contestMinutes))) return true;
  // one of a release without a ballot box waits here
  const unread = {
    kind: "CONTEST",
    visibleFrom: { gt: localDay(now(), timeZone) },
    proposal: { editionId: id },
  } as const;
  if ((await tx.message.count({ where: unread })) > 0) return true;
  // as long as nobody knows, screening does not end
  return withinPatience(isContestWaiting(id)).catch(() => true);
}

async function juryFacts(
  { id: editionId, jurorsPerProposal, minInternal, minExternal }: Edition,
  tx: Tx,
) {
  const byJuror = { select: { jurorId: true } } as const;
  const proposals = await tx.proposal.findMany({
    where: { editionId, withdrawn: false },
    select: {
      publicNo: true,
      screening: { select: { verdict: true } },
      assignments: byJuror,
      recusals: byJuror,
      conflicts: byJuror,
    },
  });
  // whoever left counts where a sheet of theirs is delivered: else the assignment is gone
  const kinds = new Map(
    (await tx.juror.findMany({ where: { editionId }, select: { id: true, kind: true } })).map(
      ({ id, kind }) => [id, kind],
    ),
  );
  const jurors = await tx.juror.findMany({
    where: { editionId, state: "ACCEPTED" },
    select: {
      kind: true,
      chair: true,
      confirmedAt: true,
      confirmedOwn: true,
      _count: { select: { assignments: true } },
    },
  });
  const separations = await tx.jurorSeparation.findMany({
    where: { editionId },
    select: { jurorId: true, otherId: true },
  });
  const admitted = proposals.filter(({ screening }) => screening?.verdict === "CLEARED");
  const panels = admitted.map(({ publicNo, assignments, recusals, conflicts }) => {
    const barred = new Set([...recusals, ...conflicts].map(({ jurorId }) => jurorId));
    return {
      no: publicNo ?? 0,
      judging: assignments.map(({ jurorId }) => jurorId).filter((id) => !barred.has(id)),
    };
  });
  type Judging = (typeof panels)[number]["judging"];
  const numbersWhere = (is: (judging: Judging) => boolean) =>
    panels
      .filter(({ judging }) => is(judging))
      .map(({ no }) => no)
      .sort((a, b) => a - b);
  const ofKind = (judging: Judging, kind: JurorKind) =>
    judging.filter((id) => kinds.get(id) === kind).length;
  return {
    unscreened: proposals.filter(({ screening }) => screening === null).length,
    admitted: admitted.length,
    understaffed: numbersWhere((judging) => judging.length < jurorsPerProposal),
    lackInternal: numbersWhere((judging) => ofKind(judging, "INTERNAL") < minInternal),
    lackExternal: numbersWhere((judging) => ofKind(judging, "EXTERNAL") < minExternal),
    together: numbersWhere((judging) =>
      separations.some((two) => [two.jurorId, two.otherId].every((id) => judging.includes(id))),
    ),
    jurorsUndeclared: jurors.filter(({ confirmedOwn }) => !confirmedOwn).length,
    jury: {
      ...kindsOf(jurors),
      secretary: (await tx.role.count({ where: { editionId, kind: "SECRETARY" } })) > 0,
    },
    unconfirmedJurors: jurors.filter((j) => j._count.assignments > 0 && j.confirmedAt === null)
      .length,
  };
}

/** Those who accepted, by kind, and whether one of them presides. */
export function kindsOf(
  accepted: readonly { kind: JurorKind; chair: boolean }[],
): Omit<Composition, "secretary"> {
  const internal = accepted.filter(({ kind }) => kind === "INTERNAL").length;
  return {
    internal,
    external: accepted.length - internal,
    chair: accepted.some(({ chair }) => chair),
  };
}

async function openingFacts(editionId: string, answerMinutes: number, tx: Tx) {
  const opened = await tx.openedEnvelope.findMany({
    where: { editionId },
    select: { envelopeId: true, settledAt: true },
  });
  const { openList, called } = await currentOpenList(editionId, tx);
  const byReceipt = await selfOpeningOf(editionId, tx);
  return {
    toOpen: openList.length,
    opened: opened.filter(({ envelopeId }) => openList.includes(envelopeId)).length,
    openedByReceiptUntil: byReceipt?.until ?? null,
    unsettled: opened.filter(({ settledAt }) => settledAt === null).length,
    reservesUnsigned:
      called.filter(({ applied }) => !applied).length +
      (await awaitingReserve(editionId, tx)).length,
    unanswered: (await claimStates(editionId, answerMinutes, tx)).filter(isPending).length,
  };
}
