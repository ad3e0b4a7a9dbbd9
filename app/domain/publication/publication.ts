import { z } from "zod";
import { type InvalidReason, whyProposalVoid } from "#app/domain/opening/opening.ts";
import { fileKind } from "#app/domain/proposal/file-kind.ts";
import { awardKinds } from "#app/domain/awards/award.ts";
import type { Localised } from "#app/domain/locale.ts";
import { localeSchema, localised } from "#app/domain/localised.ts";
import { juryExceptionSchema } from "#app/domain/jury/exception.ts";
import { holdersOf } from "#app/domain/awards/handing-over.ts";
import { logoSchema } from "#app/domain/city/logo.ts";
import { shownMinutesSchema, type MinutesFacts } from "#app/domain/meetings/minutes.ts";
import { publicExtract } from "#app/domain/meetings/minutes-view.ts";
import { rankingMethods } from "#app/domain/ranking/method.ts";
import type { Guess } from "#app/domain/scoring/sheet.ts";
import type { CodedUnit } from "#app/domain/statistics/agreement.ts";
import { statisticsOf } from "#app/domain/statistics/view.ts";
import { voteCountSchema } from "#app/domain/ranking/file.ts";

// What is published of an edition, as one document that never changes: public pages, open data and
// downloads read it and nothing else. It is composed here, from facts that name nobody who did not
// agree.

const prizeSchema = z.object({
  name: localised,
  sponsor: z.string(),
  valueCents: z.int().nullable(),
  conditions: localised,
});
const sponsorSchema = z.object({
  name: z.string(),
  url: z.string(),
  tier: z.string(),
  description: localised,
  logo: logoSchema.nullable().default(null),
  prizes: z.array(
    z.object({
      name: localised,
      quantity: z.int(),
      valueCents: z.int().nullable(),
      conditions: localised,
      validUntil: z.string().nullable().default(null),
    }),
  ),
});
const awardSchema = z.object({
  name: localised,
  kind: z.enum(awardKinds),
  /** null: its winner proved void and no reserve was left */
  publicNo: z.int().nullable(),
  ground: z.enum(["rule", "override", "leftover", "reserve"]),
  reason: z.string(),
  prize: prizeSchema.nullable(),
  /** how many of the prize: more than one where each of a team gets one */
  quantity: z.int().default(1),
  declined: z.boolean(),
});
const winnerSchema = z.object({
  publicNo: z.int().nullable(),
  rank: z.int().nullable(),
  mean: z.number().nullable(),
  score: z.number().optional(),
  categories: z.array(z.string()),
  goals: z.array(z.int()),
  horizon: z.string(),
  /** locale → field → text, in the languages it was written in */
  texts: z.partialRecord(localeSchema, z.record(z.string(), z.string())),
  /**
   * the attachments in their order; sha256 in hexadecimal, as in the hash that closing committed to
   */
  files: z.array(z.object({ kind: fileKind, size: z.int(), sha256: z.string() })).default([]),
  /** null: not all of them agreed to be named */
  names: z.array(z.string()).nullable(),
});
const cell = z.object({ key: z.string(), count: z.int() });
const statisticsSchema = z.object({
  submissions: z.int(),
  perCategory: z.array(cell),
  teamSizes: z.array(z.object({ key: z.int(), count: z.int() })),
  participants: z.int(),
  awarded: z.int().nullable(),
  scores: z.array(z.object({ from: z.number(), to: z.number(), count: z.int() })),
  agreement: z.number().nullable(),
  /**
   * answers to 'do you think you know the author?'; null where it was not asked, or hardly answered
   */
  blindness: z.object({ NO: z.int(), PERHAPS: z.int(), YES: z.int() }).nullable().default(null),
  depositPeriods: z.array(z.object({ from: z.string(), to: z.string(), count: z.int() })),
  totals: z
    .object({ eligible: z.int(), activated: z.int(), issued: z.int(), spent: z.int() })
    .nullable(),
});

/**
 * Figures an edition declared elsewhere; `alternatives` are what other sources say of the same
 * figure.
 */
