// The phases of an edition: ten, one way.

export const phases = [
  "preparation",
  "announced",
  "open",
  "screening",
  "scoring",
  "deliberation",
  "frozen",
  "opening",
  "published",
  "archived",
] as const;
export type Phase = (typeof phases)[number];

/** True when `phase` comes at or after `milestone`. */
export function hasReached(phase: Phase, milestone: Phase): boolean {
  return phases.indexOf(phase) >= phases.indexOf(milestone);
}

/** The phase that follows, or null after the last. */
export function nextPhase(phase: Phase): Phase | null {
  return phases[phases.indexOf(phase) + 1] ?? null;
}

/** The moment up to which deposits are taken. */
export function graceEnd(closesAt: Date, graceMinutes: number): Date {
  return new Date(closesAt.getTime() + graceMinutes * 60_000);
}

/** Phases that are entered by themselves when their guard allows it. */
export const automatic: readonly Phase[] = ["open", "screening"];

/**
 * May something be deposited, replaced or withdrawn now? Until the grace period ends, even if
 * nobody has closed yet.
 */
export function takesDeposits(
  edition: { phase: Phase; closesAt: Date | null; graceMinutes: number },
  now: Date,
): boolean {
  return (
    edition.phase === "open" &&
    edition.closesAt !== null &&
    now < graceEnd(edition.closesAt, edition.graceMinutes)
  );
}

/** Are passes issued now? From the announcement until deposits end. */
export function issuesPasses(
  edition: { phase: Phase; closesAt: Date | null; graceMinutes: number },
  now: Date,
): boolean {
  return edition.phase === "announced" || takesDeposits(edition, now);
}

/** May rules, texts, keys and awards still be changed? Only before anybody relied on them. */
export function isInPreparation(phase: Phase): boolean {
  return phase === "preparation";
}
