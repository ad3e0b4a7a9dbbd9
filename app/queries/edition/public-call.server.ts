import type { JuryException } from "#app/domain/jury/promise.ts";
import { type PrizeFate } from "#app/domain/awards/award.ts";
import { type ShortlistRule, shortlistRule } from "#app/domain/ranking/shortlist.ts";
import { textsSchema } from "#app/domain/edition/settings.ts";
import type { EditionCard, SponsorView } from "#app/domain/edition/card.ts";
import { type VoteTie } from "#app/domain/vote/employees-vote.ts";
import { activationFloor } from "#app/domain/passes/eligibility.ts";
import { inLocale, type Locale } from "#app/domain/locale.ts";
import { localised } from "#app/domain/localised.ts";
import { phaseHas } from "#app/domain/phase.ts";
import { type RankingMethod, rankingMethods } from "#app/domain/ranking/method.ts";
import { tieRungs, type TieRung } from "#app/domain/ranking/tie.ts";
import { refuse } from "#app/domain/refusal.ts";
import { fingerprint } from "#app/sealing/manifest.ts";
import { parseStatement } from "#app/sealing/statement.ts";
import { juryExceptionsOf } from "#app/queries/jury/jury-exceptions.server.ts";
import { db, type Prisma } from "#app/platform/db.server.ts";
import { countEligible } from "./edition-facts.server.ts";
import { activatedAtMidnight } from "#app/queries/passes/pass-count.server.ts";
import {
  cardParts,
  editionCard,
  handedInAtMidnight,
  sponsorsOf,
  visible,
} from "./public-edition.server.ts";
import { amendmentsOf } from "#app/queries/opening/statements.server.ts";
import { z } from "zod";

/** The call: everything the rules of an edition say. */
export type Call = EditionCard & {
  rules: string;
  handedIn: number | null;
  /** null where employees do not vote */
  vote: { startsAt: string | null; endsAt: string | null; tie: VoteTie } | null;
  graceMinutes: number;
  objectionMinutes: number;
  answerMinutes: number;
  contestMinutes: number;
  /** organisers asked something on some proposals */
  questions: boolean;
  passesPerPerson: number;
  minCategories: number;
  maxCategories: number;
  jury: { perProposal: number; internal: number; external: number };
  /** reasons to go on although the jury was not so */
  juryExceptions: JuryException[];
  /** proposers may name two jurors behind the seal; until when, once they were asked */
  sealedConflicts: { until: string | null } | null;
  method: RankingMethod;
  ladder: TieRung[];
  minimumScore: number;
  /** null: there is none */
  shortlist: ShortlistRule | null;
  secondRoundJurors: number;
  publishedDepth: number;
  reserveDepth: number;
  categories: { key: string; name: string; description: string; colour: string }[];
  criteria: {
    key: string;
    name: string;
    description: string;
    weight: number;
    maxScore: number;
    anchors: { score: number; label: string }[];
  }[];
  awards: { name: string; places: number; prize: string; sponsor: string }[];
  awardTerms: { maxPrizes: number; leftovers: PrizeFate; unclaimed: PrizeFate };
  /**
   * what all prizes together may be worth, and how much of it may be public money, in cents; null:
   * nothing is said
   */
  budget: { cents: number; publicCents: number } | null;
  sponsors: SponsorView[];
  custodians: { titles: string[]; quorum: number };
  /** in force, the hash in base64url */
  amendments: {
    opensAt?: string | undefined;
    closesAt?: string | undefined;
    reason: string;
    hash: string;
    since: string;
  }[];
  fingerprint: string | null;
  /**
   * from the announcement until the opening; `activated` as of last midnight and in tens, so that
   * nobody's sign-in can be timed
   */
  threshold: { floor: number; activated: number; reason: string } | null;
};

const callParts = {
  ...cardParts,
  categories: { orderBy: { position: "asc" } },
  criteria: { orderBy: { position: "asc" } },
  custodians: { orderBy: { position: "asc" }, select: { title: true } },
  awardRules: {
    orderBy: { position: "asc" },
    include: {
      sponsor: { select: { name: true } },
      prize: { include: { sponsor: { select: { name: true } } } },
    },
  },
  manifest: { select: { hash: true } },
} as const satisfies Prisma.EditionInclude;

