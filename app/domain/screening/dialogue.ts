import * as z from "zod/mini";
import { graceEnd, type Phase } from "#app/domain/phase.ts";
import type { RefusalCode } from "#app/domain/refusal.ts";
import { isWhole } from "#app/domain/proposal/words.ts";

// Organisers ask, the proposer answers through the receipt, and neither learns anything of the
// other. What a proposer writes waits for the night, so that nobody can tell from the hour who
// wrote it.

/** What a proposer may write: an answer to a question, or why an exclusion is wrong. */
export const proposerKinds = ["ANSWER", "CONTEST"] as const;
export type ProposerKind = (typeof proposerKinds)[number];

/** A message of either side. */
export const messageText = z
  .string({ error: "required" })
  .check(
    z.trim(),
    z.minLength(1, { error: "required" }),
    z.maxLength(4000, { error: "too-long?max=4000" }),
    z.refine(isWhole, { error: "broken-text" }),
  );

/** What one proposer may write at the most, so that nobody fills the database through a receipt. */
export const mostMessages = 20;

export type Message = {
  side: "ORGANISER" | "PROPOSER";
  kind: "QUESTION" | ProposerKind;
  text: string;
  visibleFrom: Date;
};

/** The day it is in the edition's time zone, as a date without a time. */
export function localDay(now: Date, timeZone: string): Date {
  return new Date(dayFormat(timeZone).format(now));
}

// making one takes longer than all else on many a page
const dayFormats = new Map<string, Intl.DateTimeFormat>();

function dayFormat(timeZone: string): Intl.DateTimeFormat {
  // Swedes write dates as ISO 8601 does
  const format =
    dayFormats.get(timeZone) ??
    new Intl.DateTimeFormat("sv-SE", {
      timeZone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
    });
  dayFormats.set(timeZone, format);
  return format;
}

/** The day after: from then on organisers read what a proposer writes today. */
export function dayAfter(day: Date): Date {
  return new Date(day.getTime() + 86_400_000);
}

/** Null when a question of the organisers can be answered now. */
export function whyNotAnswer({
  phase,
  questions,
}: {
  phase: Phase;
  questions: number;
}): RefusalCode | null {
  if (phase !== "screening") return "wrong-phase";
  return questions > 0 ? null : "nothing-to-answer";
}

export type Exclusion = { verdict: "CLEARED" | "EXCLUDED"; at: Date } | null;

/** Null when an exclusion can be contested now: for so many minutes from when it was written. */
export function whyNotContest({
  phase,
  screening,
  contestMinutes,
  now,
}: {
  phase: Phase;
  screening: Exclusion;
  contestMinutes: number;
  now: Date;
}): RefusalCode | null {
  if (phase !== "screening") return "wrong-phase";
  if (screening?.verdict !== "EXCLUDED") return "nothing-to-answer";
  return now < graceEnd(screening.at, contestMinutes) ? null : "too-late";
}

/**
 * In reading order. Messages have a day and no hour: what a proposer wrote the day before stands
 * before the questions of the day on which it is read.
 */
export function inReadingOrder<M extends Message & { id: string }>(messages: readonly M[]): M[] {
  const rank = ({ side }: M) => (side === "PROPOSER" ? 0 : 1);
  return [...messages].sort(
    (a, b) =>
      a.visibleFrom.getTime() - b.visibleFrom.getTime() ||
      rank(a) - rank(b) ||
      (a.id < b.id ? -1 : 1),
  );
}

/** What happened in an edition that announcements depend on; times of acts of organisers only. */
export type Announcing = { asked: Date[]; announced: Date[]; now: Date; timeZone: string };

/** Questions that nobody was told of yet. */
export function unannounced({ asked, announced }: Pick<Announcing, "asked" | "announced">): number {
  const last = Math.max(0, ...announced.map((at) => at.getTime()));
  return asked.filter((at) => at.getTime() > last).length;
}

/** Null when all may be told now that there are questions: once a day at the most. */
export function whyNotAnnounce(facts: Announcing & { phase: Phase }): RefusalCode | null {
  if (facts.phase !== "screening") return "wrong-phase";
  if (unannounced(facts) === 0) return "nothing-to-answer";
  return facts.announced.some((at) => sameDay(at, facts)) ? "announced-today" : null;
}

/**
 * True when questions of a day that is over were not announced by an organiser: then the night does
 * it.
 */
export function announcesByItself(facts: Announcing & { phase: Phase }): boolean {
  const earlier = facts.asked.filter((at) => !sameDay(at, facts));
  return (
    whyNotAnnounce(facts) === null &&
    unannounced({ asked: earlier, announced: facts.announced }) > 0
  );
}

function sameDay(at: Date, { now, timeZone }: Announcing): boolean {
  return localDay(at, timeZone).getTime() === localDay(now, timeZone).getTime();
}
