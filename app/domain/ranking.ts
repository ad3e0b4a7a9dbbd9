import { breakTie, groupBy, type Fraction, type Measure, type ResolvedTie, type TieRung } from "./ranking-tie.ts";
import { fullPoints, sheetPoints, type ScoredCriterion, type Scores } from "./scoring.ts";

/** A delivered score sheet; only the highest version of a juror on a proposal counts. */
export type DeliveredSheet = { readonly jurorId: string; readonly proposalId: string; readonly version: number; readonly scores: Scores; readonly seal?: SheetSeal };

/** What the hash of a delivered sheet is made of besides its scores, in hexadecimal; without it nobody could check the sheet. */
export type SheetSeal = { readonly salt: string; readonly comments: string };

/** What a ranking is made of. `recusals` are recused or conflicted pairs; a lower vote position ranks first. */
export type RankingInput = {
  readonly proposals: readonly { readonly id: string; readonly publicNo: number }[];
  readonly sheets: readonly DeliveredSheet[];
  readonly recusals: readonly (readonly [proposalId: string, jurorId: string])[];
  readonly criteria: readonly ScoredCriterion[];
  readonly ladder: readonly TieRung[];
  readonly votes: readonly { readonly proposalId: string; readonly position: number }[];
};

/** One line of the ranking. Means and the median are of sheet totals, 0 to 100; criterion means are on their own scale. */
export type RankingRow = {
  readonly proposalId: string;
  readonly publicNo: number;
  readonly rank: number;
  readonly mean: number;
  readonly median: number;
  readonly sheets: number;
  readonly perCriterion: readonly { readonly key: string; readonly mean: number }[];
  /** Proposals with exactly the same mean, whatever the ladder made of it. */
  readonly tiedWith: readonly string[];
  /** Those of them that share this rank in the end. */
  readonly sharesWith: readonly string[];
};

/** The ranking, best first; equal ranks by public number. `unranked` has no counted sheet; open ties still need a vote. */
export type Ranking = {
  readonly rows: readonly RankingRow[];
  readonly resolvedTies: readonly ResolvedTie[];
  readonly openTies: readonly { readonly rank: number; readonly proposalIds: readonly string[] }[];
  readonly unranked: readonly string[];
};

/**
 * Ranks by the mean of the sheet totals. Ties are exact (whole points, no rounding) and only the ladder resolves them;
 * what it leaves tied shares a rank, and the next one counts everybody before it (1, 2, 2, 4). The order of the input
 * changes nothing.
 */
export function rankProposals(input: RankingInput): Ranking {
  const tallies = tally(input);
  const numbers = new Map(input.proposals.map(({ id, publicNo }) => [id, publicNo]));
  const byNumber = (ids: readonly string[]) => [...ids].sort((a, b) => (numbers.get(a) ?? 0) - (numbers.get(b) ?? 0));
  const ranked = byNumber([...tallies.keys()]);
  const measures = ladderMeasures(input, tallies);
  const equalMeans = groupBy(ranked, (id) => measured(tallies, id, meanPoints)) ?? [];
  const ties = equalMeans.map((group) => ({ group, ...breakTie(group, measures) }));
  const places = placed(ties.flatMap(({ group, groups }) => groups.map((shared) => ({ group, shared: byNumber(shared) }))));
  const rankOf = new Map(places.flatMap(({ rank, shared }) => shared.map((id) => [id, rank])));
  return {
    rows: places.flatMap(({ rank, group, shared }) =>
      shared.map((id) => ({
        ...figures(input.criteria, tallies.get(id) ?? []),
        proposalId: id,
        publicNo: numbers.get(id) ?? 0,
        rank,
        tiedWith: group.filter((other) => other !== id),
        sharesWith: shared.filter((other) => other !== id),
      })),
    ),
    resolvedTies: ties.flatMap(({ resolved }) => resolved),
    openTies: ties.flatMap(({ awaitVote }) => awaitVote.map((ids) => ({ rank: rankOf.get(ids[0] ?? "") ?? 0, proposalIds: ids }))),
    unranked: byNumber(input.proposals.map(({ id }) => id).filter((id) => !tallies.has(id))),
  };
}

