import { z } from "zod";
import { hasReached, type Phase } from "#app/domain/phase.ts";
import { localeSchema } from "#app/domain/localised.ts";
import { wholeNumber } from "#app/domain/number.ts";
import type { RoleKind } from "#app/domain/policy.ts";
import type { RefusalCode } from "#app/domain/refusal.ts";
import { emailSchema, nameSchema } from "#app/domain/people/staff.ts";

export type JurorState = "INVITED" | "ACCEPTED" | "DECLINED";

export const conflictKinds = [
  "lineManagement",
  "family",
  "collaboration",
  "sponsor",
  "other",
] as const;
export type ConflictKind = (typeof conflictKinds)[number];

/** How well a juror knows a category: 0 none, 1 some, 2 expert. */
export const expertiseLevels = [0, 1, 2] as const;

const chair = z.boolean().default(false);
const reason = z.string({ error: "required" }).trim().min(1).max(2000);

/** What an employee is appointed as. */
export const seats = ["juror", "chair", "secretary"] as const;

/**
 * An employee who is asked to judge, or to write the minutes instead; the declaration of not having
 * taken part stands in for passes that cannot be handed in.
 */
export const appointmentSchema = z.object({
  userId: z.uuid({ error: "required" }),
  as: z.enum(seats).default("juror"),
  declaration: z.string().trim().min(20, { error: "too-short?min=20" }).max(2000).optional(),
});

/** An expert from outside who is asked to judge, by mail. */
export const invitationSchema = z.object({
  name: nameSchema,
  surname: nameSchema,
  email: emailSchema,
  locale: localeSchema,
  chair,
});

/** Yes to judging: how many proposals at most, and what one knows. */
export const acceptanceSchema = z.object({
  maxLoad: wholeNumber(1, 999).optional(),
  expertise: z
    .record(
      z.string().max(60),
      z.coerce.number().pipe(z.union(expertiseLevels.map((level) => z.literal(level)))),
    )
    .default({}),
});

export const declineSchema = z.object({ reason });

const byNumber = <T extends z.ZodType>(value: T) =>
  z.record(z.string().regex(/^\d{1,6}$/), value.optional()).default({});

/**
 * Conflicts by proposal number, and the word that all were looked at; `other` says what it is. An
 * untouched line is none.
 */
export const declarationSchema = z
  .object({
    kind: byNumber(z.union([z.enum(conflictKinds), z.literal("")])),
    note: byNumber(z.string().trim().max(1000)),
    lookedAtAll: z.literal("on", { error: "required" }),
  })
  .superRefine(({ kind, note }, context) => {
    for (const [no, each] of Object.entries(kind)) {
      if (each === "other" && !note[no])
        context.addIssue({ code: "custom", path: ["note", no], message: "required" });
    }
  })
  .transform(({ kind, note }) => ({
    conflicts: Object.entries(kind).flatMap(([no, each]) =>
      each ? [{ publicNo: Number(no), kind: each, reason: note[no] ?? "" }] : [],
    ),
  }));

const texts = z.record(z.string(), z.string().optional()).catch({});
const typedSchema = z.object({ kind: texts, note: texts });

/**
 * What was chosen and typed in a declaration that was not taken, as far as a page can show it
 * again.
 */
export function typedConflicts(sent: unknown): z.output<typeof typedSchema> {
  return typedSchema.catch({ kind: {}, note: {} }).parse(sent);
}

/**
 * Null when the jury can be changed, else why not: until deliberation, its secretary until the
 * ranking is frozen; where the edition says so, not before closing.
 */
export function whyNotAppoint(
  phase: Phase,
  {
    juryAfterClosing = false,
    until = "deliberation",
  }: { juryAfterClosing?: boolean; until?: Phase } = {},
): RefusalCode | null {
  if (juryAfterClosing && !hasReached(phase, "screening")) return "too-early";
  return hasReached(phase, until) ? "too-late" : null;
}

/** By when an invitation is to be answered; null: no date. */
export function answerDate(invitedAt: Date, days: number): Date | null {
  return days === 0 ? null : new Date(invitedAt.getTime() + days * 24 * 60 * 60_000);
}

export type Candidate = {
  active: boolean;
  rolesInEdition: readonly RoleKind[];
  holdsPass: boolean;
};

/**
 * Why this person cannot judge in the edition, or null: nobody judges who organises it, holds a key
 * of it or may have proposed in it.
 */
export function whyNotJuror({ active, rolesInEdition, holdsPass }: Candidate): RefusalCode | null {
  if (!active) return "account-inactive";
  if (rolesInEdition.includes("JUROR")) return "duplicate";
  if (rolesInEdition.length > 0) return "holds-other-role";
  return holdsPass ? "holds-pass" : null;
}

export type SeatFacts = { phase: Phase; state: JurorState; assigned: number; declared: boolean };

/**
 * Null when a juror can say yes, or change load and expertise, else why not: what the assignment
 * was made from stays.
 */
export function whyNotAccept({ phase, state, assigned }: SeatFacts): RefusalCode | null {
  if (state === "DECLINED" || hasReached(phase, "deliberation")) return "too-late";
  return state === "ACCEPTED" && assigned > 0 ? "in-use" : null;
}

/** Null when a juror can say no, else why not: whoever has proposals to judge recuses instead. */
export function whyNotDecline(facts: SeatFacts): RefusalCode | null {
  return whyNotAccept(facts);
}

/**
 * Null when conflicts can be declared, else why not: from the admission of the proposals on, before
 * their own first assignment is scored.
 */
export function whyNotDeclare({ phase, state, assigned, declared }: SeatFacts): RefusalCode | null {
  if (state !== "ACCEPTED") return "not-found";
  if (!hasReached(phase, "screening")) return "too-early";
  if (phase === "screening") return null;
  return phase === "scoring" && assigned === 0 && !declared ? null : "too-late";
}
