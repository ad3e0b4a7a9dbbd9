import { z } from "zod";
import { hasReached, type Phase } from "#app/domain/phase.ts";
import { eachLocale, isWritten } from "#app/domain/each-locale.ts";
import { defaultLocale, type Localised, locales } from "#app/domain/locale.ts";
import { localised } from "#app/domain/localised.ts";
import { emailSchema } from "#app/domain/people/staff.ts";
import type { RefusalCode } from "#app/domain/refusal.ts";

// What becomes of a winning proposal: who does it, how far it is, what it brings. All of it is
// public but the person who keeps it up to date, who need not be its proposer; nothing here knows
// who proposed.

export const implementationStatuses = [
  "NOT_BEGUN",
  "STUDY",
  "UNDER_WAY",
  "DONE",
  "DROPPED",
] as const;
export type ImplementationStatus = (typeof implementationStatuses)[number];

const text = (max: number) =>
  z
    .string()
    .trim()
    .max(max, { error: `too-long?max=${max}` })
    .optional();
const words = (max: number) =>
  z._default(z.object(eachLocale(() => text(max))), {}).transform((typed): Localised => {
    const written = locales.filter((locale) => typed[locale]);
    return Object.fromEntries(written.map((locale) => [locale, typed[locale]]));
  });
const day = z.iso.date({ error: "day" });

/** How far it is; whoever drops it says why. */
export const statusSchema = z
  .object({ status: z.enum(implementationStatuses, { error: "required" }), reason: words(1000) })
  .refine(({ status, reason }) => status !== "DROPPED" || isWritten(reason), {
    path: ["reason", defaultLocale],
    error: "required",
  });

/** The office that does it, and the address of whoever keeps this page; empty: nobody yet. */
export const ownerSchema = z.object({
  unit: z
    .string({ error: "required" })
    .trim()
    .min(1, { error: "required" })
    .max(200, { error: "too-long?max=200" }),
  owner: emailSchema.optional(),
});

const milestoneFields = {
  title: words(200).refine(isWritten, { path: [defaultLocale], error: "required" }),
  due: day,
};
export const newMilestoneSchema = z.object(milestoneFields);
export const milestoneSchema = z.object({ ...milestoneFields, doneOn: day.optional() });

/** An amount as people write it, `1.250,50` or `1250.50`. */
const amount = z
  .string()
  .trim()
  .regex(/^\d{1,3}([. ]?\d{3})*([.,]\d{1,2})?$/, { error: "amount" })
  .transform((typed) => Number(typed.replace(/[. ](?=\d{3})/g, "").replace(",", ".")));

/**
 * What it should bring and what it brought; both amounts have one unit, without which they are euro
 * a year.
 */
export const benefitSchema = z.object({
  expected: words(2000),
  expectedAmount: amount.optional(),
  measured: words(2000),
  measuredAmount: amount.optional(),
  amountUnit: words(60),
});

/** Something to tell, or what corrects an earlier entry. */
export const noteSchema = z.object({
  text: words(2000).refine(isWritten, { path: [defaultLocale], error: "required" }),
  corrects: z.coerce.number().int().positive().optional(),
});

export type StatusInput = z.output<typeof statusSchema>;
export type OwnerInput = z.output<typeof ownerSchema>;
export type MilestoneInput = z.output<typeof milestoneSchema>;
export type BenefitInput = z.output<typeof benefitSchema>;
export type NoteInput = z.output<typeof noteSchema>;

const number = z.number().nullable();
const milestoneContent = z.object({
  title: localised,
  due: z.string(),
  doneOn: z.string().nullable(),
});

/** What an entry of the timeline says: a change as it stood then, or words. */
export const entryContent = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("status"),
    status: z.enum(implementationStatuses),
    reason: localised,
  }),
  z.object({ kind: z.literal("unit"), unit: z.string() }),
  z.object({
    kind: z.literal("milestone"),
    change: z.enum(["added", "changed", "done", "removed"]),
    milestone: milestoneContent,
  }),
  z.object({
    kind: z.literal("benefit"),
    expected: localised,
    expectedAmount: number,
    measured: localised,
    measuredAmount: number,
    amountUnit: localised,
  }),
  z.object({ kind: z.literal("note"), text: localised, corrects: z.int().nullable() }),
]);
export type EntryContent = z.output<typeof entryContent>;

/** A dated entry; `at` is ISO text. */
export type Entry = { number: number; at: string; content: EntryContent };

/** Days as `2027-04-15`. */
export type Milestone = { title: Localised; due: string; doneOn: string | null };
export type Benefit = {
  expected: Localised;
  expectedAmount: number | null;
  measured: Localised;
  measuredAmount: number | null;
  amountUnit: Localised;
};

/** An implementation as everybody may read it. */
export type Implementation = Benefit & {
  publicNo: number;
  status: ImplementationStatus;
  unit: string;
  milestones: Milestone[];
  entries: Entry[];
};

/** What is told of a winner of whom nobody wrote anything yet. */
export function notBegun(publicNo: number): Implementation {
  return {
    publicNo,
    status: "NOT_BEGUN",
    unit: "",
    expected: {},
    expectedAmount: null,
    measured: {},
    measuredAmount: null,
    amountUnit: {},
    milestones: [],
    entries: [],
  };
}

/** Null once the results are published, else why there is nothing to follow. */
export function whyNotFollow(phase: Phase): RefusalCode | null {
  return hasReached(phase, "published") ? null : "too-early";
}

/** Nothing more is expected of it. */
export function isOver(status: ImplementationStatus): boolean {
  return status === "DONE" || status === "DROPPED";
}

/** Somebody said how far it is; that it has not begun counts only when it was said. */
export function hasStatus({ entries }: Pick<Implementation, "entries">): boolean {
  return entries.some(({ content }) => content.kind === "status");
}

/**
 * How many of its milestones are reached, and how many days are past without. `today` is
 * `2027-04-15`.
 */
export function progressOf(
  { status, milestones }: Pick<Implementation, "status" | "milestones">,
  today: string,
): { done: number; of: number; late: number; next: Milestone | null } {
  const open = milestones.filter(({ doneOn }) => doneOn === null);
  const late = isOver(status) ? 0 : open.filter(({ due }) => due < today).length;
  const next = isOver(status)
    ? null
    : (open.toSorted((a, b) => a.due.localeCompare(b.due))[0] ?? null);
  return { done: milestones.length - open.length, of: milestones.length, late, next };
}

/** How many implementations stand where. */
export function countByStatus(
  all: readonly Pick<Implementation, "status">[],
): { status: ImplementationStatus; count: number }[] {
  return implementationStatuses.map((status) => ({
    status,
    count: all.filter((each) => each.status === status).length,
  }));
}

export const reminderDaysBefore = 7;
export type MilestoneReminderKind = "before" | "after";

/**
 * Which reminder a milestone is due for on this day: in the week before its day and on it, or after
 * it; null where none is.
 */
export function dueMilestoneReminder(
  milestone: Pick<Milestone, "due" | "doneOn">,
  status: ImplementationStatus,
  today: string,
): MilestoneReminderKind | null {
  if (milestone.doneOn !== null || isOver(status)) return null;
  if (milestone.due < today) return "after";
  return daysBetween(today, milestone.due) <= reminderDaysBefore ? "before" : null;
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
