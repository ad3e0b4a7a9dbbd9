import {
  allotAwards,
  type AllottedAward,
  type Allotment,
  type AwardCandidate,
  type AwardKind,
  type AwardOverride,
  type AwardRule,
  type PrizeFate,
  type PrizeStock,
} from "#app/domain/awards/award.ts";
import { placesByVotes, type VoteCount, type VoteTie } from "#app/domain/vote/employees-vote.ts";
import { groupedBy } from "#app/domain/grouped-by.ts";
import type { Localised } from "#app/domain/locale.ts";
import {
  countedSheets,
  type DeliveredSheet,
  rankProposals,
  type Ranking,
  type RankingInput,
} from "./ranking.ts";
import type { RankingMethod, Shortfall } from "./method.ts";
import type { ResolvedTie, TieRung } from "./tie.ts";
import { sheetTotal, type Scores } from "#app/domain/scoring/scoring.ts";
import { shortlist, type ShortlistDecision, type ShortlistRule } from "./shortlist.ts";

/**
 * Everything a ranking and its awards follow from; `excluded` are the numbers that screening kept
 * out.
 */
export type RankingFacts = Omit<RankingInput, "proposals" | "votes"> & {
  readonly proposals: readonly {
    readonly id: string;
    readonly publicNo: number;
    readonly categories: readonly string[];
    /** people behind it; one if absent */ readonly members?: number | undefined;
  }[];
  readonly votes: readonly {
    readonly proposalId: string;
    readonly position: number;
    readonly reason: string;
  }[];
  readonly excluded: readonly number[];
  readonly rules: readonly (AwardRule & { readonly name: Localised })[];
  readonly prizes: readonly PrizeStock[];
  readonly overrides: readonly AwardOverride[];
  readonly minimumScore: number;
  /**
   * how many prizes a proposal may get by rule (one if absent), and what becomes of those nobody
   * gets or takes (they stay)
   */
  readonly maxPerProposal?: number | undefined;
  readonly leftovers?: PrizeFate | undefined;
  readonly unclaimed?: PrizeFate | undefined;
  /** how equal numbers of employees' votes end; absent where there is no such vote */
  readonly voteTie?: VoteTie | undefined;
  /**
   * the employees' votes; absent where there are none, and until the freeze counts them: nobody
   * sees them before
   */
  readonly vote?: VoteCount | undefined;
  /** null: this edition foresees no shortlist */
  readonly shortlist: ShortlistRule | null;
  readonly decisions: readonly ShortlistDecision[];
  /** jurors of a second round who still judge */
  readonly waiting: readonly { readonly proposalId: string }[];
};

/**
 * The facts without these proposals: what is shown of a ranking to whoever is in conflict with
 * them. The others are then ranked and awarded among themselves, so that neither a gap in the ranks
 * nor a prize that is gone tells anything.
 */
export function withoutProposals<Facts extends RankingFacts>(
  facts: Facts,
  hidden: ReadonlySet<string>,
): Facts {
  if (hidden.size === 0) return facts;
  const shown = ({ proposalId }: { proposalId: string }) => !hidden.has(proposalId);
  return {
    ...facts,
    proposals: facts.proposals.filter(({ id }) => !hidden.has(id)),
    sheets: facts.sheets.filter(shown),
    recusals: facts.recusals.filter(([proposalId]) => !hidden.has(proposalId)),
    votes: facts.votes.filter(shown),
    overrides: facts.overrides.filter(shown),
    decisions: facts.decisions.filter(shown),
    waiting: facts.waiting.filter(shown),
  };
}

/**
 * What two people confirm and the freeze commits to: plain JSON, the same facts give the same
 * bytes, no juror's name in it. It holds all that it follows from, so that whoever has it can
 * compute it again (ranking-file.ts).
 */
