import { z } from "zod";
import { hasReached, type Phase } from "#app/domain/phase.ts";
import { conflictKinds } from "./jury.ts";
import { wholeNumber } from "#app/domain/number.ts";
import type { RefusalCode } from "#app/domain/refusal.ts";

// Conflicts that become known after the first declaration: a juror's, an organiser's own, and what
// organisers decide about a juror's.

const note = z.string().trim().max(1000).default("");
const told = (value: { kind: string; note: string }) => value.kind !== "other" || value.note !== "";
const tell = { path: ["note"], error: "required" };

/**
 * A juror steps back from a proposal: for a conflict of a kind, or for a reason that only the chair
 * reads.
 */
export const stepBackSchema = z
  .object({ kind: z.enum(["none", ...conflictKinds], { error: "required" }), note })
  .refine(
    ({ kind, note: text }) => told({ kind, note: text }) && (kind !== "none" || text !== ""),
    tell,
  );
export type StepBack = z.output<typeof stepBackSchema>;

/** An organiser's own conflict. */
export const ownConflictSchema = z
  .object({ kind: z.enum(conflictKinds, { error: "required" }), note })
  .refine(told, tell);

/**
 * An organiser decides about a juror and a proposal: a conflict of this kind, or none; always with
 * a reason.
 */
export const pinSchema = z.object({
  jurorId: z.uuid({ error: "required" }),
  publicNo: wholeNumber(1, 999_999),
  kind: z.enum(["none", ...conflictKinds], { error: "required" }),
  note: z.string({ error: "required" }).trim().min(1, { error: "required" }).max(1000),
});
export type Pin = z.output<typeof pinSchema>;

/** Whose conflict with which proposal another organiser lifts. */
export const liftSchema = z.object({ userId: z.uuid(), publicNo: wholeNumber(1, 999_999) });

/**
 * Null when organisers can say that they or a juror are in conflict: from closing until the ranking
 * is frozen.
 */
export function whyNotConflict(phase: Phase): RefusalCode | null {
  if (!hasReached(phase, "screening")) return "too-early";
  return hasReached(phase, "frozen") ? "too-late" : null;
}

/**
 * Null when a juror can step back from an assigned proposal: from scoring until the ranking is
 * frozen.
 */
export function whyNotStepBack(phase: Phase): RefusalCode | null {
  return hasReached(phase, "scoring") ? whyNotConflict(phase) : "too-early";
}
