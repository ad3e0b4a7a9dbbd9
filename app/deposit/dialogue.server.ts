import { dayAfter, inReadingOrder, localDay, mostMessages, proposerKinds, whyNotAnswer, whyNotContest } from "#app/domain/dialogue.ts";
import { graceEnd } from "#app/domain/edition.ts";
import { refuse } from "#app/domain/refusal.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Phase, type Tx } from "#app/platform/db.server.ts";
import type { Dialogue } from "./answers.ts";
import { judgedEdition, type JudgedEdition } from "./edition.server.ts";
import { findOwn } from "./find-own.server.ts";
import type { RequestOf } from "./request.ts";

/**
 * Writes to the organisers: an answer, or why an exclusion is wrong. They read it from the next day on. The same words
 * again are one message, so a lost reply loses nothing. Refuses receipt-unknown, withdrawn, not-lead, wrong-phase,
 * nothing-to-answer, too-late, too-large.
 */
export async function writeOwn(request: RequestOf<"write">): Promise<Dialogue> {
  const edition = await judgedEdition(request.edition);
  const { proposal, slot } = await findOwn(edition, request.accessKey);
  if (proposal.withdrawn || slot === 0) throw refuse("withdrawn");
  if (slot !== 1) throw refuse("not-lead");
  await db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${proposal.id}))`;
    const own = await tx.message.findMany({ where: { proposalId: proposal.id, side: "PROPOSER", kind: { in: [...proposerKinds] } }, select: { kind: true, text: true } });
    if (own.some(({ kind, text }) => kind === request.kind && text === request.text)) return;
    await checkMayWrite(tx, edition, proposal.id, request.kind);
    if (own.length >= mostMessages) throw refuse("too-large");
    await tx.message.create({ data: { proposalId: proposal.id, side: "PROPOSER", kind: request.kind, text: request.text, visibleFrom: dayAfter(localDay(now(), edition.timeZone)) } });
  });
  return dialogueOf(edition, proposal.id);
}

async function checkMayWrite(tx: Tx, edition: JudgedEdition, proposalId: string, kind: RequestOf<"write">["kind"]): Promise<void> {
  // closing screening waits for this, so that nothing is written into a phase that has ended
  const [row] = await tx.$queryRaw<{ phase: Phase }[]>`SELECT phase::text AS phase FROM "Edition" WHERE id = ${edition.id}::uuid FOR SHARE`;
  const facts = await dialogueFacts(tx, { ...edition, phase: row?.phase ?? "archived" }, proposalId);
  const why = kind === "ANSWER" ? whyNotAnswer(facts) : whyNotContest(facts);
  if (why) throw refuse(why);
}

async function dialogueFacts(tx: Tx, { phase, contestMinutes }: Pick<JudgedEdition, "phase" | "contestMinutes">, proposalId: string) {
  const questions = await tx.message.count({ where: { proposalId, kind: "QUESTION" } });
  const screening = await tx.screening.findUnique({ where: { proposalId }, select: { verdict: true, at: true } });
  return { phase, questions, screening, contestMinutes, now: now() };
}

/** What organisers and proposer wrote, as the proposer reads it, and what may be written now. */
export async function dialogueOf(edition: JudgedEdition, proposalId: string): Promise<Dialogue> {
  const rows = await db().message.findMany({ where: { proposalId, kind: { in: ["QUESTION", ...proposerKinds] } } });
  const facts = await dialogueFacts(db(), edition, proposalId);
  const today = localDay(now(), edition.timeZone);
  return {
    messages: inReadingOrder(rows.flatMap(({ kind, ...row }) => (kind === "OBJECTION" ? [] : [{ ...row, kind }]))).map(({ side, kind, text, visibleFrom }) => ({ side, kind, text, waits: visibleFrom > today })),
    mayAnswer: whyNotAnswer(facts) === null,
    contestUntil: whyNotContest(facts) === null && facts.screening ? graceEnd(facts.screening.at, edition.contestMinutes).toISOString() : null,
  };
}
