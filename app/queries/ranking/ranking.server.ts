import { createHmac } from "node:crypto";
import { z } from "zod";
import {
  type AllottedAward,
  type AwardKind,
  type AwardShortage,
} from "#app/domain/awards/award.ts";
import { type Phase, phaseHas } from "#app/domain/phase.ts";
import type { Localised } from "#app/domain/locale.ts";
import { localised } from "#app/domain/localised.ts";
import type { RankingRow } from "#app/domain/ranking/ranking.ts";
import { votableTies, openQuestions } from "#app/domain/ranking/acts.ts";
import {
  composeContent,
  judged,
  withoutProposals,
  type RankingContent,
  type RankingFacts,
  type FrozenVerdict,
} from "#app/domain/ranking/content.ts";
import { voteCountSchema } from "#app/domain/ranking/file.ts";
import { rankIntervals, type RankInterval } from "#app/domain/ranking/interval.ts";
import { type RankingMethod, rankingMethods, type Shortfall } from "#app/domain/ranking/method.ts";
import { tieRungs, type ResolvedTie, type TieRung } from "#app/domain/ranking/tie.ts";
import type { Reason } from "#app/domain/refusal.ts";
import { listedByRule, type ShortlistRule, shortlistRule } from "#app/domain/ranking/shortlist.ts";
import { sheetSeal } from "#app/sealing/audit-chain.ts";
import { canonical, equal, hash, toHex } from "#app/sealing/bytes.ts";
import { db, type Edition, type FreezeCapacity, type Tx } from "#app/platform/db.server.ts";
import { keyEncryptionKey } from "#app/platform/env.server.ts";
import { criteriaOf, scoresOf, type CriterionView } from "#app/queries/edition/criteria.server.ts";
import { forJurors, hiddenFields } from "#app/queries/scoring/jurors-text.server.ts";
import { stateOfRanking, visibleRanking } from "./visible-ranking.server.ts";
import { countVotes } from "#app/queries/vote/employees-vote.server.ts";
import { laterPairs } from "#app/queries/assignment/rounds.server.ts";

/**
 * What keeps a ranking from being frozen: ties that only a vote of the jury can resolve and that
 * have none yet, and how many of the two confirmations are there for the ranking as it is now, by
 * two different people.
 */
export async function freezeState(
  editionId: string,
  tx: Tx = db(),
): Promise<{ openTies: number; confirmations: number }> {
  const facts = await rankingFacts(editionId, tx);
  const verdict = judged(facts);
  const current = confirmedHash(editionId, facts, verdict);
  const rows = await tx.freezeConfirmation.findMany({ where: { editionId } });
  const valid = rows.filter(({ rankingHash }) => equal(rankingHash, current));
  return {
    openTies: verdict.ranking.openTies.length,
    confirmations: new Set(valid.map(({ actorId }) => actorId)).size,
  };
}

/** What chair and organiser confirm and the freeze commits to. */
export async function rankingContent(editionId: string, tx: Tx = db()): Promise<RankingContent> {
  return composeContent(await rankingFacts(editionId, tx), jurorCode(editionId));
}

/**
 * What the freeze commits to: what was confirmed, with the employees' votes counted, which nobody
 * saw before, and the awards that follow.
 */
export async function frozenContent(editionId: string, tx: Tx = db()): Promise<RankingContent> {
  const vote = await countVotes(editionId, tx);
  return composeContent(
    { ...(await rankingFacts(editionId, tx)), ...(vote && { vote }) },
    jurorCode(editionId),
  );
}

/** The same with the votes as a frozen ranking.json counts them. */
export async function contentWithVotes(
  editionId: string,
  frozen: string,
  tx: Tx = db(),
): Promise<RankingContent> {
  return composeContent(
    { ...(await rankingFacts(editionId, tx)), ...votesIn(frozen) },
    jurorCode(editionId),
  );
}

