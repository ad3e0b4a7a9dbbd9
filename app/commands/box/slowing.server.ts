import { refuse } from "#app/domain/refusal.ts";
import { secondsAfter } from "#app/domain/box/slowing.ts";
import { now } from "#app/platform/clock.server.ts";
import { countTry, triesAt } from "#app/platform/limits.server.ts";

/** After so many minutes without a try the next ones cost nothing again. */
export const forgottenAfter = 15;

/** Where a try counts, and how many there cost nothing. */
export type Slowed = { key: string; free: number };

/**
 * Counts a try at each of these. While the next one is put off at any, it refuses too-many-attempts
 * with the seconds that are left: nothing waits here, and nothing is counted or compared.
 */
export function takeTry(...slowed: Slowed[]): void {
  const seconds = Math.max(...slowed.map(secondsLeft));
  if (seconds > 0) throw refuse("too-many-attempts", { params: { seconds } });
  for (const { key } of slowed) countTry(key);
}

function secondsLeft({ key, free }: Slowed): number {
  const times = triesAt(key, forgottenAfter);
  const next = (times.at(-1) ?? 0) + secondsAfter(times.length, free) * 1000;
  return Math.ceil((next - now().getTime()) / 1000);
}
