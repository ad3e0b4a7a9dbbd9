import { languageOf } from "#app/domain/people/account.ts";
import { answersEnd, claimState } from "#app/domain/opening/claim.ts";
import {
  type InvalidReason,
  type Opened,
  settle,
  whyProposalVoid,
} from "#app/domain/opening/opening.ts";
import { frozenRankingSchema } from "#app/domain/publication/publication.ts";
import { custodianReminderMail } from "#app/mail/edition/edition.server.ts";
import { momentMail } from "#app/mail/moment.server.ts";
import { ownParagraphsOf } from "#app/queries/mailing/mailings.server.ts";
import { currentOpenList, selfOpeningOf } from "#app/queries/opening/open-list.server.ts";
import { awaitingReserve } from "#app/queries/publication/forfeited.server.ts";
import { objectedEnvelopes, openedFacts } from "#app/queries/opening/opening-facts.server.ts";
import { reserveProposals } from "#app/sealing/reserve.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Phase, Prisma, type Tx } from "#app/platform/db.server.ts";
import { enqueueMail } from "#app/platform/mail/outbox.server.ts";
import { takeBatch } from "#app/commands/box/batches.server.ts";
import { exclusiveOpening, type OpeningProbe, noProbe } from "./opening-lock.server.ts";
import { addStatement } from "./statement.server.ts";

/**
 * Once all envelopes of the open list are open: judges them together, asks the people they name by
 * mail, and calls the next reserve for each proposal that is void. All in one transaction, so each
 * person gets one mail however often this runs. True when something changed.
 */
export async function settleOpening(
  editionId: string,
  at: OpeningProbe = noProbe,
): Promise<boolean> {
  const changed = await exclusiveOpening(editionId, async (tx) => {
    const edition = await tx.edition.findUniqueOrThrow({
      where: { id: editionId },
      select: {
        id: true,
        code: true,
        phase: true,
        timeZone: true,
        passesPerPerson: true,
        answerMinutes: true,
      },
    });
    await at("settling");
    const disowned = await dropDisowned(tx, edition);
    const settled = await settleOpened(tx, edition, at);
    const called = await callReserves(tx, edition);
    if (disowned || settled || called) await at("settled-unwritten");
    return disowned || settled || called;
  });
  if (changed) await at("settled");
  return changed;
}

type Settling = {
  id: string;
  code: string;
  phase: Phase;
  timeZone: string;
  passesPerPerson: number;
  answerMinutes: number;
};

/**
 * Envelopes whose person said 'not mine', and no receipt objected in time, name nobody any more.
 */
async function dropDisowned(
  tx: Tx,
  { id, phase, timeZone, answerMinutes }: Settling,
): Promise<boolean> {
  const denied = await tx.openedEnvelope.findMany({
    where: { editionId: id, result: "VALID", answer: { notMine: true } },
    include: { answer: true },
  });
  if (denied.length === 0) return false;
  const time = now();
  const isOver = denied.some(
    ({ settledAt }) => settledAt && time >= answersEnd(settledAt, answerMinutes),
  );
  // those of the last moment
  if (isOver) await takeBatch(tx, { id, phase, timeZone }, ["objections"]);
  const objected = await objectedEnvelopes(id, tx);
  const dropped = denied.filter(
    ({ envelopeId, settledAt, answer }) =>
      settledAt &&
      claimState({
        answer,
        settledAt,
        answerMinutes,
        objected: objected.has(envelopeId),
        now: time,
      }) === "disowned",
  );
  for (const { envelopeId } of dropped) {
    await tx.openedEnvelope.update({ where: { envelopeId }, data: namesNobody("disowned") });
    await audit(tx, {
      actorId: null,
      action: "envelope.disowned",
      editionId: id,
      objectId: envelopeId,
    });
  }
  return dropped.length > 0;
}

const namesNobody = (reason: InvalidReason) => ({
  result: "INVALID" as const,
  reason,
  holder: Prisma.DbNull,
});

async function settleOpened(
  tx: Tx,
  { id, passesPerPerson }: Settling,
  at: OpeningProbe,
): Promise<boolean> {
  const { openList, ranking } = await currentOpenList(id, tx);
  const opened = await openedFacts(id, tx);
  if (!ranking || !(await maySettle(tx, id, openList, opened))) return false;
  const verdicts = settle(
    opened,
    ranking.order.map(({ publicNo }) => publicNo),
    passesPerPerson,
  );
  if (verdicts.size === 0) return false;
  for (const [envelopeId, why] of verdicts) {
    await tx.openedEnvelope.update({
      where: { envelopeId },
      data: { settledAt: now(), ...(why ? namesNobody(why) : {}) },
    });
  }
  await at("judged");
  const named = opened.filter(({ envelopeId, sub }) => sub && verdicts.get(envelopeId) === null);
  for (const { sub } of named) await askPerson(tx, id, sub!);
  await audit(tx, {
    actorId: null,
    action: "opening.settled",
    editionId: id,
    detail: { envelopes: verdicts.size, valid: named.length },
  });
  return true;
}

