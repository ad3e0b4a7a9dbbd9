/**
 * How long a custodian counts as present after the page was seen open; it tells every ten seconds.
 */
const presentSeconds = 30;

/** Is this custodian's page open now? */
export function isPresent(seenAt: Date | null, now: Date): boolean {
  return seenAt !== null && now.getTime() - seenAt.getTime() <= presentSeconds * 1000;
}