export type RankingContent = {
  rules: {
    version: 1;
    method?: RankingMethod | undefined;
    criteria: { key: string; weight: number; maxScore: number }[];
    ladder: TieRung[];
    minimumScore: number;
    awards: (AwardRule & { name: Localised })[];
    prizes: { id: string; quantity: number; share?: "MEMBER" }[];
    /** absent where the edition foresees none */
    shortlist?: ShortlistRule;
    /** absent for what is usual: one prize for a proposal, prizes that stay where they are */
    maxPerProposal?: number;
    leftovers?: PrizeFate;
    unclaimed?: PrizeFate;
    /** absent where there is no employees' vote */
    voteTie?: VoteTie;
  };
  /** `members` only where a prize goes to each of a team's, and there is more than one */
  proposals: { publicNo: number; proposalId: string; categories: string[]; members?: number }[];
  excluded: number[];
  sheets: {
    juror: string;
    publicNo: number;
    version: number;
    scores: Scores;
    total: number | null;
    salt: string;
    comments: string;
    /** absent for the first */ round?: number;
  }[];
  /** delivered, but of a juror who has since recused or declared a conflict */
  setAside: { juror: string; publicNo: number; version: number }[];
  /** why the method was not applied and the mean was, or null */
  notApplied: Shortfall | null;
  /** `score` is the method's; by the mean it is the mean */
  order: {
    publicNo: number;
    proposalId: string;
    rank: number;
    score?: number;
    mean: number;
    median: number;
    sheets: number;
  }[];
  ties: { rung: TieRung; criterionKey: string | null; publicNos: number[]; into: number[][] }[];
  shared: { rank: number; publicNos: number[] }[];
  votes: { publicNo: number; position: number; reason: string }[];
  unranked: number[];
  /**
   * whom awards may go to, in order of the ranking, and the jury's decisions against the rule;
   * absent without a rule
   */
  shortlist?:
    | {
        listed: number[];
        decisions: { publicNo: number; listed: boolean; reason: string }[];
      }
    | undefined;
  /**
   * the employees' votes; absent where there are none, and in what is confirmed before the freeze
   */
  vote?: VoteCount;
  overrides: { ruleId: string; publicNo: number; reason: string }[];
  awards: {
    ruleId: string;
    kind: AwardKind;
    publicNo: number;
    proposalId: string;
    prizeId: string | null;
    ground: AllottedAward["ground"];
    reason: string;
    /** absent for one */ quantity?: number | undefined;
  }[];
};

/** The ranking, its shortlist (null without a rule) and the awards. */
export type FrozenVerdict = {
  ranking: Ranking;
  listed: ReadonlySet<string> | null;
  allotment: Allotment;
};

/**
 * Ranking, shortlist and awards, decided together: where there is a shortlist, the jury's awards go
 * to nobody else.
 */
export function judged(facts: RankingFacts): FrozenVerdict {
  const ranking = rankProposals(facts);
  const listed = facts.shortlist && shortlist(facts.shortlist, ranking.rows, facts.decisions);
  const proposals = new Map(facts.proposals.map((proposal) => [proposal.id, proposal]));
  const all = ranking.rows.map(({ proposalId, rank, score }) => {
    const { categories = [], members } = proposals.get(proposalId) ?? {};
    return { proposalId, rank, score, categories, members };
  });
  const candidates = all.filter(({ proposalId }) => listed?.has(proposalId) ?? true);
  const { rules, prizes, overrides, minimumScore, maxPerProposal, leftovers } = facts;
  return {
    ranking,
    listed,
    allotment: allotAwards({
      ranking: candidates,
      rules,
      prizes,
      overrides,
      minimumScore,
      maxPerProposal,
      leftovers,
      choice: chosen(facts, all),
    }),
  };
}

/**
 * All ranked proposals by the employees' votes, whatever the jury's shortlist says; nothing until
 * they are counted.
 */
function chosen(
  { vote, voteTie = "shared", proposals }: RankingFacts,
  ranked: readonly AwardCandidate[],
): AwardCandidate[] | undefined {
  const numbers = new Map(proposals.map(({ id, publicNo }) => [id, publicNo]));
  const votes = vote && new Map(vote.votes.map(({ publicNo, count }) => [publicNo, count]));
  return (
    votes &&
    placesByVotes(ranked, ({ proposalId }) => votes.get(numbers.get(proposalId) ?? 0) ?? 0, voteTie)
  );
}