export const declaredSchema = z.object({
  source: localised,
  figures: z.record(z.string(), z.number()),
  alternatives: z.record(z.string(), z.array(z.number())).default({}),
});
export type Declared = z.output<typeof declaredSchema>;

/** Who signed minutes, and the hash of the whole that they signed. */
const signedSchema = z.object({
  version: z.int(),
  hash: z.string(),
  signatures: z.array(
    z.object({
      capacity: z.enum(["CHAIR", "SECRETARY"]),
      name: z.string(),
      at: z.iso.datetime(),
      instead: z.boolean(),
      withheld: z.int(),
    }),
  ),
});

/** The published document; `v` grows when its form does, and every reader parses it. */
export const publishedSchema = z.object({
  v: z.literal(1),
  edition: z.object({
    code: z.string(),
    names: localised,
    timeZone: z.string(),
    opensAt: z.iso.datetime().nullable(),
    closesAt: z.iso.datetime().nullable(),
  }),
  categories: z.array(z.object({ key: z.string(), name: localised, colour: z.string() })),
  seal: z
    .object({
      manifestHash: z.string(),
      root: z.string(),
      proposals: z.int(),
      commitment: z.string(),
    })
    .nullable(),
  publishedDepth: z.int(),
  ranked: z.int(),
  /** the one that was applied; absent in what is not from here, or older than the choice */
  method: z.enum(rankingMethods).optional(),
  /** `score` is the method's, where that is not the mean */
  ranking: z.array(
    z.object({
      rank: z.int(),
      publicNo: z.int(),
      mean: z.number(),
      score: z.number().optional(),
      categories: z.array(z.string()),
      void: z.boolean(),
    }),
  ),
  awards: z.array(awardSchema),
  /** the employees' votes, a list of its own; null where there was no such vote */
  vote: voteCountSchema.nullable().default(null),
  winners: z.array(winnerSchema),
  sponsors: z.array(sponsorSchema),
  jury: z.array(
    z.object({ name: z.string(), kind: z.enum(["INTERNAL", "EXTERNAL"]), chair: z.boolean() }),
  ),
  /** what of the jury's rules did not hold when a phase began, and the public reason to go on */
  juryExceptions: z.array(juryExceptionSchema).default([]),
  /** extracts of signed minutes, where the edition publishes them */
  minutes: z
    .array(z.object({ facts: shownMinutesSchema, withheld: z.int(), signed: signedSchema }))
    .default([]),
  statistics: statisticsSchema,
  declared: declaredSchema.nullable(),
});
export type Published = z.output<typeof publishedSchema>;
export type PublishedWinner = Published["winners"][number];
export type PublishedAward = Published["awards"][number];

/** The parts of ranking.json that are published. */
export const frozenRankingSchema = z.object({
  rules: z.object({ method: z.enum(rankingMethods).default("mean") }).default({ method: "mean" }),
  notApplied: z.unknown(),
  vote: voteCountSchema.optional(),
  order: z.array(
    z.object({
      publicNo: z.int(),
      proposalId: z.string(),
      rank: z.int(),
      mean: z.coerce.number(),
      score: z.number().optional(),
    }),
  ),
  awards: z.array(
    z.object({
      ruleId: z.string(),
      publicNo: z.int(),
      proposalId: z.string(),
      kind: z.enum(awardKinds).optional(),
      prizeId: z.string().nullable().default(null),
      ground: z.enum(["rule", "override", "leftover"]),
      reason: z.string().default(""),
      quantity: z.int().default(1),
    }),
  ),
});
export type FrozenRanking = z.output<typeof frozenRankingSchema>;