/** All open, or, when custodians can open no more, the time to open with the receipt is over. */
async function maySettle(
  tx: Tx,
  editionId: string,
  openList: string[],
  opened: Opened[],
): Promise<boolean> {
  if (openList.every((id) => opened.some(({ envelopeId }) => envelopeId === id))) return true;
  const byReceipt = await selfOpeningOf(editionId, tx);
  return byReceipt !== null && now() >= byReceipt.until;
}

async function askPerson(tx: Tx, editionId: string, sub: string): Promise<void> {
  const person = await tx.user.findUnique({
    where: { id: sub },
    select: { email: true, locale: true },
  });
  if (!person) return;
  const [edition, locale] = [
    await tx.edition.findUniqueOrThrow({ where: { id: editionId } }),
    languageOf(person),
  ];
  const mail = momentMail(locale, "claim", edition, await ownParagraphsOf(editionId, "claim", tx));
  await enqueueMail(tx, { editionId, moment: "claim", toAddress: person.email, locale, ...mail });
}

/**
 * For every void proposal that has none yet, and for each that gave up a prize which goes on by
 * rule, the statement that calls the next reserve of the same ranking. Nothing more is opened
 * before a quorum signed it.
 */
async function callReserves(tx: Tx, { id, code }: Settling): Promise<boolean> {
  const { ranking, called } = await currentOpenList(id, tx);
  if (!ranking) return false;
  const waiting = reserveProposals(ranking).slice(called.length);
  const replaced = new Set(called.map(({ voided }) => voided));
  const order = ranking.order.map(({ publicNo }) => publicNo);
  const given = (await awaitingReserve(id, tx)).map((publicNo) => ({ publicNo, why: "declined" }));
  const lacking = [...(await voidProposals(tx, id)), ...given]
    .filter(({ publicNo }) => !replaced.has(publicNo))
    .sort((a, b) => order.indexOf(a.publicNo) - order.indexOf(b.publicNo));
  const calls = lacking
    .slice(0, waiting.length)
    .map(({ publicNo, why }, at) => ({ voided: publicNo, reason: why, ...waiting[at]! }));
  for (const payload of calls)
    await addStatement(tx, { editionId: id, kind: "RESERVE", payload, actorId: null });
  const applied = await applyWithoutQuorum(tx, id);
  if (calls.length > 0 && !applied) await remindCustodians(tx, id, code);
  return calls.length > 0 || applied;
}

async function voidProposals(
  tx: Tx,
  editionId: string,
): Promise<{ publicNo: number; why: InvalidReason }[]> {
  const judged = await awardedByJury(tx, editionId);
  const settled = (await openedFacts(editionId, tx)).filter(
    (each) => each.settled && judged(each.publicNo),
  );
  return [...new Set(settled.map(({ publicNo }) => publicNo))].flatMap((publicNo) => {
    const why = whyProposalVoid(settled.filter((each) => each.publicNo === publicNo));
    return why ? [{ publicNo, why }] : [];
  });
}

/**
 * Whether a proposal is open for more than the employees' choice alone, which no reserve of the
 * jury's ranking inherits.
 */
async function awardedByJury(tx: Tx, editionId: string): Promise<(publicNo: number) => boolean> {
  const row = await tx.ranking.findUnique({ where: { editionId } });
  const awards = row ? frozenRankingSchema.parse(JSON.parse(row.json)).awards : [];
  const own = (no: number) => awards.filter(({ publicNo }) => publicNo === no);
  return (no) => own(no).length === 0 || own(no).some(({ kind }) => kind !== "CHOICE");
}

/**
 * Where too few custodians are left to sign, nothing is given away by going on: only their own
 * receipt opens a reserve then.
 */
async function applyWithoutQuorum(tx: Tx, editionId: string): Promise<boolean> {
  if (!(await selfOpeningOf(editionId, tx))) return false;
  const { count } = await tx.statement.updateMany({
    where: { editionId, kind: "RESERVE", appliedAt: null },
    data: { appliedAt: now() },
  });
  if (count > 0)
    await audit(tx, {
      actorId: null,
      action: "reserve.called-without-quorum",
      editionId,
      detail: { reserves: count },
    });
  return count > 0;
}

async function remindCustodians(tx: Tx, editionId: string, code: string): Promise<void> {
  const custodians = await tx.custodian.findMany({
    where: { editionId, lostAt: null },
    include: { user: { select: { email: true, locale: true, name: true } } },
  });
  for (const { user } of custodians) {
    const mail = custodianReminderMail(user.locale, { name: user.name, edition: code, code });
    await enqueueMail(tx, { editionId, toAddress: user.email, locale: user.locale, ...mail });
  }
}
