import {
  dayAfter,
  inReadingOrder,
  localDay,
  mostMessages,
  proposerKinds,
  whyNotAnswer,
  whyNotContest,
} from "#app/domain/screening/dialogue.ts";
import { graceEnd } from "#app/domain/phase.ts";
import { refuse } from "#app/domain/refusal.ts";
import { whileWaiting } from "#app/box/batches.server.ts";
import { type BoxTx, readBox } from "#app/box/store.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Phase } from "#app/platform/db.server.ts";
import type { Dialogue } from "./responses.ts";
import { judgedEdition, type JudgedEdition } from "./edition.server.ts";
import { findOwn } from "./find-own.server.ts";
import type { RequestOf } from "./request.ts";

/**
 * Writes to the organisers: an answer, or why an exclusion is wrong. They read it from the next day
 * on. The same words again are one message, so a lost reply loses nothing. Refuses receipt-unknown,
 * withdrawn, not-lead, wrong-phase, nothing-to-answer, too-late, too-large.
 */
export async function writeOwn(request: RequestOf<"write">): Promise<Dialogue> {
  const edition = await judgedEdition(request.edition);
  const { proposal, slot } = await findOwn(edition, request.accessKey);
  if (proposal.withdrawn || slot === 0) throw refuse("withdrawn");
  if (slot !== 1) throw refuse("not-lead");
  await whileWaiting(edition.id, async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${proposal.id}))`;
    const own = (await messagesOf(tx, proposal.id)).filter(({ side }) => side === "PROPOSER");
    if (own.some(({ kind, text }) => kind === request.kind && text === request.text)) return;
    await checkMayWrite(edition, proposal.id, request.kind);
    if (own.length >= mostMessages) throw refuse("too-large");
    const visibleFrom = dayAfter(localDay(now(), edition.timeZone));
    await tx.message.create({
      data: {
        editionId: edition.id,
        proposalId: proposal.id,
        kind: request.kind,
        text: request.text,
        visibleFrom,
      },
    });
  });
  return dialogueOf(edition, proposal.id);
}

/**
 * What was written on a proposal: in the ballot box until its midnight, then in the main database.
 */
async function messagesOf(box: Pick<BoxTx, "message">, proposalId: string) {
  const of = { where: { proposalId, kind: { in: [...proposerKinds] } } };
  const waiting = await box.message.findMany(of);
  // asked afterwards: it may have been taken over between the two questions, and is in both for a
  // moment
  const taken = await db().message.findMany({
    where: { proposalId, kind: { in: ["QUESTION", ...proposerKinds] } },
  });
  const known = new Set(taken.map(({ id }) => id));
  return [
    ...taken,
    ...waiting
      .filter(({ id }) => !known.has(id))
      .map((row) => ({ ...row, side: "PROPOSER" as const })),
  ];
}

async function checkMayWrite(
  edition: JudgedEdition,
  proposalId: string,
  kind: RequestOf<"write">["kind"],
): Promise<void> {
  const { phase } = await db().edition.findUniqueOrThrow({
    where: { id: edition.id },
    select: { phase: true },
  }); // it may have ended meanwhile
  const facts = await dialogueFacts({ ...edition, phase }, proposalId);
  const why = kind === "ANSWER" ? whyNotAnswer(facts) : whyNotContest(facts);
  if (why) throw refuse(why);
}

async function dialogueFacts(
  { phase, contestMinutes }: { phase: Phase; contestMinutes: number },
  proposalId: string,
) {
  const questions = await db().message.count({ where: { proposalId, kind: "QUESTION" } });
  const screening = await db().screening.findUnique({
    where: { proposalId },
    select: { verdict: true, at: true },
  });
  return { phase, questions, screening, contestMinutes, now: now() };
}

/** What organisers and proposer wrote, as the proposer reads it, and what may be written now. */
export async function dialogueOf(edition: JudgedEdition, proposalId: string): Promise<Dialogue> {
  const rows = await readBox((box) => messagesOf(box, proposalId));
  const facts = await dialogueFacts(edition, proposalId);
  const today = localDay(now(), edition.timeZone);
  return {
    messages: inReadingOrder(
      rows.flatMap(({ kind, ...row }) => (kind === "OBJECTION" ? [] : [{ ...row, kind }])),
    ).map(({ side, kind, text, visibleFrom }) => ({
      side,
      kind,
      text,
      waits: visibleFrom > today,
    })),
    mayAnswer: whyNotAnswer(facts) === null,
    contestUntil:
      whyNotContest(facts) === null && facts.screening
        ? graceEnd(facts.screening.at, edition.contestMinutes).toISOString()
        : null,
  };
}
