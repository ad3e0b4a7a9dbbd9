/** No answer is put off for longer than so many seconds. */
export const longestWait = 30;

/**
 * Seconds until the next try after `tries` of which none succeeded: `free` cost nothing, then each
 * doubles the wait.
 */
export function secondsAfter(tries: number, free: number): number {
  if (tries < free) return 0;
  return Math.min(longestWait, 2 ** Math.min(tries - free, 30));
}