const votesIn = (frozen: string) =>
  z.object({ vote: voteCountSchema.optional() }).parse(JSON.parse(frozen));

/**
 * SHA-256 over the canonical content, without a salt: it serves two people to mean the same, not to
 * commit in public.
 */
export function rankingContentHash(content: RankingContent): Uint8Array<ArrayBuffer> {
  return new Uint8Array(hash("innova.to/confirm/v1|", canonical(content)));
}

/**
 * What two people confirm of a ranking that was judged already: `rankingContentHash` of its
 * content.
 */
export function confirmedHash(
  editionId: string,
  facts: RankingFacts,
  verdict: FrozenVerdict,
): Uint8Array<ArrayBuffer> {
  return rankingContentHash(composeContent(facts, jurorCode(editionId), verdict));
}

/** Everything the ranking follows from; the same number of queries whatever the edition's size. */
export async function rankingFacts(
  editionId: string,
  tx: Tx = db(),
): Promise<RankingFacts & { criteria: CriterionView[] }> {
  const edition = await tx.edition.findUniqueOrThrow({
    where: { id: editionId },
    include: {
      awardRules: { orderBy: [{ position: "asc" }, { id: "asc" }] },
      overrides: { orderBy: [{ at: "asc" }, { id: "asc" }] },
      tieVotes: true,
      shortlisted: { select: { proposalId: true, listed: true, reason: true } },
    },
  });
  const proposals = await tx.proposal.findMany({
    where: { editionId, withdrawn: false, screening: { verdict: "CLEARED" } },
    select: {
      id: true,
      publicNo: true,
      categories: true,
      _count: { select: { envelopes: true } },
      sheets: {
        select: {
          jurorId: true,
          proposalId: true,
          version: true,
          round: true,
          scores: true,
          salt: true,
          commentProposer: true,
          commentJury: true,
        },
      },
      recusals: { select: { jurorId: true } },
      conflicts: { select: { jurorId: true } },
    },
    orderBy: { publicNo: "asc" },
  });
  const excluded = await tx.proposal.findMany({
    where: { editionId, screening: { verdict: "EXCLUDED" } },
    select: { publicNo: true },
  });
  return {
    proposals: proposals.map(({ id, publicNo, categories, _count }) => ({
      id,
      publicNo: publicNo ?? 0,
      categories,
      members: _count.envelopes,
    })),
    sheets: proposals.flatMap(({ sheets }) =>
      sheets.map(({ salt, commentProposer, commentJury, scores, ...sheet }) => ({
        ...sheet,
        scores: scoresOf(scores),
        seal: sheetSeal(salt, commentProposer, commentJury),
      })),
    ),
    recusals: proposals.flatMap(({ id, recusals, conflicts }) =>
      [...recusals, ...conflicts].map(({ jurorId }) => [id, jurorId] as const),
    ),
    criteria: await criteriaOf(editionId, tx),
    method: z.enum(rankingMethods).parse(edition.rankingMethod),
    ladder: edition.tieLadder.filter(isRung),
    votes: edition.tieVotes,
    excluded: excluded.map(({ publicNo }) => publicNo ?? 0),
    rules: edition.awardRules.map((rule) => ({ ...rule, name: localised.parse(rule.name) })),
    prizes: await tx.prize.findMany({
      where: { sponsor: { editionId } },
      select: { id: true, quantity: true, share: true },
      orderBy: [{ sponsor: { position: "asc" } }, { id: "asc" }],
    }),
    overrides: edition.overrides,
    minimumScore: edition.minimumScore,
    maxPerProposal: edition.maxPrizes,
    leftovers: edition.leftovers,
    unclaimed: edition.unclaimed,
    ...(edition.employeesVote ? { voteTie: edition.voteTie } : {}),
    shortlist: shortlistRule(edition),
    decisions: edition.shortlisted,
    waiting: (await laterPairs({ editionId }, tx)).filter(({ done }) => !done),
  };
}

