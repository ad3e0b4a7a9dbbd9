/** Where a juror comes from: the staff list, or invited from outside. */
export type JurorKind = "internal" | "external";

/** A proposal and one of its jurors. */
export type Pair = readonly [proposalId: string, jurorId: string];

/** A proposal to be judged, as far as the assignment needs to know it. */
export type JudgedProposal = { readonly id: string; readonly categories: readonly string[] };

/** A juror who accepted. `expertise` is 0 none, 1 some, 2 expert per category key; `maxLoad` is how many proposals at most. */
export type AvailableJuror = {
  readonly id: string;
  readonly kind: JurorKind;
  readonly maxLoad?: number | undefined;
  readonly expertise: Readonly<Record<string, number>>;
};

/**
 * Who may judge what. Conflicts are declared ones and recusals alike; `fixed` pairs are kept as they are; a preference
 * takes the place of the expertise as the value of its pair. Ids are unique, the order of the lists means nothing.
 */
export type AssignmentProblem = {
  readonly proposals: readonly JudgedProposal[];
  readonly jurors: readonly AvailableJuror[];
  readonly jurorsPerProposal: number;
  readonly minInternal: number;
  readonly minExternal: number;
  readonly conflicts: readonly Pair[];
  readonly fixed: readonly Pair[];
  readonly preferences?: readonly (readonly [proposalId: string, jurorId: string, value: number])[] | undefined;
};

/** The same problem as numbers: proposals and jurors sorted by id and named by their place; grids are read at `p * jurors + j`. */
export type Table = {
  readonly problem: AssignmentProblem;
  readonly proposals: readonly JudgedProposal[];
  readonly jurors: readonly AvailableJuror[];
  /** 1 where the pair may be chosen: no conflict, not kept already, and the proposal not full of kept ones. */
  readonly open: Uint8Array;
  /** 1 where the pair is kept. */
  readonly kept: Uint8Array;
  /** What choosing the pair is worth. */
  readonly value: Float64Array;
  /** Seats of one proposal that this kind may fill without taking those reserved for the other. */
  readonly seats: Readonly<Record<JurorKind, number>>;
};

/**
 * What a pair is worth: the preference, or, where that is 0 or absent, the juror's expertise in the proposal's categories
 * added up, in hundredths, so that any stated preference outweighs expertise.
 */
export function pairValue(proposal: JudgedProposal, juror: AvailableJuror, preference = 0): number {
  if (preference !== 0) return preference;
  return proposal.categories.reduce((sum, category) => sum + (juror.expertise[category] ?? 0), 0) / 100;
}

/** Puts a problem into numbers. The result depends on ids only, never on the order of the input. */
export function tabulate(problem: AssignmentProblem): Table {
  const proposals = byId(problem.proposals);
  const jurors = byId(problem.jurors);
  const place = placer(proposals, jurors);
  const kept = grid(proposals.length * jurors.length, 0, problem.fixed, place);
  const open = grid(proposals.length * jurors.length, 1, [...problem.conflicts, ...problem.fixed], place);
  proposals.forEach((_, p) => {
    const row = [p * jurors.length, (p + 1) * jurors.length] as const;
    const isFull = kept.subarray(...row).filter((mark) => mark === 1).length >= problem.jurorsPerProposal;
    if (isFull) open.fill(0, ...row);
  });
  const seats = {
    internal: problem.jurorsPerProposal - problem.minExternal,
    external: problem.jurorsPerProposal - problem.minInternal,
  };
  return { problem, proposals, jurors, open, kept, value: values(problem, proposals, jurors, place), seats };
}

/** How many of the kept pairs each proposal has, by kind of juror, and each juror, by place in the table. */
export type KeptCounts = { readonly internal: number[]; readonly external: number[]; readonly jurors: number[] };

/** Counts the kept pairs. */
export function countKept({ proposals, jurors, kept }: Table): KeptCounts {
  const counts: KeptCounts = { internal: proposals.map(() => 0), external: proposals.map(() => 0), jurors: jurors.map(() => 0) };
  kept.forEach((mark, at) => {
    const [p, j] = [Math.floor(at / jurors.length), at % jurors.length];
    const kind = jurors[j]?.kind;
    if (mark === 0 || kind === undefined) return;
    counts[kind][p] = (counts[kind][p] ?? 0) + 1;
    counts.jurors[j] = (counts.jurors[j] ?? 0) + 1;
  });
  return counts;
}

/** What an assignment is worth by the true values, rounded to a millionth to shed the noise of adding floats. */
export function totalValue(table: Table, pairs: readonly Pair[]): number {
  const place = placer(table.proposals, table.jurors);
  const sum = pairs.reduce((total, [p, j]) => total + (table.value[place(p, j) ?? -1] ?? 0), 0);
  return Math.round(sum * 1e6) / 1e6;
}

/** Names the pairs marked in a grid, sorted by proposal, then juror. */
export function namePairs(table: Table, marked: Uint8Array): Pair[] {
  return table.proposals.flatMap((proposal, p) =>
    table.jurors.flatMap((juror, j) => (marked[p * table.jurors.length + j] ? [[proposal.id, juror.id] as const] : [])),
  );
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
  const worth = Float64Array.from(proposals.flatMap((proposal) => jurors.map((juror) => pairValue(proposal, juror))));
  for (const [p, j, preference] of problem.preferences ?? []) {
    const at = place(p, j);
    if (at !== undefined && preference !== 0) worth[at] = preference;
  }
  return worth;
}

function byId<T extends { readonly id: string }>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}
