import { groupedBy } from "#app/domain/grouped-by.ts";
import type { MethodSheet } from "./jurors.ts";
import {
  mean,
  median,
  type MethodResult,
  type MethodScore,
  type RankingMethod,
  scoreBy,
} from "./method.ts";
import {
  breakTie,
  groupBy,
  type Fraction,
  type Measure,
  type ResolvedTie,
  type TieRung,
} from "./tie.ts";
import {
  fullPoints,
  sheetPoints,
  type ScoredCriterion,
  type Scores,
} from "#app/domain/scoring/scoring.ts";

/** A delivered score sheet; only the highest version of a juror on a proposal counts. */
export type DeliveredSheet = {
  readonly jurorId: string;
  readonly proposalId: string;
  readonly version: number;
  readonly scores: Scores;
  readonly seal?: SheetSeal;
  /** above 1: of a juror who was added in deliberation */ readonly round?: number;
};

/**
 * What the hash of a delivered sheet is made of besides its scores, in hexadecimal; without it
 * nobody could check the sheet.
 */
export type SheetSeal = { readonly salt: string; readonly comments: string };

/**
 * What a ranking is made of. `recusals` are recused or conflicted pairs; a lower vote position
 * ranks first; without a method, the mean.
 */
export type RankingInput = {
  readonly proposals: readonly { readonly id: string; readonly publicNo: number }[];
  readonly sheets: readonly DeliveredSheet[];
  readonly recusals: readonly (readonly [proposalId: string, jurorId: string])[];
  readonly criteria: readonly ScoredCriterion[];
  readonly method?: RankingMethod | undefined;
  readonly ladder: readonly TieRung[];
  readonly votes: readonly { readonly proposalId: string; readonly position: number }[];
};

/**
 * One line of the ranking. The score is the method's; it, the mean and the median of the sheet
 * totals are on 0 to 100 (a method that adjusts to jurors can go a little beyond); criterion means
 * are on their own scale.
 */
export type RankingRow = {
  readonly proposalId: string;
  readonly publicNo: number;
  readonly rank: number;
  readonly score: number;
  readonly mean: number;
  readonly median: number;
  readonly sheets: number;
  /** How many of the sheets are of a second round. */
  readonly later: number;
  readonly perCriterion: readonly { readonly key: string; readonly mean: number }[];
  /** Proposals with the same score, whatever the ladder made of it. */
  readonly tiedWith: readonly string[];
  /** Those of them that share this rank in the end. */
  readonly sharesWith: readonly string[];
};

/**
 * The ranking, best first; equal ranks by public number. `unranked` has no counted sheet; open ties
 * still need a vote.
 */
export type Ranking = {
  readonly rows: readonly RankingRow[];
  readonly by: MethodResult;
  readonly resolvedTies: readonly ResolvedTie[];
  readonly openTies: readonly { readonly rank: number; readonly proposalIds: readonly string[] }[];
  readonly unranked: readonly string[];
};

/**
 * Ranks by the method's score of the sheet totals. What measures the same (ranking-method.ts says
 * when) ties, and only the ladder resolves it; what that leaves tied shares a rank, and the next
 * one counts everybody before it (1, 2, 2, 4). The order of the input and the names of jurors
 * change nothing.
 */
export function rankProposals(input: RankingInput): Ranking {
  const tallies = tally(input);
  const numbers = new Map(input.proposals.map(({ id, publicNo }) => [id, publicNo]));
  const by = scoreBy(input.method ?? "mean", methodSheets(input), fullPoints(input.criteria));
  const scoreOf = (id: string): MethodScore =>
    by.scores.get(numbers.get(id) ?? 0) ?? { measure: { num: 0, den: 1 }, percent: 0 };
  const byNumber = (ids: readonly string[]) =>
    [...ids].sort((a, b) => (numbers.get(a) ?? 0) - (numbers.get(b) ?? 0));
  const ranked = byNumber([...tallies.keys()]);
  const measures = ladderMeasures(input, tallies);
  const equalScores = groupBy(ranked, (id) => scoreOf(id).measure) ?? [];
  const ties = equalScores.map((group) => ({ group, ...breakTie(group, measures) }));
  const places = placed(
    ties.flatMap(({ group, groups }) =>
      groups.map((shared) => ({ group, shared: byNumber(shared) })),
    ),
  );
  const rankOf = new Map(places.flatMap(({ rank, shared }) => shared.map((id) => [id, rank])));
  return {
    by,
    rows: places.flatMap(({ rank, group, shared }) =>
      shared.map((id) => ({
        ...figures(input.criteria, tallies.get(id) ?? []),
        proposalId: id,
        publicNo: numbers.get(id) ?? 0,
        rank,
        score: scoreOf(id).percent,
        tiedWith: group.filter((other) => other !== id),
        sharesWith: shared.filter((other) => other !== id),
      })),
    ),
    resolvedTies: ties.flatMap(({ resolved }) => resolved),
    openTies: ties.flatMap(({ awaitVote }) =>
      awaitVote.map((ids) => ({ rank: rankOf.get(ids[0] ?? "") ?? 0, proposalIds: ids })),
    ),
    unranked: byNumber(input.proposals.map(({ id }) => id).filter((id) => !tallies.has(id))),
  };
}

