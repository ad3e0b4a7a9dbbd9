import { random } from "./bytes.ts";

// Drawing lots, alike in a proposer's browser and on the server.

/**
 * A whole number from 0 to `below` − 1, each as likely: values of the incomplete last round are
 * thrown away.
 */
export function uniform(below: number): number {
  const span = 2 ** 32;
  const limit = span - (span % below);
  for (;;) {
    const value = new DataView(random(4).buffer).getUint32(0);
    if (value < limit) return value % below;
  }
}

/** `count` of the items, each set of them as likely. Fewer items give fewer. */
export function drawn<T>(items: readonly T[], count: number): T[] {
  const [left, taken]: [T[], T[]] = [[...items], []];
  while (taken.length < count && left.length > 0)
    taken.push(...left.splice(uniform(left.length), 1));
  return taken;
}