/** What a publication is made of; gathered by one query, after the opening. */
export type PublicationFacts = {
  edition: Published["edition"];
  categories: Published["categories"];
  seal: Published["seal"];
  publishedDepth: number;
  frozen: FrozenRanking;
  rules: { id: string; kind: PublishedAward["kind"]; name: Localised }[];
  prizes: ({ id: string } & NonNullable<PublishedAward["prize"]>)[];
  proposals: ProposalFacts[];
  opened: OpenedFacts[];
  /** the reserves that were called, in order, by number */
  called: ReserveCall[];
  /** numbers of the proposals that gave up their prizes */
  forfeited: readonly number[];
  sponsors: Published["sponsors"];
  jury: Published["jury"];
  juryExceptions: Published["juryExceptions"];
  /**
   * of meetings whose minutes chair and secretary signed; none where the edition does not publish
   * them
   */
  minutes: { facts: MinutesFacts; signed: z.output<typeof signedSchema> }[];
  /** per proposal, the totals its jurors gave */
  totalsPerProposal: CodedUnit[];
  guesses: readonly Guess[];
  deposits: { day: string; count: number }[];
  totals: Published["statistics"]["totals"];
  declared: Declared | null;
};
export type ProposalFacts = {
  publicNo: number;
  categories: string[];
  goals: number[];
  horizon: string;
  locale: z.infer<typeof localeSchema>;
  texts: Record<string, string>;
  files: PublishedWinner["files"];
  /** the same as jurors read them */
  jurorsTexts: Record<string, string>;
  envelopeIds: string[];
};
/**
 * An envelope that was opened and judged: `why` it names nobody, or null, its person's name and
 * answer.
 */
export type OpenedFacts = {
  envelopeId: string;
  why: InvalidReason | null;
  name: string | null;
  answer: { named: boolean; prizeAccepted: boolean; notMine: boolean } | null;
};
/** A reserve that stepped in for a proposal that is void or gave up its prizes, by number. */
export type ReserveCall = { voided: number; reserve: number };

/**
 * The document to publish. A void proposal keeps its line and loses its awards to the reserve that
 * was opened for it; one that gave up its prizes keeps its awards, and the prizes stand with the
 * reserve too.
 */
export function composePublication(facts: PublicationFacts): Published {
  const { edition, categories, seal, publishedDepth, frozen, sponsors, declared } = facts;
  const successorOf = successors(
    facts.proposals
      .filter(({ envelopeIds }) => isVoid(envelopeIds, facts.opened))
      .map(({ publicNo }) => publicNo),
    facts.called,
  );
  const proposals = new Map(facts.proposals.map((proposal) => [proposal.publicNo, proposal]));
  const passing = { successorOf, forfeited: new Set(facts.forfeited), called: facts.called };
  const awards = frozen.awards.flatMap((award) =>
    holdersOf(award, passing).map((winner) => publishedAward(award, winner, facts, proposals)),
  );
  const winning = [...new Set(awards.flatMap(({ publicNo }) => publicNo ?? []))];
  const shown = new Set([
    ...frozen.order.filter(({ rank }) => rank <= publishedDepth).map(({ publicNo }) => publicNo),
    ...winning,
  ]);
  return {
    v: 1,
    edition,
    categories,
    seal,
    publishedDepth,
    ranked: frozen.order.length,
    method: frozen.notApplied ? "mean" : frozen.rules.method,
    ranking: frozen.order
      .filter(({ rank }) => rank <= publishedDepth)
      .map(({ rank, publicNo, mean, score }) => ({
        rank,
        publicNo,
        mean,
        score,
        categories: proposals.get(publicNo)?.categories ?? [],
        void: successorOf.has(publicNo),
      })),
    awards,
    vote: frozen.vote ?? null,
    winners: winning
      .flatMap((publicNo) => publishedWinner(proposals.get(publicNo), facts))
      .sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity)),
    sponsors,
    jury: [...facts.jury].sort(
      (a, b) => Number(b.chair) - Number(a.chair) || a.name.localeCompare(b.name, "it"),
    ),
    juryExceptions: facts.juryExceptions,
    minutes: facts.minutes.map(({ facts: minutes, signed }) => ({
      ...publicExtract(minutes, shown),
      signed,
    })),
    statistics: publishedStatistics(facts, winning),
    declared,
  };
}

/**
 * To which proposal an award of each void one passes: the reserve that was called for it, or null
 * when none was left.
 */