/** The sheets that count: the highest version of each juror on each proposal, without recused pairs. */
export function countedSheets({ sheets, recusals }: Pick<RankingInput, "sheets" | "recusals">): DeliveredSheet[] {
  const recused = new Set(recusals.map(([proposalId, jurorId]) => JSON.stringify([proposalId, jurorId])));
  const latest = new Map<string, DeliveredSheet>();
  for (const sheet of sheets) {
    const pair = JSON.stringify([sheet.proposalId, sheet.jurorId]);
    if (!recused.has(pair) && sheet.version > (latest.get(pair)?.version ?? -Infinity)) latest.set(pair, sheet);
  }
  return [...latest.values()];
}

type CountedSheet = { readonly points: number; readonly scores: Scores };
type Tallies = ReadonlyMap<string, readonly CountedSheet[]>;

/** Counted sheets by proposal; a proposal without any is not in it. */
function tally(input: RankingInput): Tallies {
  const counted = countedSheets(input).map((sheet) => ({ ...sheet, points: sheetPoints(sheet.scores, input.criteria) }));
  const own = input.proposals.map(({ id }) => [id, counted.filter(({ proposalId }) => proposalId === id)] as const);
  return new Map(own.filter(([, sheets]) => sheets.length > 0));
}

const measured = (tallies: Tallies, id: string, of: (sheets: readonly CountedSheet[]) => Fraction) => of(tallies.get(id) ?? []);

function meanPoints(sheets: readonly CountedSheet[]): Fraction {
  return { num: sheets.reduce((sum, { points }) => sum + points, 0), den: sheets.length };
}

function meanScore(sheets: readonly CountedSheet[], key: string): Fraction {
  return { num: sheets.reduce((sum, { scores }) => sum + (scores[key] ?? 0), 0), den: sheets.length };
}

function medianPoints(sheets: readonly CountedSheet[]): Fraction {
  const points = sheets.map((sheet) => sheet.points).sort((a, b) => a - b);
  const middle = Math.floor(points.length / 2);
  const upper = points[middle] ?? 0;
  return { num: upper + (points.length % 2 === 1 ? upper : points[middle - 1] ?? 0), den: 2 };
}

/** The ladder as measures: `next` stands for every criterion after the heaviest; equal weights keep the edition's order. */
function ladderMeasures(input: RankingInput, tallies: Tallies): Measure[] {
  const [heaviest, ...next] = [...input.criteria].sort((a, b) => b.weight - a.weight);
  const onCriteria = (rung: TieRung, criteria: readonly ScoredCriterion[]): Measure[] =>
    criteria.map(({ key }) => ({ rung, criterionKey: key, of: (id) => measured(tallies, id, (sheets) => meanScore(sheets, key)) }));
  const positions = new Map(input.votes.map(({ proposalId, position }) => [proposalId, position]));
  const rungs: Record<TieRung, Measure[]> = {
    heaviest: onCriteria("heaviest", heaviest ? [heaviest] : []),
    next: onCriteria("next", next),
    median: [{ rung: "median", of: (id) => measured(tallies, id, medianPoints) }],
    vote: [{ rung: "vote", of: (id) => votedPosition(positions, id) }],
    shared: [{ rung: "shared", of: () => null }],
  };
  return input.ladder.flatMap((rung) => rungs[rung]);
}

function votedPosition(positions: ReadonlyMap<string, number>, id: string): Fraction | null {
  const position = positions.get(id);
  return position === undefined ? null : { num: -position, den: 1 };
}

/** Gives each group its rank: one more than all before it. */
function placed<T extends { readonly shared: readonly string[] }>(groups: readonly T[]): (T & { rank: number })[] {
  let before = 0;
  return groups.map((group) => {
    const rank = before + 1;
    before += group.shared.length;
    return { ...group, rank };
  });
}

function figures(criteria: readonly ScoredCriterion[], sheets: readonly CountedSheet[]) {
  const percent = ({ num, den }: Fraction) => (100 * num) / (den * fullPoints(criteria));
  return {
    mean: percent(meanPoints(sheets)),
    median: percent(medianPoints(sheets)),
    sheets: sheets.length,
    perCriterion: criteria.map(({ key }) => {
      const { num, den } = meanScore(sheets, key);
      return { key, mean: num / den };
    }),
  };
}
