import { z } from "zod";
import { wholeNumber } from "#app/domain/number.ts";
import { draftInput, sheetInput, type ScoredCriterion, type Scores } from "./scoring.ts";

/** What a juror writes about one proposal. */
export type SheetContent = { scores: Scores; commentProposer: string; commentJury: string };

const version = wholeNumber(0, 1_000_000);

/**
 * A draft as the page sends it: what was typed, on which stored version (0: none yet), and whether
 * to go on to the next.
 */
export function savedDraftSchema(
  criteria: readonly ScoredCriterion[],
): ReturnType<typeof draftSchema> {
  const rubric = JSON.stringify(criteria.map(({ key, maxScore }) => [key, maxScore]));
  const schema = drafts.get(rubric) ?? draftSchema(criteria);
  if (drafts.size >= 100) drafts.clear();
  drafts.set(rubric, schema);
  return schema;
}

// pages save every few seconds: each rubric's is made once
const drafts = new Map<string, ReturnType<typeof draftSchema>>();

function draftSchema(criteria: readonly ScoredCriterion[]) {
  return draftInput(criteria)
    .extend({ version, then: z.enum(["stay", "next"]).default("stay") })
    .transform(({ scores, ...rest }) => ({ ...rest, scores: given(scores) }));
}

/** A delivered sheet changed in deliberation: complete, on which version, and why. */
export function revisionSchema(criteria: readonly ScoredCriterion[]) {
  return sheetInput(criteria).extend({
    version,
    reason: z.string({ error: "required" }).trim().min(1).max(2000),
  });
}

/** 'Do you think you know the author?' */
export const guesses = ["NO", "PERHAPS", "YES"] as const;
export type Guess = (typeof guesses)[number];
export const guessSchema = z.object({ guess: z.enum(guesses, { error: "required" }) });

/** Why the chair opens a juror's sheets again. */
export const reopeningSchema = z.object({
  jurorId: z.uuid(),
  reason: z.string({ error: "required" }).trim().min(1, { error: "required" }).max(2000),
});

/** True when both say the same. */
export function sameContent(a: SheetContent, b: SheetContent): boolean {
  const keys = new Set([...Object.keys(a.scores), ...Object.keys(b.scores)]);
  return (
    a.commentProposer === b.commentProposer &&
    a.commentJury === b.commentJury &&
    [...keys].every((key) => a.scores[key] === b.scores[key])
  );
}

/** The scores that were chosen. */
function given(scores: Readonly<Record<string, number | undefined>>): Scores {
  return Object.fromEntries(
    Object.entries(scores).flatMap(([key, score]) => (score === undefined ? [] : [[key, score]])),
  );
}

const typedSchema = z.object({
  scores: z.record(z.string(), z.coerce.number()).optional().catch(undefined),
  commentProposer: z.string().optional().catch(undefined),
  commentJury: z.string().optional().catch(undefined),
  reason: z.string().optional().catch(undefined),
});
export type TypedSheet = z.output<typeof typedSchema>;

/** What was typed into a sheet that was not taken, as far as a page can show it again. */
export function typedSheet(sent: unknown): TypedSheet {
  return typedSchema.catch({}).parse(sent);
}
