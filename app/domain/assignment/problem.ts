/** Where a juror comes from: the staff list, or invited from outside. */
export type JurorKind = "internal" | "external";

/** A proposal and one of its jurors. */
export type Pair = readonly [proposalId: string, jurorId: string];

/** A proposal to be judged, as far as the assignment needs to know it. */
export type JudgedProposal = { readonly id: string; readonly categories: readonly string[] };

/**
 * A juror who accepted. `expertise` is 0 none, 1 some, 2 expert per category key; `maxLoad` is how
 * many proposals at most.
 */
export type AvailableJuror = {
  readonly id: string;
  readonly kind: JurorKind;
  readonly maxLoad?: number | undefined;
  readonly expertise: Readonly<Record<string, number>>;
};

/** Two jurors who never judge the same proposal. */
export type Apart = readonly [jurorId: string, otherId: string];

/**
 * Who may judge what. Conflicts are declared ones and recusals alike; `fixed` pairs are kept as
 * they are, `apart` never judge together; a preference takes the place of the expertise as the
 * value of its pair. Ids are unique, the order of the lists means nothing.
 */
export type AssignmentProblem = {
  readonly proposals: readonly JudgedProposal[];
  readonly jurors: readonly AvailableJuror[];
  readonly jurorsPerProposal: number;
  readonly minInternal: number;
  readonly minExternal: number;
  readonly conflicts: readonly Pair[];
  readonly fixed: readonly Pair[];
  readonly apart?: readonly Apart[] | undefined;
  /** What is assigned now: among equals, the less of it changes the better. */
  readonly before?: readonly Pair[] | undefined;
  readonly preferences?:
    readonly (readonly [proposalId: string, jurorId: string, value: number])[] | undefined;
};

/**
 * What an assignment that meets every hard rule with even loads is made to reach, one after the
 * other: the greatest value in all, the worst-served proposal served best, jurors who can be
 * compared, the fewest changes.
 */
export const assignmentGoals = ["total", "worst", "comparable", "changes"] as const;
export type AssignmentGoal = (typeof assignmentGoals)[number];

/**
 * An assignment, and whether it is proved that what it was made for cannot be reached any better.
 */
export type Rung = { readonly chosen: Uint8Array; readonly proved: boolean };

/**
 * The same problem as numbers: proposals and jurors in a fixed order and named by their place;
 * grids are read at `p * jurors + j`.
 */
export type Table = {
  readonly problem: AssignmentProblem;
  readonly proposals: readonly JudgedProposal[];
  readonly jurors: readonly AvailableJuror[];
  /**
   * 1 where the pair may be chosen: no conflict, not kept already, and the proposal not full of
   * kept ones.
   */
  readonly open: Uint8Array;
  /** 1 where the pair is kept. */
  readonly kept: Uint8Array;
  /** 1 where the pair is assigned now. */
  readonly before: Uint8Array;
  /** What choosing the pair is worth, in units of `unit`: whole numbers, so that sums are exact. */
  readonly worth: Float64Array;
  readonly unit: number;
  /** Those who never judge together, by place. */
  readonly apart: readonly (readonly [number, number])[];
  /** Seats of one proposal that this kind may fill without taking those reserved for the other. */
  readonly seats: Readonly<Record<JurorKind, number>>;
};

/**
 * What a pair is worth: the preference, or, where that is 0 or absent, the juror's expertise in the
 * proposal's categories added up, in hundredths, so that any stated preference outweighs expertise.
 */
export function pairValue(proposal: JudgedProposal, juror: AvailableJuror, preference = 0): number {
  if (preference !== 0) return preference;
  return (
    proposal.categories.reduce((sum, category) => sum + (juror.expertise[category] ?? 0), 0) / 100
  );
}

/**
 * Puts a problem into numbers. The result depends on ids and seed only, never on the order of the
 * input; the seed puts proposals and jurors into another order, and so chooses among assignments
 * that are equally good.
 */
export function tabulate(problem: AssignmentProblem, seed = 0): Table {
  const proposals = inSeededOrder(byId(problem.proposals), seed);
  const jurors = inSeededOrder(byId(problem.jurors), seed);
  const place = placer(proposals, jurors);
  const kept = grid(proposals.length * jurors.length, 0, problem.fixed, place);
  const open = grid(
    proposals.length * jurors.length,
    1,
    [...problem.conflicts, ...problem.fixed],
    place,
  );
  proposals.forEach((_, p) => {
    const row = [p * jurors.length, (p + 1) * jurors.length] as const;
    const isFull =
      kept.subarray(...row).filter((mark) => mark === 1).length >= problem.jurorsPerProposal;
    if (isFull) open.fill(0, ...row);
  });
  const seats = {
    internal: problem.jurorsPerProposal - problem.minExternal,
    external: problem.jurorsPerProposal - problem.minInternal,
  };
  const apart = placesApart(problem, jurors);
  const before = grid(open.length, 0, problem.before ?? [], place);
  return {
    problem,
    proposals,
    jurors,
    open,
    kept,
    before,
    apart,
    seats,
    ...inUnits(values(problem, proposals, jurors, place)),
  };
}

