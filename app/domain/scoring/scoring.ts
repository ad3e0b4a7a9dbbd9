import { z } from "zod";
import { hasReached, type Phase } from "#app/domain/phase.ts";
import type { Refusal, RefusalCode } from "#app/domain/refusal.ts";

/**
 * What the jury scores: 0 to `maxScore`, both whole numbers, as is the weight. Weights of an
 * announced edition add up to 100.
 */
export type ScoredCriterion = {
  readonly key: string;
  readonly weight: number;
  readonly maxScore: number;
};

/** Criterion key → score. A draft may lack some, a delivered sheet has them all. */
export type Scores = Readonly<Record<string, number>>;

/** A comment has at most so many characters. */
export const commentLimit = 4000;

/** The weighted total of a sheet, 0 to 100, or null as long as it is incomplete. */
export function sheetTotal(scores: Scores, criteria: readonly ScoredCriterion[]): number | null {
  if (!isComplete(scores, criteria)) return null;
  const points = sheetPoints(scores, criteria);
  return (100 * points) / fullPoints(criteria);
}

/**
 * A complete sheet's total in whole points, of `fullPoints`: every criterion brought to the same
 * maximum, so that totals, sums and comparisons of them are exact. Throws when a score is missing:
 * only complete sheets are counted.
 */
export function sheetPoints(scores: Scores, criteria: readonly ScoredCriterion[]): number {
  const scale = commonMaximum(criteria);
  return criteria.reduce((sum, { key, weight, maxScore }) => {
    const score = scores[key];
    if (score === undefined) throw new Error(`A counted score sheet lacks criterion ${key}.`);
    return sum + weight * score * (scale / maxScore);
  }, 0);
}

/** The points of a sheet with every score at its maximum. */
export function fullPoints(criteria: readonly ScoredCriterion[]): number {
  return commonMaximum(criteria) * criteria.reduce((sum, { weight }) => sum + weight, 0);
}

/** Criteria that have no score within their scale yet, in the edition's order. */
export function missingCriteria(scores: Scores, criteria: readonly ScoredCriterion[]): string[] {
  return criteria
    .filter(({ key, maxScore }) => !isOnScale(scores[key], maxScore))
    .map(({ key }) => key);
}

/** True when every criterion has a score within its scale. */
export function isComplete(scores: Scores, criteria: readonly ScoredCriterion[]): boolean {
  return criteria.length > 0 && missingCriteria(scores, criteria).length === 0;
}

/**
 * The schema of a sheet as the juror's page sends it, for these criteria: whole scores on their
 * scale under `scores.<key>`, two comments. Numbers may come as form text; messages are keys under
 * i18n `invalid.*`.
 */
export function sheetInput(criteria: readonly ScoredCriterion[]) {
  return z.object({ scores: z.object(scoreFields(criteria, (score) => score)), ...comments });
}

/** The same for a draft: any score may still be missing. */
export function draftInput(criteria: readonly ScoredCriterion[]) {
  return z.object({
    scores: z.object(scoreFields(criteria, (score) => score.optional())).default({}),
    ...comments,
  });
}

/**
 * Null while a juror may write on a sheet that is not delivered, else why not: while scoring until
 * their own confirmation, and in deliberation on one of a later round.
 */
export function whyNotWriteSheet({
  phase,
  confirmed,
  round,
}: {
  phase: Phase;
  confirmed: boolean;
  round: number;
}): RefusalCode | null {
  if (phase === "deliberation" && round > 1) return null;
  if (phase !== "scoring") return hasReached(phase, "scoring") ? "too-late" : "too-early";
  return confirmed ? "already-confirmed" : null;
}

/**
 * What must be known to decide on a delivery; gathered by one query, for one juror and one
 * proposal.
 */
export type DeliveryFacts = {
  readonly phase: Phase;
  readonly assigned: boolean;
  readonly recused: boolean;
  readonly inConflict: boolean;
  /** The juror confirmed and closed all own sheets. */
  readonly confirmed: boolean;
  readonly scores: Scores;
  readonly criteria: readonly ScoredCriterion[];
  /** Why a sheet is changed after scoring ended; empty while scoring. */
  readonly reason: string;
};

/**
 * Null when the sheet may be delivered, else why not: an assigned juror without recusal or conflict
 * delivers complete sheets while scoring until their own confirmation, and revises them in
 * deliberation with a reason.
 */
export function whyNotDeliver(facts: DeliveryFacts): Refusal | null {
  if (!facts.assigned) return { code: "not-assigned" };
  if (facts.recused) return { code: "recused" };
  if (facts.inConflict) return { code: "conflict" };
  if (facts.phase !== "scoring" && facts.phase !== "deliberation") return { code: "wrong-phase" };
  if (facts.phase === "scoring" && facts.confirmed) return { code: "already-confirmed" };
  if (facts.phase === "deliberation" && facts.reason.trim() === "")
    return { code: "invalid", field: "reason" };
  const [missing] = missingCriteria(facts.scores, facts.criteria);
  return missing === undefined ? null : { code: "incomplete", field: `scores.${missing}` };
}

const comment = z
  .string()
  .max(commentLimit, { error: `too-long?max=${commentLimit}` })
  .default("");
const comments = { commentProposer: comment, commentJury: comment };

function scoreFields<T extends z.ZodType>(
  criteria: readonly ScoredCriterion[],
  field: (score: z.ZodType<number>) => T,
) {
  return Object.fromEntries(
    criteria.map(({ key, maxScore }) => [
      key,
      z.preprocess(fromFormText, field(scoreOf(maxScore))),
    ]),
  );
}

function scoreOf(maxScore: number): z.ZodType<number> {
  return z
    .number({ error: ({ input }) => (input === undefined ? "required" : "format") })
    .int({ error: "format" })
    .min(0, { error: "too-small?min=0" })
    .max(maxScore, { error: `too-big?max=${maxScore}` });
}

/** An untouched form field is empty text, which is no score, and never 0. */
function fromFormText(raw: unknown): unknown {
  if (raw === "") return undefined;
  return typeof raw === "string" && /^\s*-?\d+\s*$/.test(raw) ? Number(raw) : raw;
}

function isOnScale(score: number | undefined, maxScore: number): boolean {
  return score !== undefined && Number.isInteger(score) && score >= 0 && score <= maxScore;
}

function commonMaximum(criteria: readonly ScoredCriterion[]): number {
  return criteria.reduce(
    (lcm, { maxScore }) => (lcm / greatestCommonDivisor(lcm, maxScore)) * maxScore,
    1,
  );
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