/**
 * The content to commit to. `jurorCode` gives each juror the same nameless id in the whole edition;
 * `verdict` is what `judged` gives of the same facts, for whoever has it already.
 */
export function composeContent(
  facts: RankingFacts,
  jurorCode: (jurorId: string) => string,
  verdict = judged(facts),
): RankingContent {
  const { ranking, listed, allotment } = verdict;
  const numbers = new Map(facts.proposals.map(({ id, publicNo }) => [id, publicNo]));
  const no = (id: string) => numbers.get(id) ?? 0;
  const nos = (ids: readonly string[]) => ids.map(no).sort((a, b) => a - b);
  const kinds = new Map(facts.rules.map(({ id, kind }) => [id, kind]));
  return {
    rules: {
      version: 1,
      method: facts.method,
      ladder: [...facts.ladder],
      minimumScore: facts.minimumScore,
      criteria: facts.criteria.map(({ key, weight, maxScore }) => ({ key, weight, maxScore })),
      awards: facts.rules.map(({ id, position, kind, name, categoryKey, places, prizeId }) => ({
        id,
        position,
        kind,
        name,
        categoryKey,
        places,
        prizeId,
      })),
      prizes: facts.prizes.map(({ id, quantity, share }) => ({
        id,
        quantity,
        ...(share === "MEMBER" ? { share } : {}),
      })),
      ...(facts.shortlist ? { shortlist: { ...facts.shortlist } } : {}),
      ...unusualTerms(facts),
      ...(facts.voteTie ? { voteTie: facts.voteTie } : {}),
    },
    proposals: facts.proposals
      .map(({ id, publicNo, categories, members }) => ({
        publicNo,
        proposalId: id,
        categories: judgedBy(facts, categories),
        ...membersIn(facts, members),
      }))
      .sort((a, b) => a.publicNo - b.publicNo),
    excluded: [...facts.excluded].sort((a, b) => a - b),
    sheets: countedSheets(facts)
      .filter(({ proposalId }) => numbers.has(proposalId))
      .map(
        ({
          jurorId,
          proposalId,
          version,
          scores,
          round = 1,
          seal = { salt: "", comments: "" },
        }) => ({
          juror: jurorCode(jurorId),
          publicNo: no(proposalId),
          version,
          scores,
          total: rounded(sheetTotal(scores, facts.criteria)),
          ...seal,
          ...(round > 1 ? { round } : {}),
        }),
      )
      .sort((a, b) => a.publicNo - b.publicNo || (a.juror < b.juror ? -1 : 1)),
    setAside: setAsideSheets(facts)
      .map(({ jurorId, proposalId, version }) => ({
        juror: jurorCode(jurorId),
        publicNo: no(proposalId),
        version,
      }))
      .sort((a, b) => a.publicNo - b.publicNo || (a.juror < b.juror ? -1 : 1)),
    notApplied: ranking.by.shortfall,
    order: ranking.rows.map(({ publicNo, proposalId, rank, score, mean, median, sheets }) => ({
      publicNo,
      proposalId,
      rank,
      ...(ranking.by.asked === "mean" ? {} : { score: rounded(score)! }),
      mean: rounded(mean)!,
      median: rounded(median)!,
      sheets,
    })),
    ties: ranking.resolvedTies.map((tie) => tieContent(tie, nos)),
    shared: sharedRanks(ranking),
    votes: facts.votes
      .filter(({ proposalId }) => numbers.has(proposalId))
      .map(({ proposalId, position, reason }) => ({ publicNo: no(proposalId), position, reason }))
      .sort((a, b) => a.publicNo - b.publicNo),
    unranked: nos(ranking.unranked),
    ...(listed ? { shortlist: shortlistContent(facts, ranking, listed) } : {}),
    ...(facts.vote ? { vote: facts.vote } : {}),
    overrides: facts.overrides.map(({ ruleId, proposalId, reason }) => ({
      ruleId,
      publicNo: no(proposalId),
      reason,
    })),
    awards: [...allotment.awards]
      .sort((a, b) => Number(b.ground === "override") - Number(a.ground === "override"))
      .map(({ ruleId, proposalId, prizeId, ground, reason, quantity }) => ({
        ruleId,
        kind: kinds.get(ruleId) ?? "OVERALL",
        publicNo: no(proposalId),
        proposalId,
        prizeId,
        ground,
        reason,
        ...(quantity ? { quantity } : {}),
      })),
  };
}