export function successors(
  voided: readonly number[],
  called: readonly ReserveCall[],
): Map<number, number | null> {
  return new Map(
    voided.map((publicNo) => [
      publicNo,
      called.find((call) => call.voided === publicNo)?.reserve ?? null,
    ]),
  );
}

function isVoid(envelopeIds: readonly string[], opened: readonly OpenedFacts[]): boolean {
  return (
    whyProposalVoid(opened.filter(({ envelopeId }) => envelopeIds.includes(envelopeId))) !== null
  );
}

/**
 * The names behind a proposal, or null: a team is named only if everybody in it was opened and all
 * who are valid agreed.
 */
export function namesOf(
  envelopeIds: readonly string[],
  opened: readonly OpenedFacts[],
): string[] | null {
  const own = envelopeIds.flatMap((id) => opened.filter(({ envelopeId }) => envelopeId === id));
  const valid = own.filter(({ why }) => why === null);
  const names = valid.flatMap(({ name, answer }) => (answer?.named && name ? [name] : []));
  return own.length === envelopeIds.length && names.length > 0 && names.length === valid.length
    ? names
    : null;
}

function publishedAward(
  { ruleId, publicNo, prizeId, ground, reason, quantity }: FrozenRanking["awards"][number],
  winner: number | null,
  facts: PublicationFacts,
  proposals: ReadonlyMap<number, ProposalFacts>,
): PublishedAward {
  const rule = facts.rules.find(({ id }) => id === ruleId);
  if (!rule) throw new Error("The frozen ranking holds an award without its rule.");
  const prize = facts.prizes.find(({ id }) => id === prizeId);
  return {
    name: rule.name,
    kind: rule.kind,
    publicNo: winner,
    ground: winner === publicNo ? ground : "reserve",
    reason,
    prize: prize
      ? {
          name: prize.name,
          sponsor: prize.sponsor,
          valueCents: prize.valueCents,
          conditions: prize.conditions,
        }
      : null,
    quantity,
    declined: winner !== null && isDeclined(proposals.get(winner)?.envelopeIds ?? [], facts.opened),
  };
}

/** Everybody who could accept the prize declined it; silence keeps it, and so does a dispute. */
export function isDeclined(
  envelopeIds: readonly string[],
  opened: readonly Pick<OpenedFacts, "envelopeId" | "why" | "answer">[],
): boolean {
  const valid = opened.filter(
    ({ envelopeId, why }) => why === null && envelopeIds.includes(envelopeId),
  );
  return (
    valid.length > 0 &&
    valid.every(({ answer }) => answer?.prizeAccepted === false && !answer.notMine)
  );
}

function publishedWinner(
  proposal: ProposalFacts | undefined,
  { frozen, opened }: PublicationFacts,
): PublishedWinner[] {
  if (!proposal) return [];
  const { publicNo, categories, goals, horizon, locale, files, envelopeIds } = proposal;
  const names = namesOf(envelopeIds, opened);
  // what was hidden tells who wrote it: whoever is not named stays hidden there too
  const texts = names ? proposal.texts : proposal.jurorsTexts;
  const place = frozen.order.find((row) => row.publicNo === publicNo);
  return [
    {
      publicNo,
      rank: place?.rank ?? null,
      mean: place?.mean ?? null,
      score: place?.score,
      categories,
      goals,
      horizon,
      texts: { [locale]: texts },
      files,
      names,
    },
  ];
}

function publishedStatistics(
  facts: PublicationFacts,
  winning: readonly number[],
): Published["statistics"] {
  const { deposits, totals, totalsPerProposal, guesses } = facts;
  const proposals = facts.proposals.map(({ categories, envelopeIds }) => ({
    categories,
    people: envelopeIds.length,
  }));
  const means = facts.frozen.order.map(({ mean }) => mean);
  return statisticsOf(
    {
      proposals,
      categoryKeys: facts.categories.map(({ key }) => key),
      deposits,
      totals,
      means,
      totalsPerProposal,
      winning,
      guesses,
    },
    "published",
  )!;
}
