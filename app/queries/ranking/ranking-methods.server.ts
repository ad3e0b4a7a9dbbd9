import { rankIntervals, type RankInterval } from "#app/domain/ranking/interval.ts";
import { type RankingMethod, rankingMethods, type Shortfall } from "#app/domain/ranking/method.ts";
import type { Localised } from "#app/domain/locale.ts";
import {
  countedSheets,
  methodSheets,
  rankProposals,
  type Ranking,
} from "#app/domain/ranking/ranking.ts";
import type { RankingFacts } from "#app/domain/ranking/content.ts";
import { type Agreement, agreementOn } from "#app/domain/statistics/agreement.ts";
import type { Edition, FreezeCapacity } from "#app/platform/db.server.ts";
import { type ProposalName, seenRanking, type SeenRanking } from "./ranking.server.ts";

/**
 * Where a method puts a proposal; `moved` is by how many places up from the edition's own, below 0
 * down.
 */
export type MethodPlace = {
  rank: number;
  score: number;
  moved: number;
  interval: RankInterval | null;
};

/** A method with its ranking, best first, or with what it lacks. */
export type MethodView = {
  method: RankingMethod;
  shortfall: Shortfall | null;
  order: number[];
  places: Record<number, MethodPlace>;
};

export type MethodsPage = {
  capacity: FreezeCapacity;
  /** null before deliberation: nobody sees a total until then */
  comparison: {
    asked: RankingMethod;
    /** the edition's, or the mean where that lacks data */
    applied: RankingMethod;
    shortfall: Shortfall | null;
    methods: MethodView[];
    proposals: ProposalName[];
    /** how many proposals are left out, since the reader is in conflict with them */
    hidden: number;
    agreement: {
      totals: Agreement;
      criteria: { key: string; name: Localised; agreement: Agreement }[];
    };
  } | null;
};

/**
 * The ranking by every method beside each other, for whoever sees the ranking and as far as that.
 * It only informs.
 */
export async function methodsPage(
  userId: string,
  edition: Edition,
  capacity: FreezeCapacity,
): Promise<MethodsPage> {
  const seen = await seenRanking(userId, edition, capacity);
  if (!seen) return { capacity, comparison: null };
  const { facts, proposals, hidden } = seen;
  const own = rankProposals(facts);
  return {
    capacity,
    comparison: {
      asked: own.by.asked,
      applied: own.by.applied,
      shortfall: own.by.shortfall,
      methods: rankingMethods.map((method) => methodView(rankProposals({ ...facts, method }), own)),
      proposals,
      hidden: hidden.size,
      agreement: agreementOf(facts),
    },
  };
}

function methodView({ by, rows }: Ranking, own: Ranking): MethodView {
  const intervals = by.shortfall ? null : rankIntervals(by);
  const ranks = new Map(own.rows.map(({ publicNo, rank }) => [publicNo, rank]));
  return {
    method: by.asked,
    shortfall: by.shortfall,
    order: rows.map(({ publicNo }) => publicNo),
    places: Object.fromEntries(
      rows.map(({ publicNo, rank, score }) => [
        publicNo,
        {
          rank,
          score,
          moved: (ranks.get(publicNo) ?? rank) - rank,
          interval: intervals?.get(publicNo) ?? null,
        },
      ]),
    ),
  };
}

function agreementOf(facts: SeenRanking["facts"]) {
  const sheets = countedSheets(facts);
  const on = (key: string) =>
    agreementOn(
      sheets.map(({ jurorId, proposalId, scores }) => ({
        juror: jurorId,
        proposal: proposalId,
        value: scores[key] ?? 0,
      })),
    );
  return {
    totals: agreementOn(totalsIn(facts)),
    criteria: facts.criteria.map(({ key, name }) => ({ key, name, agreement: on(key) })),
  };
}

function totalsIn(facts: RankingFacts) {
  return methodSheets(facts).map(({ jurorId, publicNo, points }) => ({
    juror: jurorId,
    proposal: publicNo,
    value: points,
  }));
}
