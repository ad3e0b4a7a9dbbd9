import { refuse } from "#app/domain/refusal.ts";

// There is no limit by address here: a whole city leaves through one. At most so many requests are
// under way at once; those that carry a pass have places of their own, which nobody fills who has
// none.
const maxActs = { others: 64, withPass: 64 };
const underWay = { others: 0, withPass: 0 };

/** Runs `act`; refuses busy when too much of its kind is under way. */
export async function withLoadLimit<T>(
  kind: keyof typeof maxActs,
  act: () => Promise<T>,
): Promise<T> {
  if (underWay[kind] >= maxActs[kind]) throw refuse("busy");
  underWay[kind] += 1;
  try {
    return await act();
  } finally {
    underWay[kind] -= 1;
  }
}
