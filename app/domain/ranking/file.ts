import { z } from "zod";
import { awardKinds, prizeFates } from "#app/domain/awards/award.ts";
import { voteTies } from "#app/domain/vote/employees-vote.ts";
import { localised } from "#app/domain/localised.ts";
import type { RankingContent, RankingFacts } from "./content.ts";
import { rankingMethods } from "./method.ts";
import { tieRungs } from "./tie.ts";

// ranking.json: the frozen ranking with all that it follows from, so that a custodian's page can
// compute it again.

const id = z.uuid();
const no = z.int().min(1);
const rung = z.enum(tieRungs);
const kind = z.enum(awardKinds);
const hex = z.string().regex(/^[0-9a-f]{64}$/);

const rules = z.strictObject({
  version: z.literal(1),
  /** absent in a file older than the choice: the mean */
  method: z.enum(rankingMethods).optional(),
  criteria: z.array(z.strictObject({ key: z.string(), weight: z.int(), maxScore: z.int() })),
  ladder: z.array(rung),
  minimumScore: z.number(),
  awards: z.array(
    z.strictObject({
      id,
      position: z.int(),
      kind,
      name: localised,
      categoryKey: z.string().nullable(),
      places: z.int(),
      prizeId: id.nullable(),
    }),
  ),
  prizes: z.array(z.strictObject({ id, quantity: z.int(), share: z.literal("MEMBER").optional() })),
  /** absent where the edition foresaw no shortlist */
  shortlist: z.strictObject({ minimumScore: z.number(), atMost: z.int() }).optional(),
  /** absent: one prize for a proposal, and what nobody gets or takes stays with its sponsor */
  maxPerProposal: z.int().min(2).optional(),
  leftovers: z.enum(prizeFates).optional(),
  unclaimed: z.enum(prizeFates).optional(),
  /** absent where there is no employees' vote */
  voteTie: z.enum(voteTies).optional(),
});

/** The employees' votes as they are written down: small numbers are not. */
export const voteCountSchema = z.strictObject({
  issued: z.int().min(0),
  cast: z.int().min(0).nullable(),
  votes: z.array(z.strictObject({ publicNo: no, count: z.int() })),
});

/** Strict: what is not known here could not be checked, so nothing else may ride along. */
export const rankingFileSchema = z.strictObject({
  v: z.literal(1),
  edition: id,
  manifestHash: hex,
  root: hex,
  salt: hex,
  rules,
  proposals: z.array(
    z.strictObject({
      publicNo: no,
      proposalId: id,
      categories: z.array(z.string()),
      members: z.int().min(2).optional(),
    }),
  ),
  excluded: z.array(no),
  sheets: z.array(
    z.strictObject({
      juror: z.string(),
      publicNo: no,
      version: z.int(),
      scores: z.record(z.string(), z.number()),
      total: z.number().nullable(),
      salt: z.string(),
      comments: z.string(),
      round: z.int().min(2).optional(),
    }),
  ),
  setAside: z.array(z.strictObject({ juror: z.string(), publicNo: no, version: z.int() })),
  /** absent in a file older than the choice */
  notApplied: z
    .strictObject({
      need: z.enum(["sheets", "juror-sheets", "spread", "connected", "surplus"]),
      least: z.int(),
      count: z.int(),
    })
    .nullable()
    .optional(),
  order: z.array(
    z.strictObject({
      publicNo: no,
      proposalId: id,
      rank: z.int(),
      score: z.number().optional(),
      mean: z.number(),
      median: z.number(),
      sheets: z.int(),
    }),
  ),
  ties: z.array(
    z.strictObject({
      rung,
      criterionKey: z.string().nullable(),
      publicNos: z.array(no),
      into: z.array(z.array(no)),
    }),
  ),
  shared: z.array(z.strictObject({ rank: z.int(), publicNos: z.array(no) })),
  votes: z.array(z.strictObject({ publicNo: no, position: z.int(), reason: z.string() })),
  unranked: z.array(no),
  shortlist: z
    .strictObject({
      listed: z.array(no),
      decisions: z.array(z.strictObject({ publicNo: no, listed: z.boolean(), reason: z.string() })),
    })
    .optional(),
  /** the employees' votes; absent where there is no such vote */
  vote: voteCountSchema.optional(),
  overrides: z.array(z.strictObject({ ruleId: id, publicNo: z.int(), reason: z.string() })),
  awards: z.array(
    z.strictObject({
      ruleId: id,
      kind,
      publicNo: no,
      proposalId: id,
      prizeId: id.nullable(),
      ground: z.enum(["rule", "override", "leftover"]),
      reason: z.string(),
      quantity: z.int().min(2).optional(),
    }),
  ),
  openList: z.array(z.strictObject({ envelopeId: id, publicNo: no, ground: z.string() })),
  reserves: z.array(z.strictObject({ envelopeId: id, publicNo: no })),
});
export type RankingFile = z.infer<typeof rankingFileSchema>;

