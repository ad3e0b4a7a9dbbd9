import { z } from "zod";
import {
  pairValue,
  type AvailableJuror,
  type JudgedProposal,
} from "#app/domain/assignment/problem.ts";
import { hasReached, type Phase } from "#app/domain/phase.ts";
import type { JurorState } from "./jury.ts";
import type { RefusalCode } from "#app/domain/refusal.ts";

/** What a juror says of a proposal before the assignment, and how it is kept. */
export const preferences = ["gladly", "none", "rather-not"] as const;
export type Preference = (typeof preferences)[number];

const values: Record<Preference, number> = { gladly: 1, none: 0, "rather-not": -1 };

export const preferenceSchema = z.object({
  preference: z.enum(preferences, { error: "required" }),
});

export const valueOf = (preference: Preference): number => values[preference];

/** The word for a kept value; null where nothing was said. */
export function preferenceOf(value: number | undefined): Preference | null {
  return preferences.find((each) => values[each] === value) ?? null;
}

export type PreferenceFacts = {
  phase: Phase;
  state: JurorState;
  asked: boolean;
  declared: boolean;
  assigned: number;
};

/**
 * Null while a juror may say it, else why not: once their own conflicts are declared, and until the
 * first own proposal is assigned.
 */
export function whyNotPrefer({
  phase,
  state,
  asked,
  declared,
  assigned,
}: PreferenceFacts): RefusalCode | null {
  if (!asked || state !== "ACCEPTED" || !declared) return "not-found";
  if (!hasReached(phase, "screening")) return "too-early";
  return phase === "screening" && assigned === 0 ? null : "too-late";
}

/**
 * What the pair is worth to the assignment: whoever would gladly judge comes before all others, and
 * among equals the one who knows more.
 */
export function preferredValue(
  proposal: JudgedProposal,
  juror: AvailableJuror,
  value: number,
): number {
  return value + pairValue(proposal, juror);
}
