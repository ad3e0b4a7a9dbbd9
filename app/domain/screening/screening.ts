import type { Phase } from "#app/domain/phase.ts";
import type { RefusalCode } from "#app/domain/refusal.ts";

export const verdicts = ["CLEARED", "EXCLUDED"] as const;
export type Verdict = (typeof verdicts)[number];

/** Null while proposals are screened, else why not: verdicts stand once scoring has begun. */
export function whyNotScreen(phase: Phase): RefusalCode | null {
  if (phase === "screening") return null;
  return phase === "preparation" || phase === "announced" || phase === "open"
    ? "too-early"
    : "too-late";
}
