import { hasReached, type Phase } from "#app/domain/phase.ts";
import type { Guess } from "#app/domain/scoring/sheet.ts";
import {
  awarded,
  blindness,
  type Cell,
  type Figure,
  participants,
  perCategory,
  scoreHistogram,
  submissions,
  teamSizes,
} from "./statistics.ts";
import { type CodedUnit, krippendorffAlpha } from "./agreement.ts";
import { depositPeriods, type DepositPeriod } from "./privacy.ts";

// The statistics of an edition, computed once: what is published and what organisers see on the way
// differ by one word.

/**
 * What somebody may see, each more than the one before: the total of a past midnight, counts,
 * scores too, everything that is published.
 */
export const visibilities = ["nothing", "total", "counts", "scores", "published"] as const;
export type Visibility = (typeof visibilities)[number];

/**
 * What of an edition's statistics is seen in a phase. Until closing everybody sees one total;
 * scores wait for the deliberation.
 */
export function statisticsVisibility(phase: Phase, audience: "public" | "organiser"): Visibility {
  if (!hasReached(phase, "open")) return "nothing";
  if (!hasReached(phase, "screening")) return "total";
  if (hasReached(phase, "published")) return "published";
  if (audience === "public") return "nothing";
  return hasReached(phase, "deliberation") ? "scores" : "counts";
}

/** What the figures are computed from; what the viewer may not see need not be loaded. */
export type StatisticsFacts = {
  proposals: readonly { categories: readonly string[]; people: number }[];
  categoryKeys: readonly string[];
  /** days are ISO dates */
  deposits: readonly { day: string; count: number }[];
  totals: Totals | null;
  /** of each scored proposal */
  means: readonly number[];
  /** per proposal, the totals its jurors gave */
  totalsPerProposal: readonly CodedUnit[];
  /** numbers of the proposals with an award; null while none were given */
  winning: readonly number[] | null;
  guesses: readonly Guess[];
};

/** Could take part, got a pass, passes issued, passes used: as counted at closing. */
export type Totals = { eligible: number; activated: number; issued: number; spent: number };

/** Every figure; what may not be seen, or is not known, is null, and without cells. */
export type Statistics = {
  submissions: number;
  perCategory: Cell[];
  teamSizes: Cell<number>[];
  participants: number;
  awarded: number | null;
  scores: { from: number; to: number; count: number }[];
  agreement: number | null;
  blindness: Record<Guess, number> | null;
  depositPeriods: DepositPeriod[];
  totals: Totals | null;
};

/**
 * The figures as this visibility shows them; null where it shows none but the total, or not even
 * that.
 */
export function statisticsOf(facts: StatisticsFacts, visibility: Visibility): Statistics | null {
  const sees = (least: Visibility) =>
    visibilities.indexOf(visibility) >= visibilities.indexOf(least);
  if (!sees("counts")) return null;
  const sizes = teamSizes(facts.proposals.map(({ people }) => Math.max(1, people)));
  return {
    submissions: submissions(facts.proposals),
    perCategory: perCategory(facts.proposals, facts.categoryKeys),
    teamSizes: sizes,
    participants: participants(sizes),
    depositPeriods: depositPeriods(facts.deposits),
    totals: facts.totals,
    scores: sees("scores") ? scoreHistogram(facts.means) : [],
    agreement: sees("scores") ? krippendorffAlpha(facts.totalsPerProposal) : null,
    awarded:
      sees("scores") && facts.winning
        ? awarded(facts.winning.map((no) => ({ proposalId: String(no) })))
        : null,
    blindness: sees("published") ? blindness(facts.guesses) : null,
  };
}

/** The figures that are drawn, each at an address of its own. */
export const chartFigures = [
  "perCategory",
  "teamSizes",
  "scores",
  "depositsPerDay",
] as const satisfies readonly Figure[];
export type ChartFigure = (typeof chartFigures)[number];

/** Those of them for which there is something to draw. */
export function chartsOf({
  perCategory: categories,
  teamSizes: sizes,
  scores,
  depositPeriods: periods,
}: Pick<Statistics, "perCategory" | "teamSizes" | "scores" | "depositPeriods">): ChartFigure[] {
  const length: Record<ChartFigure, number> = {
    perCategory: categories.length,
    teamSizes: sizes.length,
    scores: scores.length,
    depositsPerDay: periods.length,
  };
  return chartFigures.filter((figure) => length[figure] > 0);
}