/** The counted sheets of ranked proposals, as methods take them. */
export function methodSheets(
  input: Pick<RankingInput, "proposals" | "sheets" | "recusals" | "criteria">,
): MethodSheet[] {
  const numbers = new Map(input.proposals.map(({ id, publicNo }) => [id, publicNo]));
  return countedSheets(input).flatMap(({ jurorId, proposalId, scores }) => {
    const publicNo = numbers.get(proposalId);
    return publicNo === undefined
      ? []
      : [{ jurorId, publicNo, points: sheetPoints(scores, input.criteria) }];
  });
}

/**
 * The sheets that count: the highest version of each juror on each proposal, without recused pairs.
 */
export function countedSheets({
  sheets,
  recusals,
}: Pick<RankingInput, "sheets" | "recusals">): DeliveredSheet[] {
  const recused = new Set(
    recusals.map(([proposalId, jurorId]) => JSON.stringify([proposalId, jurorId])),
  );
  const latest = new Map<string, DeliveredSheet>();
  for (const sheet of sheets) {
    const pair = JSON.stringify([sheet.proposalId, sheet.jurorId]);
    if (!recused.has(pair) && sheet.version > (latest.get(pair)?.version ?? -Infinity))
      latest.set(pair, sheet);
  }
  return [...latest.values()];
}

type CountedSheet = Pick<DeliveredSheet, "scores" | "round"> & { readonly points: number };
type Tallies = ReadonlyMap<string, readonly CountedSheet[]>;

/** Counted sheets by proposal; a proposal without any is not in it. */
function tally(input: RankingInput): Tallies {
  const counted = countedSheets(input).map((sheet) => ({
    ...sheet,
    points: sheetPoints(sheet.scores, input.criteria),
  }));
  const ranked = new Set(input.proposals.map(({ id }) => id));
  return groupedBy(
    counted.filter(({ proposalId }) => ranked.has(proposalId)),
    ({ proposalId }) => proposalId,
  );
}

const measured = (
  tallies: Tallies,
  id: string,
  of: (sheets: readonly CountedSheet[]) => Fraction,
) => of(tallies.get(id) ?? []);

function meanScore(sheets: readonly CountedSheet[], key: string): Fraction {
  return mean(sheets.map(({ scores }) => scores[key] ?? 0));
}

const totals = (sheets: readonly CountedSheet[]) => sheets.map(({ points }) => points);

/**
 * The ladder as measures: `next` stands for every criterion after the heaviest; equal weights keep
 * the edition's order.
 */
function ladderMeasures(input: RankingInput, tallies: Tallies): Measure[] {
  const [heaviest, ...next] = [...input.criteria].sort((a, b) => b.weight - a.weight);
  const onCriteria = (rung: TieRung, criteria: readonly ScoredCriterion[]): Measure[] =>
    criteria.map(({ key }) => ({
      rung,
      criterionKey: key,
      of: (id) => measured(tallies, id, (sheets) => meanScore(sheets, key)),
    }));
  const positions = new Map(input.votes.map(({ proposalId, position }) => [proposalId, position]));
  const rungs: Record<TieRung, Measure[]> = {
    heaviest: onCriteria("heaviest", heaviest ? [heaviest] : []),
    next: onCriteria("next", next),
    median: [
      { rung: "median", of: (id) => measured(tallies, id, (sheets) => median(totals(sheets))) },
    ],
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
function placed<T extends { readonly shared: readonly string[] }>(
  groups: readonly T[],
): (T & { rank: number })[] {
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
    mean: percent(mean(totals(sheets))),
    median: percent(median(totals(sheets))),
    sheets: sheets.length,
    later: sheets.filter(({ round = 1 }) => round > 1).length,
    perCriterion: criteria.map(({ key }) => {
      const { num, den } = meanScore(sheets, key);
      return { key, mean: num / den };
    }),
  };
}