const isRung = (rung: string): rung is TieRung => (tieRungs as readonly string[]).includes(rung);

/**
 * A juror in ranking.json: the same in the whole edition, and a keyed code, so that no id on a page
 * gives it away.
 */
function jurorCode(editionId: string): (jurorId: string) => string {
  return (jurorId) =>
    createHmac("sha256", keyEncryptionKey())
      .update(`innova.to/juror/v1|${editionId}|${jurorId}`)
      .digest("hex")
      .slice(0, 16);
}

// ── the page ─────────────────────────────────────────────────────────────────

export type ProposalName = {
  id: string;
  no: number;
  title: string;
  locale: string;
  categories: string[];
};
export type Confirmation = { capacity: FreezeCapacity; name: string; at: Date; current: boolean };
export type AwardView = {
  ruleId: string;
  no: number;
  ground: AllottedAward["ground"];
  quantity: number;
  reason: string;
  overrideId: string | null;
};
export type RuleView = {
  id: string;
  kind: AwardKind;
  name: Localised;
  categoryKey: string | null;
  places: number;
  prize: { name: Localised; sponsor: string } | null;
};

export type RankingView = {
  asked: RankingMethod;
  applied: RankingMethod;
  shortfall: Shortfall | null;
  /** `listed`: on the shortlist; null where there is none */
  rows: (RankingRow & { interval: RankInterval | null; listed: boolean | null })[];
  shortlist: ShortlistView | null;
  resolvedTies: ResolvedTie[];
  openTies: { rank: number; proposalIds: readonly string[] }[];
  votable: {
    proposals: ProposalName[];
    positions: Record<number, number>;
    reason: string;
    voted: boolean;
  }[];
  unranked: ProposalName[];
  awards: AwardView[];
  shortages: AwardShortage[];
  leftovers: { name: Localised; sponsor: string; quantity: number; of: number }[];
  questions: Reason[];
  hash: string;
  confirmations: Confirmation[];
};

/** The rule, how many of the rows it lists (those come first), and the decisions against it. */
export type ShortlistView = ShortlistRule & {
  byRule: number;
  decisions: { no: number; listed: boolean; reason: string }[];
};

export type RankingPage = {
  phase: Phase;
  capacity: FreezeCapacity;
  /** how many proposals are left out, since the reader is in conflict with them */
  hidden: number;
  criteria: CriterionView[];
  categories: { key: string; name: Localised }[];
  proposals: ProposalName[];
  rules: RuleView[];
  overrides: { id: string; ruleId: string; no: number; reason: string }[];
  /** names the state that is shown; null before there is one */
  version: string | null;
  /** null before deliberation: nobody sees a total until then */
  view: RankingView | null;
};

/**
 * The ranking as an organiser or the jury's chair sees it, without the proposals they are in
 * conflict with; for other jurors there is none.
 */
export async function rankingPage(
  userId: string,
  edition: Edition,
  capacity: FreezeCapacity,
): Promise<RankingPage> {
  const categories = await db().category.findMany({
    where: { editionId: edition.id },
    select: { key: true, name: true },
    orderBy: { position: "asc" },
  });
  const page = {
    phase: edition.phase,
    capacity,
    categories: categories.map(({ key, name }) => ({ key, name: localised.parse(name) })),
  };
  const seen = await seenRanking(userId, edition, capacity);
  if (!seen)
    return {
      ...page,
      hidden: 0,
      criteria: [],
      proposals: [],
      rules: [],
      overrides: [],
      version: null,
      view: null,
    };
  const { version, all, facts, proposals, hidden } = seen;
  const rules = await ruleViews(edition.id);
  const overrides = await db().awardOverride.findMany({
    where: { editionId: edition.id, proposalId: { notIn: [...hidden] } },
    include: { proposal: { select: { publicNo: true } } },
    orderBy: { at: "asc" },
  });
  return {
    ...page,
    hidden: hidden.size,
    criteria: facts.criteria,
    proposals,
    rules,
    overrides: overrides.map(({ id, ruleId, reason, proposal }) => ({
      id,
      ruleId,
      reason,
      no: proposal.publicNo ?? 0,
    })),
    version,
    view: withoutChoice(
      await rankingView(
        edition.id,
        facts,
        proposals,
        overrides,
        rankingContentHash(composeContent(all, jurorCode(edition.id))),
      ),
      rules,
      edition.phase,
    ),
  };
}