/**
 * What is as usual is left out, so that a file from before there was a choice is still what it was.
 */
function unusualTerms({
  maxPerProposal = 1,
  leftovers,
  unclaimed,
}: RankingFacts): Pick<RankingContent["rules"], "maxPerProposal" | "leftovers" | "unclaimed"> {
  return {
    ...(maxPerProposal === 1 ? {} : { maxPerProposal }),
    ...(leftovers === "next" ? { leftovers } : {}),
    ...(unclaimed === "next" ? { unclaimed } : {}),
  };
}

/** How many are behind a proposal is told only where a prize goes to each of them. */
function membersIn({ prizes, rules }: RankingFacts, members = 1): { members?: number } {
  const matters = prizes.some(
    ({ id, share }) => share === "MEMBER" && rules.some(({ prizeId }) => prizeId === id),
  );
  return matters && members > 1 ? { members } : {};
}

function shortlistContent(
  { decisions }: RankingFacts,
  { rows }: Ranking,
  listed: ReadonlySet<string>,
): RankingContent["shortlist"] {
  const numbers = new Map(rows.map(({ proposalId, publicNo }) => [proposalId, publicNo]));
  return {
    listed: rows.filter(({ proposalId }) => listed.has(proposalId)).map(({ publicNo }) => publicNo),
    decisions: decisions
      .flatMap(({ proposalId, listed: on, reason }) =>
        numbers.has(proposalId) ? [{ publicNo: numbers.get(proposalId)!, listed: on, reason }] : [],
      )
      .sort((a, b) => a.publicNo - b.publicNo),
  };
}

/** The latest sheets that would count, had their jurors not recused or declared a conflict. */
function setAsideSheets({ sheets, recusals, proposals }: RankingFacts): DeliveredSheet[] {
  const known = new Set(proposals.map(({ id }) => id));
  const pair = (proposalId: string, jurorId: string) => JSON.stringify([proposalId, jurorId]);
  const recused = new Set(recusals.map(([proposalId, jurorId]) => pair(proposalId, jurorId)));
  return countedSheets({ sheets, recusals: [] }).filter(
    ({ proposalId, jurorId }) => known.has(proposalId) && recused.has(pair(proposalId, jurorId)),
  );
}

/** Only the categories that an award goes by: the others are nobody's business here. */
function judgedBy({ rules }: Pick<RankingFacts, "rules">, categories: readonly string[]): string[] {
  const awarded = new Set(
    rules
      .filter(({ kind }) => kind === "CATEGORY" || kind === "THEME")
      .map(({ categoryKey }) => categoryKey),
  );
  return categories.filter((key) => awarded.has(key)).sort();
}

function tieContent(
  { rung, criterionKey, proposalIds, into }: ResolvedTie,
  nos: (ids: readonly string[]) => number[],
): RankingContent["ties"][number] {
  return {
    rung,
    criterionKey: criterionKey ?? null,
    publicNos: nos(proposalIds),
    into: into.map(nos),
  };
}

function sharedRanks({ rows }: Ranking): RankingContent["shared"] {
  const shared = groupedBy(
    rows.filter(({ sharesWith }) => sharesWith.length > 0),
    ({ rank }) => rank,
  );
  return [...shared].map(([rank, of]) => ({ rank, publicNos: of.map(({ publicNo }) => publicNo) }));
}

/** To a millionth, so that what is committed is what can be checked. */
function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1e6) / 1e6;
}
