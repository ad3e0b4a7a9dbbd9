import { z } from "zod";
import { hasReached, type Phase } from "#app/domain/phase.ts";
import { eachLocale } from "#app/domain/each-locale.ts";
import { locales } from "#app/domain/locale.ts";
import type { RefusalCode } from "#app/domain/refusal.ts";
import { smallestCell } from "#app/domain/statistics/privacy.ts";

// The mails of an edition's moments. Whom one reaches follows from the staff list and from roles,
// never from who proposed something or holds a pass; all of a group get the same words.

export const moments = [
  "call",
  "opening",
  "lastDays",
  "questions",
  "jurors",
  "scoring",
  "vote",
  "ceremony",
  "claim",
  "results",
  "prize",
  "certificates",
] as const;
export type Moment = (typeof moments)[number];
export const momentSchema = z.enum(moments);

/**
 * A group of people: everybody who may take part, those who judge, those who hold keys, and after
 * the publication those who won.
 */
export type Audience = "employees" | "jurors" | "custodians" | "winners";

/**
 * `phases`: when an organiser may release it; null: it goes by itself. A reminder does not reach
 * whoever switched them off.
 */
export type Mailing = {
  audience: readonly Audience[];
  phases: readonly Phase[] | null;
  reminder: boolean;
};

export const mailings: Record<Moment, Mailing> = {
  call: { audience: ["employees"], phases: ["announced"], reminder: false },
  opening: { audience: ["employees"], phases: ["open"], reminder: true },
  lastDays: { audience: ["employees"], phases: ["open"], reminder: true },
  questions: { audience: ["employees"], phases: null, reminder: false },
  jurors: { audience: ["jurors"], phases: ["scoring"], reminder: false },
  scoring: { audience: ["employees"], phases: ["scoring", "deliberation"], reminder: true },
  vote: {
    audience: ["employees"],
    phases: ["screening", "scoring", "deliberation"],
    reminder: true,
  },
  ceremony: { audience: ["custodians"], phases: ["frozen", "opening"], reminder: false },
  claim: { audience: ["winners"], phases: null, reminder: false },
  results: { audience: ["employees", "jurors"], phases: ["published"], reminder: false },
  prize: { audience: ["winners"], phases: ["published"], reminder: false },
  certificates: { audience: ["employees", "jurors"], phases: ["published"], reminder: true },
};

/** Mails whose moment is a date of its own, and not the beginning of a phase. */
const dated: readonly Moment[] = ["lastDays", "vote"];

/** The mails whose moment is the beginning of `phase`; each waits for its release. */
export function mailsOnEntering(phase: Phase): Moment[] {
  return moments.filter(
    (moment) => mailings[moment].phases?.[0] === phase && !dated.includes(moment),
  );
}

/**
 * May it be limited to units of the staff list? Reminders alone: what everybody needs to know
 * reaches everybody.
 */
export function takesUnits(moment: Moment): boolean {
  const { audience, reminder } = mailings[moment];
  return reminder && audience.includes("employees");
}

/** A mail to units is for as many by the staff list, or is not sent: none is a letter to a few. */
export const fewestReached = smallestCell;

/** The units that a mail is limited to; none: it is for everybody. */
export const unitsForm = z.object({ units: z.array(z.string().max(200)).max(1000).default([]) });

/**
 * What decides whether a mail may be released; `tooFew`: the chosen units have too few people;
 * `vote` is the employees' vote, null where there is none.
 */
export type MailingFacts = {
  phase: Phase;
  now: Date;
  released: boolean;
  tooFew: boolean;
  vote: { startsAt: Date | null; endsAt: Date | null } | null;
};

/** Does this edition have the moment at all? */
export function hasMoment(moment: Moment, { employeesVote }: { employeesVote: boolean }): boolean {
  return moment !== "vote" || employeesVote;
}

const daysBefore = (date: Date, days: number) => new Date(date.getTime() - days * 86_400_000);

/** Why the mail of a moment cannot be released now, or null. */
export function whyNotRelease(
  moment: Moment,
  { phase, now, released, tooFew, vote }: MailingFacts,
): RefusalCode | null {
  const { phases } = mailings[moment];
  if (!phases || (moment === "vote" && !vote)) return "not-found";
  if (released) return "already-released";
  if (!hasReached(phase, phases[0]!)) return "too-early";
  if (!phases.includes(phase)) return "too-late";
  return (moment === "vote" ? whyNotVoting(now, vote) : null) ?? (tooFew ? "too-few-people" : null);
}

/** After this many days a mail that nobody released is not waited for any more. */
const waitedFor = 30;

/**
 * Does the mail of a moment wait for an organiser: its day has come, it may go, and nobody released
 * it or set when it goes by itself?
 */
export function waitsForRelease(
  moment: Moment,
  facts: MailingFacts & { due: Date | null; planned: boolean },
): boolean {
  const { due, planned, now } = facts;
  if (planned || !due || due > now || due < daysBefore(now, waitedFor)) return false;
  // too few people: other units are chosen
  return whyNotRelease(moment, { ...facts, tooFew: false }) === null;
}

function whyNotVoting(now: Date, vote: MailingFacts["vote"]): "too-early" | "too-late" | null {
  if (!vote?.startsAt || now < vote.startsAt) return "too-early";
  return vote.endsAt && now >= vote.endsAt ? "too-late" : null;
}

/** The dates that moments follow; null where they are not known yet. */
export type MomentDates = {
  opensAt: Date | null;
  closesAt: Date | null;
  voteStartsAt: Date | null;
  publication: Date | null;
  entered: Partial<Record<Phase, Date>>;
};

/** When the mail of a moment is due; null as long as that depends on what has not happened. */
export function dueOf(
  moment: Moment,
  { opensAt, closesAt, voteStartsAt, publication, entered }: MomentDates,
): Date | null {
  if (moment === "opening") return opensAt;
  if (moment === "lastDays") return closesAt && daysBefore(closesAt, 3);
  if (moment === "vote") return voteStartsAt;
  const [first] = mailings[moment].phases ?? [];
  if (first === "published") return entered.published ?? publication;
  return (first && entered[first]) ?? null;
}

const paragraph = z.string().trim().max(2000, { error: "too-long?max=2000" }).default("");

/** The organisers' own paragraph, in every language or in none: nobody gets less than others. */
export const ownParagraphs = z.object(eachLocale(() => paragraph)).superRefine((own, context) => {
  if (!locales.some((locale) => own[locale])) return;
  for (const locale of locales)
    if (!own[locale]) context.addIssue({ code: "custom", path: [locale], message: "required" });
});