/** What the employees chose is shown with the results and not before. */
function withoutChoice(view: RankingView, rules: readonly RuleView[], phase: Phase): RankingView {
  if (phaseHas(phase, "resultsPublic")) return view;
  const chosen = new Set(rules.filter(({ kind }) => kind === "CHOICE").map(({ id }) => id));
  return {
    ...view,
    awards: view.awards.filter(({ ruleId }) => !chosen.has(ruleId)),
    shortages: view.shortages.filter(({ ruleId }) => !chosen.has(ruleId)),
  };
}

/**
 * What a ranking follows from: all of it, and without the proposals that the reader is in conflict
 * with.
 */
export type SeenRanking = {
  /** of `rankingVersion` */ version: string;
  all: RankingFacts;
  facts: Omit<RankingFacts, "criteria"> & { criteria: CriterionView[] };
  proposals: ProposalName[];
  hidden: ReadonlySet<string>;
};

/**
 * What this person sees of the ranking, or null before it may be seen; every page of it asks here.
 */
export async function seenRanking(
  userId: string,
  edition: Edition,
  capacity: FreezeCapacity,
): Promise<SeenRanking | null> {
  const hidden = await visibleRanking(userId, edition, capacity);
  if (!hidden) return null;
  // before the facts: what changes meanwhile makes another one
  const version = await stateOfRanking(edition, hidden);
  const all = await rankingFacts(edition.id);
  const proposals = (await proposalNames(edition.id)).filter(({ id }) => !hidden.has(id));
  return {
    version,
    all,
    facts: { ...withoutProposals(all, hidden), ...(await frozenVotes(edition.id)) },
    proposals,
    hidden,
  };
}

/**
 * Once they are counted, the votes of the employees, from which the awards of later rules follow.
 */
async function frozenVotes(editionId: string) {
  const ranking = await db().ranking.findUnique({ where: { editionId } });
  return ranking ? votesIn(ranking.json) : {};
}

async function rankingView(
  editionId: string,
  facts: RankingFacts,
  proposals: ProposalName[],
  overrides: { id: string; ruleId: string; proposalId: string }[],
  contentHash: Uint8Array,
): Promise<RankingView> {
  const { ranking, listed, allotment } = judged(facts);
  const byId = new Map(proposals.map((proposal) => [proposal.id, proposal]));
  const named = (ids: readonly string[]) =>
    ids.flatMap((id) => byId.get(id) ?? []).sort((a, b) => a.no - b.no);
  const intervals = rankIntervals(ranking.by);
  const { asked, applied, shortfall } = ranking.by;
  return {
    asked,
    applied,
    shortfall,
    rows: ranking.rows.map((row) => ({
      ...row,
      interval: intervals?.get(row.publicNo) ?? null,
      listed: listed && listed.has(row.proposalId),
    })),
    shortlist: facts.shortlist && {
      ...facts.shortlist,
      byRule: listedByRule(facts.shortlist, ranking.rows).size,
      decisions: facts.decisions
        .flatMap(({ proposalId, listed: on, reason }) =>
          named([proposalId]).map(({ no }) => ({ no, listed: on, reason })),
        )
        .sort((a, b) => a.no - b.no),
    },
    resolvedTies: [...ranking.resolvedTies],
    openTies: [...ranking.openTies],
    votable: votableTies(ranking).map((ids) => votableView(named(ids), facts.votes)),
    unranked: named(ranking.unranked),
    awards: allotment.awards.map(({ ruleId, proposalId, ground, reason, quantity = 1 }) => ({
      ruleId,
      ground,
      reason,
      quantity,
      no: byId.get(proposalId)?.no ?? 0,
      overrideId:
        (ground === "override" &&
          overrides.find((each) => each.ruleId === ruleId && each.proposalId === proposalId)?.id) ||
        null,
    })),
    shortages: [...allotment.shortages],
    leftovers: await leftoverViews(editionId, allotment.leftovers),
    questions: openQuestions(ranking, facts.waiting),
    hash: toHex(contentHash),
    confirmations: await confirmationsOf(editionId, contentHash),
  };
}