/** Each two once, and in the order of their places. */
function placesApart(
  { apart = [] }: AssignmentProblem,
  jurors: readonly AvailableJuror[],
): (readonly [number, number])[] {
  const column = new Map(jurors.map(({ id }, j) => [id, j]));
  const known = apart.flatMap(([a, b]) => {
    const [one, other] = [column.get(a), column.get(b)];
    return one === undefined || other === undefined || one === other
      ? []
      : [Math.min(one, other) * jurors.length + Math.max(one, other)];
  });
  return [...new Set(known)]
    .sort((a, b) => a - b)
    .map((at) => [Math.floor(at / jurors.length), at % jurors.length]);
}

/**
 * How many of the kept pairs each proposal has, by kind of juror, and each juror, by place in the
 * table.
 */
export type KeptCounts = {
  readonly internal: number[];
  readonly external: number[];
  readonly jurors: number[];
};

/** Counts the kept pairs. */
export function countKept({ proposals, jurors, kept }: Table): KeptCounts {
  const counts: KeptCounts = {
    internal: proposals.map(() => 0),
    external: proposals.map(() => 0),
    jurors: jurors.map(() => 0),
  };
  kept.forEach((mark, at) => {
    const [p, j] = [Math.floor(at / jurors.length), at % jurors.length];
    const kind = jurors[j]?.kind;
    if (mark === 0 || kind === undefined) return;
    counts[kind][p] = (counts[kind][p] ?? 0) + 1;
    counts.jurors[j] = (counts.jurors[j] ?? 0) + 1;
  });
  return counts;
}

/** What the pairs marked in a grid are worth, in the values' own unit. */
export function totalWorth({ worth, unit }: Table, marked: Uint8Array): number {
  return inValues(
    marked.reduce((sum, mark, at) => (mark ? sum + worth[at]! : sum), 0),
    unit,
  );
}

/** What each proposal's jurors are worth to it, in units. */
export function services({ proposals, jurors, worth }: Table, marked: Uint8Array): Float64Array {
  const service = new Float64Array(proposals.length);
  marked.forEach((mark, at) => {
    if (mark) service[Math.floor(at / jurors.length)]! += worth[at]!;
  });
  return service;
}

/** Units as a value again, without the noise of floats. */
export function inValues(units: number, unit: number): number {
  return (units * unit) / millionths;
}

/** Names the pairs marked in a grid, sorted by proposal, then juror. */
export function namePairs({ proposals, jurors }: Table, marked: Uint8Array): Pair[] {
  const pairs: Pair[] = [];
  marked.forEach((mark, at) => {
    if (mark)
      pairs.push([proposals[Math.floor(at / jurors.length)]!.id, jurors[at % jurors.length]!.id]);
  });
  const text = (pair: Pair) => pair.join("\u0000");
  return pairs
    .map((pair) => [text(pair), pair] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, pair]) => pair);
}

const millionths = 1e6;

/** Values as whole multiples of the greatest unit that divides them all, to the millionth. */
function inUnits(values: Float64Array): { worth: Float64Array; unit: number } {
  const whole = values.map((value) => Math.round(value * millionths));
  const unit = whole.reduce((common, value) => greatestCommon(common, Math.abs(value)), 0) || 1;
  return { worth: whole.map((value) => value / unit), unit };
}

function greatestCommon(a: number, b: number): number {
  return b === 0 ? a : greatestCommon(b, a % b);
}

type Placer = (proposalId: string, jurorId: string) => number | undefined;

function placer(proposals: readonly JudgedProposal[], jurors: readonly AvailableJuror[]): Placer {
  const row = new Map(proposals.map((proposal, p) => [proposal.id, p * jurors.length]));
  const column = new Map(jurors.map((juror, j) => [juror.id, j]));
  return (proposalId, jurorId) => {
    const [start, j] = [row.get(proposalId), column.get(jurorId)];
    return start === undefined || j === undefined ? undefined : start + j;
  };
}

function grid(size: number, ground: 0 | 1, pairs: readonly Pair[], place: Placer): Uint8Array {
  const marks = new Uint8Array(size).fill(ground);
  for (const [p, j] of pairs) {
    const at = place(p, j);
    if (at !== undefined) marks[at] = 1 - ground;
  }
  return marks;
}

function values(
  problem: AssignmentProblem,
  proposals: readonly JudgedProposal[],
  jurors: readonly AvailableJuror[],
  place: Placer,
): Float64Array {
  const worth = Float64Array.from(
    proposals.flatMap((proposal) => jurors.map((juror) => pairValue(proposal, juror))),
  );
  for (const [p, j, preference] of problem.preferences ?? []) {
    const at = place(p, j);
    if (at !== undefined && preference !== 0) worth[at] = preference;
  }
  return worth;
}

function byId<T extends { readonly id: string }>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** Fisher and Yates, by a small generator (mulberry32); seed 0 leaves the order of the ids. */
function inSeededOrder<T>(sorted: readonly T[], seed: number): T[] {
  const list = [...sorted];
  if (seed === 0) return list;
  const random = generator(seed);
  for (let last = list.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [list[last], list[other]] = [list[other]!, list[last]!];
  }
  return list;
}

function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