export async function callPage(code: string, locale: Locale): Promise<Call> {
  const row = await db().edition.findUnique({ where: { code, ...visible }, include: callParts });
  if (!row) throw refuse("not-found");
  const say = (text: Prisma.JsonValue) => inLocale(localised.parse(text), locale);
  const texts = textsSchema.parse(row.texts);
  return {
    ...editionCard(row, locale),
    rules: inLocale({ it: texts.it?.rules, en: texts.en?.rules }, locale),
    handedIn: await handedInAtMidnight(code),
    graceMinutes: row.graceMinutes,
    objectionMinutes: row.objectionMinutes,
    answerMinutes: row.answerMinutes,
    contestMinutes: row.contestMinutes,
    questions: phaseHas(row.phase, "screens") && (await hasQuestions(row.id)),
    passesPerPerson: row.passesPerPerson,
    minCategories: row.minCategories,
    maxCategories: row.maxCategories,
    jury: {
      perProposal: row.jurorsPerProposal,
      internal: row.minInternal,
      external: row.minExternal,
    },
    sealedConflicts: row.sealedConflicts
      ? { until: row.conflictsUntil?.toISOString() ?? null }
      : null,
    method: z.enum(rankingMethods).parse(row.rankingMethod),
    ladder: z.array(z.enum(tieRungs)).catch([]).parse(row.tieLadder),
    minimumScore: row.minimumScore,
    shortlist: shortlistRule(row),
    secondRoundJurors: row.secondRoundJurors,
    publishedDepth: row.publishedDepth,
    reserveDepth: row.reserveDepth,
    categories: row.categories.map(({ key, name, description, colour }) => ({
      key,
      name: say(name),
      description: say(description),
      colour,
    })),
    criteria: row.criteria.map(({ key, name, description, weight, maxScore, anchors }) => ({
      key,
      weight,
      maxScore,
      name: say(name),
      description: say(description),
      anchors: labels(anchors, locale),
    })),
    awards: row.awardRules.map(({ name, places, prize, sponsor }) => ({
      name: say(name),
      places,
      prize: prize ? say(prize.name) : "",
      sponsor: prize?.sponsor.name ?? sponsor?.name ?? "",
    })),
    vote: row.employeesVote
      ? {
          startsAt: row.voteStartsAt?.toISOString() ?? null,
          endsAt: row.voteEndsAt?.toISOString() ?? null,
          tie: row.voteTie,
        }
      : null,
    awardTerms: {
      maxPrizes: row.maxPrizes,
      leftovers: row.leftovers,
      unclaimed: row.unclaimed,
    },
    budget:
      row.budgetCents === null
        ? null
        : { cents: row.budgetCents, publicCents: row.publicMoneyCents },
    sponsors: await sponsorsOf(code, locale),
    custodians: { titles: row.custodians.map(({ title }) => title), quorum: row.quorum },
    juryExceptions: await juryExceptionsOf(row.id),
    amendments: await amendmentsInForce(row.id),
    fingerprint: row.manifest ? fingerprint(row.manifest.hash) : null,
    threshold: await threshold(row),
  };
}

async function amendmentsInForce(editionId: string): Promise<Call["amendments"]> {
  return (await amendmentsOf(editionId)).flatMap(({ json, hash, appliedAt }) => {
    const statement = parseStatement(json);
    if (statement.kind !== "AMENDMENT" || !appliedAt) return [];
    const { opensAt, closesAt, reason } = statement;
    return [{ opensAt, closesAt, reason, hash, since: appliedAt }];
  });
}

/** Alike whichever proposals they are about. */
async function hasQuestions(editionId: string): Promise<boolean> {
  return (await db().message.count({ where: { kind: "QUESTION", proposal: { editionId } } })) > 0;
}

function labels(anchors: Prisma.JsonValue, locale: Locale): { score: number; label: string }[] {
  const parsed = z.record(z.string(), localised).catch({}).parse(anchors);
  return Object.entries(parsed)
    .map(([score, label]) => ({ score: Number(score), label: inLocale(label, locale) }))
    .sort((a, b) => a.score - b.score);
}

async function threshold({
  id,
  phase,
  activationFloor: set,
  openBelowReason,
}: Prisma.EditionGetPayload<object>): Promise<Call["threshold"]> {
  if (!phaseHas(phase, "passes")) return null;
  const activated = await activatedAtMidnight(id);
  return {
    floor: activationFloor(set, await countEligible(id)),
    activated: Math.floor(activated / 10) * 10,
    reason: openBelowReason ?? "",
  };
}