function votableView(
  proposals: ProposalName[],
  votes: RankingFacts["votes"],
): RankingView["votable"][number] {
  const own = proposals.flatMap(({ id, no }) =>
    votes
      .filter((vote) => vote.proposalId === id)
      .map(({ position, reason }) => ({ no, position, reason })),
  );
  return {
    proposals,
    positions: Object.fromEntries(own.map(({ no, position }) => [no, position])),
    reason: own[0]?.reason ?? "",
    voted: own.length === proposals.length,
  };
}

/**
 * As jurors read them, for the organisers too: the chair has this page beside them, and it is shown
 * in meetings.
 */
async function proposalNames(editionId: string): Promise<ProposalName[]> {
  const rows = await db().proposal.findMany({
    where: { editionId, withdrawn: false, screening: { verdict: "CLEARED" } },
    select: {
      id: true,
      publicNo: true,
      title: true,
      locale: true,
      categories: true,
      ...hiddenFields,
    },
    orderBy: { publicNo: "asc" },
  });
  return rows.map(forJurors).map(({ publicNo, ...rest }) => ({ ...rest, no: publicNo ?? 0 }));
}

async function ruleViews(editionId: string): Promise<RuleView[]> {
  const rows = await db().awardRule.findMany({
    where: { editionId },
    include: { prize: { select: { name: true, sponsor: { select: { name: true } } } } },
    orderBy: [{ position: "asc" }, { id: "asc" }],
  });
  return rows.map(({ id, kind, name, categoryKey, places, prize }) => ({
    id,
    kind,
    categoryKey,
    places,
    name: localised.parse(name),
    prize: prize && { name: localised.parse(prize.name), sponsor: prize.sponsor.name },
  }));
}

async function leftoverViews(
  editionId: string,
  leftovers: readonly { prizeId: string; quantity: number }[],
): Promise<RankingView["leftovers"]> {
  const prizes = await db().prize.findMany({
    where: { sponsor: { editionId } },
    include: { sponsor: { select: { name: true } } },
    orderBy: [{ sponsor: { position: "asc" } }, { id: "asc" }],
  });
  return prizes.map(({ id, name, quantity, sponsor }) => ({
    name: localised.parse(name),
    sponsor: sponsor.name,
    of: quantity,
    quantity: leftovers.find(({ prizeId }) => prizeId === id)?.quantity ?? 0,
  }));
}

async function confirmationsOf(editionId: string, current: Uint8Array): Promise<Confirmation[]> {
  const rows = await db().freezeConfirmation.findMany({
    where: { editionId },
    orderBy: { at: "asc" },
  });
  const people = await db().user.findMany({
    where: { id: { in: rows.map(({ actorId }) => actorId) } },
    select: { id: true, name: true, surname: true },
  });
  const nameOf = (id: string) =>
    people
      .filter((person) => person.id === id)
      .map(({ name, surname }) => `${name} ${surname}`)
      .join("");
  return rows.map(({ capacity, actorId, at, rankingHash }) => ({
    capacity,
    at,
    name: nameOf(actorId),
    current: equal(rankingHash, current),
  }));
}
