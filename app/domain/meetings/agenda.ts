// In which order a meeting discusses proposals, when some of its members must leave the room for
// some of them.

/** A proposal to discuss, and who leaves the room for it. */
export type Discussed = { readonly id: string; readonly away: readonly string[] };

/**
 * How many times somebody leaves the room: whoever leaves for two proposals in a row leaves once.
 */
export function exits(order: readonly Discussed[]): number {
  return order.reduce(
    (count, { away }, at) =>
      count + away.filter((who) => !order[at - 1]?.away.includes(who)).length,
    0,
  );
}

/**
 * The same proposals in the order in which somebody leaves least often, those for which the same
 * people leave side by side as they came. The least there is with up to twelve such groups; beyond,
 * the best found by a fixed search. Never worse than the order given, which stays where it is as
 * good.
 */
export function fewestExits(given: readonly Discussed[]): Discussed[] {
  const groups = grouped(given);
  const [nobody, others] = [
    groups.filter(([first]) => first!.away.length === 0),
    groups.filter(([first]) => first!.away.length > 0),
  ];
  const best = [
    ...nobody,
    ...(others.length <= mostExact ? shortest(others) : improved(others)),
  ].flat();
  return exits(best) < exits(given) ? best : [...given];
}

const mostExact = 12;

/**
 * Proposals for which the same people leave belong together: the way from one set of people to
 * another is never shorter over a third.
 */
function grouped(given: readonly Discussed[]): Discussed[][] {
  const groups = new Map<string, Discussed[]>();
  for (const item of given) {
    const key = JSON.stringify([...item.away].sort());
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()];
}

/** How many leave when the discussion goes from one group to the next. */
function leaving(groups: readonly Discussed[][]): number[][] {
  return groups.map(([from]) =>
    groups.map(([to]) => to!.away.filter((who) => !from!.away.includes(who)).length),
  );
}

/**
 * The shortest way through all groups (Held and Karp 1962): for every set of groups, the least
 * exits that end in each.
 */
function shortest(groups: Discussed[][]): Discussed[][] {
  const [count, step] = [groups.length, leaving(groups)];
  if (count === 0) return [];
  const least = Array.from({ length: 1 << count }, () =>
    Array.from({ length: count }, () => ({ exits: Infinity, before: -1 })),
  );
  for (let at = 0; at < count; at += 1)
    least[1 << at]![at] = { exits: groups[at]![0]!.away.length, before: -1 };
  for (let seen = 1; seen < 1 << count; seen += 1) {
    for (let last = 0; last < count; last += 1) {
      const { exits: soFar } = least[seen]![last]!;
      for (let next = 0; soFar < Infinity && next < count; next += 1) {
        if (seen & (1 << next)) continue;
        const [there, total] = [least[seen | (1 << next)]!, soFar + step[last]![next]!];
        if (total < there[next]!.exits) there[next] = { exits: total, before: last };
      }
    }
  }
  return readBack(least, groups);
}

function readBack(
  least: { exits: number; before: number }[][],
  groups: Discussed[][],
): Discussed[][] {
  let seen = least.length - 1;
  let at = least[seen]!.reduce(
    (best, { exits: total }, end, all) => (total < all[best]!.exits ? end : best),
    0,
  );
  const way: Discussed[][] = [];
  while (at >= 0) {
    way.unshift(groups[at]!);
    const { before } = least[seen]![at]!;
    [seen, at] = [seen & ~(1 << at), before];
  }
  return way;
}

/**
 * From the nearest to the nearest, and then parts turned round as long as it helps: exits are the
 * same read backwards.
 */
function improved(groups: Discussed[][]): Discussed[][] {
  let best = nearest(groups);
  for (let better = true; better;) {
    better = false;
    for (let from = 0; from < best.length; from += 1) {
      for (let to = from + 2; to <= best.length; to += 1) {
        const turned = [
          ...best.slice(0, from),
          ...best.slice(from, to).reverse(),
          ...best.slice(to),
        ];
        if (exits(turned.flat()) < exits(best.flat())) [best, better] = [turned, true];
      }
    }
  }
  return best;
}

function nearest(groups: Discussed[][]): Discussed[][] {
  const step = leaving(groups);
  const way = [0];
  while (way.length < groups.length) {
    const left = groups.map((_, at) => at).filter((at) => !way.includes(at));
    const from = step[way.at(-1)!]!;
    way.push(left.reduce((best, at) => (from[at]! < from[best]! ? at : best)));
  }
  return way.map((at) => groups[at]!);
}
