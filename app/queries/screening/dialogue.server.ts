import {
  inReadingOrder,
  type Announcing,
  localDay,
  proposerKinds,
  unannounced,
  whyNotAnnounce,
} from "#app/domain/screening/dialogue.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Edition, type Tx } from "#app/platform/db.server.ts";

// What organisers see of their dialogue with proposers: own questions at once, answers from the day
// after they were written.

export type DialogueMessage = {
  side: "ORGANISER" | "PROPOSER";
  kind: "QUESTION" | "ANSWER" | "CONTEST";
  text: string;
  day: string;
};

/**
 * The messages organisers may read today, of proposals of an edition; `day` is the date from which
 * each is read.
 */
function readableToday({ id, timeZone }: Pick<Edition, "id" | "timeZone">) {
  return {
    proposal: { editionId: id, withdrawn: false },
    OR: [
      { side: "ORGANISER" as const },
      {
        side: "PROPOSER" as const,
        kind: { in: [...proposerKinds] },
        visibleFrom: { lte: localDay(now(), timeZone) },
      },
    ],
  };
}

/** The dialogue on one proposal, in reading order. */
export async function dialogueOn(
  edition: Pick<Edition, "id" | "timeZone">,
  publicNo: number,
): Promise<DialogueMessage[]> {
  const rows = await db().message.findMany({
    where: { AND: [readableToday(edition), { proposal: { publicNo } }] },
    select: { id: true, side: true, kind: true, text: true, visibleFrom: true },
  });
  return inReadingOrder(
    rows.flatMap(({ kind, ...row }) => (kind === "OBJECTION" ? [] : [{ ...row, kind }])),
  ).map(({ id: _, visibleFrom, ...message }) => ({ ...message, day: visibleFrom.toISOString() }));
}

export type DialogueCount = { questions: number; answers: number; contested: boolean };

/**
 * By number: how many questions were asked, how many answers came, and whether an exclusion is
 * contested.
 */
export async function dialogueCounts(
  edition: Pick<Edition, "id" | "timeZone">,
): Promise<Map<number, DialogueCount>> {
  const rows = await db().message.findMany({
    where: readableToday(edition),
    select: { kind: true, proposal: { select: { publicNo: true } } },
  });
  const counts = new Map<number, DialogueCount>();
  for (const { kind, proposal } of rows) {
    const no = proposal.publicNo ?? 0;
    const sofar = counts.get(no) ?? { questions: 0, answers: 0, contested: false };
    counts.set(no, {
      questions: sofar.questions + Number(kind === "QUESTION"),
      answers: sofar.answers + Number(kind === "ANSWER"),
      contested: sofar.contested || kind === "CONTEST",
    });
  }
  return counts;
}

/**
 * When organisers asked and when all were told, out of the audit log: messages themselves have no
 * time.
 */
export async function announcementFacts(
  { id, timeZone }: Pick<Edition, "id" | "timeZone">,
  tx: Tx = db(),
): Promise<Announcing> {
  const acts = await tx.auditEntry.findMany({
    where: { editionId: id, action: { in: ["question.asked", "questions.announced"] } },
    select: { action: true, at: true },
  });
  const at = (action: string) => acts.filter((act) => act.action === action).map((act) => act.at);
  return {
    asked: at("question.asked"),
    announced: at("questions.announced"),
    now: now(),
    timeZone,
  };
}

/**
 * For the organisers: how many questions nobody was told of yet, and whether all may be told now.
 */
export async function announcementState(
  edition: Edition,
): Promise<{ unannounced: number; may: boolean; announced: string | null }> {
  const facts = await announcementFacts(edition);
  const last =
    facts.announced
      .map((at) => at.toISOString())
      .sort()
      .at(-1) ?? null;
  return {
    unannounced: unannounced(facts),
    may: whyNotAnnounce({ ...facts, phase: edition.phase }) === null,
    announced: last,
  };
}