/** The facts that a ranking.json states, from which its order and awards must follow. */
export function factsIn({
  rules,
  proposals,
  excluded,
  sheets,
  setAside,
  votes,
  overrides,
  shortlist,
  vote,
}: RankingFile): RankingFacts {
  const ids = new Map(proposals.map(({ publicNo, proposalId }) => [publicNo, proposalId]));
  const idOf = (publicNo: number) => ids.get(publicNo) ?? `unknown ${publicNo}`;
  return {
    proposals: proposals.map(({ publicNo, proposalId, categories, members }) => ({
      id: proposalId,
      publicNo,
      categories,
      members,
    })),
    sheets: [
      ...sheets.map(({ juror, publicNo, version, scores, salt, comments, round = 1 }) => ({
        jurorId: juror,
        proposalId: idOf(publicNo),
        version,
        scores,
        round,
        seal: { salt, comments },
      })),
      ...setAside.map(({ juror, publicNo, version }) => ({
        jurorId: juror,
        proposalId: idOf(publicNo),
        version,
        scores: {},
      })),
    ],
    recusals: setAside.map(({ publicNo, juror }) => [idOf(publicNo), juror] as const),
    criteria: rules.criteria,
    method: rules.method,
    ladder: rules.ladder,
    votes: votes.map(({ publicNo, ...vote }) => ({ ...vote, proposalId: idOf(publicNo) })),
    excluded,
    rules: rules.awards,
    prizes: rules.prizes,
    overrides: overrides.map(({ publicNo, ...override }) => ({
      ...override,
      proposalId: idOf(publicNo),
    })),
    minimumScore: rules.minimumScore,
    maxPerProposal: rules.maxPerProposal,
    leftovers: rules.leftovers,
    unclaimed: rules.unclaimed,
    voteTie: rules.voteTie,
    vote,
    shortlist: rules.shortlist ?? null,
    decisions: (shortlist?.decisions ?? []).map(({ publicNo, ...decision }) => ({
      ...decision,
      proposalId: idOf(publicNo),
    })),
    waiting: [],
  };
}

/**
 * Which envelopes are opened, on what ground, and which wait in reserve: awarded proposals, then
 * the next in order, of the shortlist where there is one.
 */
export function openingLists(
  { order, awards, shortlist }: Pick<RankingContent, "order" | "awards" | "shortlist">,
  reserveDepth: number,
  envelopesOf: (publicNo: number) => readonly string[],
): Pick<RankingFile, "openList" | "reserves"> {
  const awarded = [...new Set(awards.map(({ publicNo }) => publicNo))];
  const groundOf = (publicNo: number) =>
    awards
      .filter((award) => award.publicNo === publicNo)
      .map(({ kind, ground }) => `${kind}/${ground}`)
      .join("+");
  const waiting = order
    .filter(
      ({ publicNo }) =>
        !awarded.includes(publicNo) && (shortlist?.listed.includes(publicNo) ?? true),
    )
    .slice(0, reserveDepth);
  return {
    openList: awarded.flatMap((publicNo) =>
      envelopesOf(publicNo).map((envelopeId) => ({
        envelopeId,
        publicNo,
        ground: groundOf(publicNo),
      })),
    ),
    reserves: waiting.flatMap(({ publicNo }) =>
      envelopesOf(publicNo).map((envelopeId) => ({ envelopeId, publicNo })),
    ),
  };
}
