import { z } from "zod";
import { type RankingMethod, rankingMethods } from "./method.ts";
import type { RankingInput } from "./ranking.ts";
import { type TieRung, tieRungs } from "./tie.ts";
import { fullPoints } from "#app/domain/scoring/scoring.ts";

// Scores in a file, outside of any edition: to try a method, or to check a published example.

const id = z.union([z.string().min(1), z.number()]).transform(String);
/** Whole points are exact only while they are not too fine. */
const figure = z
  .number()
  .refine((value) => decimalsOf(value) <= 6, { error: "at most 6 decimals" });

const scoresFile = z.object({
  criteria: z
    .array(
      z.object({
        id,
        weight: figure.refine((weight) => weight >= 0, { error: "at least 0" }).default(1),
        min: figure.default(0),
        max: figure,
      }),
    )
    .min(1),
  scores: z.array(z.object({ juror: id, proposal: id, criterion: id, value: figure })).min(1),
  method: z.string().transform(spelled(methodSpellings(), rankingMethods)).default("mean"),
  ladder: z.array(z.string().transform(spelled(rungSpellings(), tieRungs))).default([...tieRungs]),
  votes: z.array(z.object({ proposal: id, position: z.int().min(1) })).default([]),
});
type ScoresFile = z.output<typeof scoresFile>;

/**
 * What a file's ranking is made of; `leftOut` are sheets that lack a criterion, which do not count.
 */
export type ScoresFileRanking = RankingInput & {
  readonly method: RankingMethod;
  readonly leftOut: readonly { juror: string; proposal: string; missing: string[] }[];
};

/**
 * The ranking to compute, or everything that is wrong with the file, each message beginning with
 * the field it is about.
 */
export type ScoresFileResult =
  | { readonly ok: true; readonly input: ScoresFileRanking }
  | { readonly ok: false; readonly messages: readonly string[] };

/** Reads `{criteria, scores, method, ladder}`; `method` is the mean where the file gives none. */
export function readScoresFile(json: unknown): ScoresFileResult {
  const parsed = scoresFile.safeParse(json);
  if (!parsed.success)
    return {
      ok: false,
      messages: parsed.error.issues.map(({ path, message }) => `${fieldName(path)}: ${message}`),
    };
  const file = parsed.data;
  const messages = [...wrongCriteria(file), ...wrongScores(file), ...wrongVotes(file)];
  if (messages.length > 0) return { ok: false, messages };
  const input = inWholePoints(file);
  return fullPoints(input.criteria) > 1e12
    ? {
        ok: false,
        messages: [
          "criteria: their ranges and weights together are too fine for whole points, use fewer decimals",
        ],
      }
    : { ok: true, input };
}

/** The method that a word stands for, or null. */
export function methodNamed(word: string): RankingMethod | null {
  return methodSpellings().get(plain(word)) ?? null;
}

function wrongCriteria({ criteria }: ScoresFile): string[] {
  if (criteria.every(({ weight }) => weight === 0))
    return ["criteria[0].weight: one of them must weigh more than 0"];
  return criteria.flatMap(({ id: own, min, max }, at) => [
    ...(max > min ? [] : [`criteria[${at}].max: must be more than min, ${min}`]),
    ...again(
      criteria.map((each) => each.id),
      own,
      at,
      `criteria[${at}].id`,
      "criteria",
    ),
  ]);
}

function wrongScores({ criteria, scores }: ScoresFile): string[] {
  const seen = new Map<string, number>();
  return scores.flatMap(({ juror, proposal, criterion, value }, at) => {
    const range = criteria.find((each) => each.id === criterion);
    if (!range) return [`scores[${at}].criterion: there is no criterion ${criterion}`];
    const key = JSON.stringify([juror, proposal, criterion]);
    const before = seen.get(key);
    seen.set(key, at);
    return [
      ...(before === undefined
        ? []
        : [
            `scores[${at}]: ${juror} already scored ${proposal} on ${criterion} in scores[${before}]`,
          ]),
      ...(value >= range.min && value <= range.max
        ? []
        : [`scores[${at}].value: must be from ${range.min} to ${range.max}`]),
    ];
  });
}

function wrongVotes({ votes, scores }: ScoresFile): string[] {
  return votes.flatMap(({ proposal }, at) => [
    ...(scores.some((score) => score.proposal === proposal)
      ? []
      : [`votes[${at}].proposal: there is no proposal ${proposal}`]),
    ...again(
      votes.map((each) => each.proposal),
      proposal,
      at,
      `votes[${at}].proposal`,
      "votes",
    ),
  ]);
}

function again(
  list: readonly string[],
  own: string,
  at: number,
  field: string,
  name: string,
): string[] {
  return list.indexOf(own) < at
    ? [`${field}: ${own} is already ${name}[${list.indexOf(own)}]`]
    : [];
}

/**
 * Scales begin at 0 and are whole numbers, as are the weights; proposals are numbered in the order
 * of their ids.
 */
function inWholePoints({ criteria, scores, method, ladder, votes }: ScoresFile): ScoresFileRanking {
  const factorOf = new Map(
    criteria.map(({ id: own, min, max }) => [
      own,
      wholeFactor([
        min,
        max,
        ...scores.filter(({ criterion }) => criterion === own).map(({ value }) => value),
      ]),
    ]),
  );
  const weightFactor = wholeFactor(criteria.map(({ weight }) => weight));
  const whole = (criterion: string, value: number) =>
    Math.round(
      (value - (criteria.find((each) => each.id === criterion)?.min ?? 0)) *
        (factorOf.get(criterion) ?? 1),
    );
  const sheets = new Map<
    string,
    { jurorId: string; proposalId: string; version: number; scores: Record<string, number> }
  >();
  for (const { juror, proposal, criterion, value } of scores) {
    const key = JSON.stringify([juror, proposal]);
    const sheet = sheets.get(key) ?? {
      jurorId: juror,
      proposalId: proposal,
      version: 1,
      scores: {},
    };
    sheet.scores[criterion] = whole(criterion, value);
    sheets.set(key, sheet);
  }
  const missingOn = (sheet: Record<string, number>) =>
    criteria.filter(({ id: own }) => sheet[own] === undefined).map(({ id: own }) => own);
  return {
    proposals: [...new Set(scores.map(({ proposal }) => proposal))]
      .sort()
      .map((proposal, at) => ({ id: proposal, publicNo: at + 1 })),
    sheets: [...sheets.values()].filter((sheet) => missingOn(sheet.scores).length === 0),
    leftOut: [...sheets.values()]
      .map((sheet) => ({
        juror: sheet.jurorId,
        proposal: sheet.proposalId,
        missing: missingOn(sheet.scores),
      }))
      .filter(({ missing }) => missing.length > 0),
    recusals: [],
    criteria: criteria.map(({ id: key, weight, max }) => ({
      key,
      weight: Math.round(weight * weightFactor),
      maxScore: whole(key, max),
    })),
    method,
    ladder,
    votes: votes.map(({ proposal, position }) => ({ proposalId: proposal, position })),
  };
}

/** The least power of ten that makes all of them whole. */
function wholeFactor(values: readonly number[]): number {
  return 10 ** Math.max(0, ...values.map(decimalsOf));
}

function decimalsOf(value: number): number {
  const [, decimals = "", exponent = "0"] =
    /^-?\d+(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  return Math.max(0, decimals.length - Number(exponent));
}

/** `["scores", 3, "value"]` → `scores[3].value`; the whole file is `file`. */
function fieldName(path: readonly PropertyKey[]): string {
  const name = path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
    .join("");
  return name.replace(/^\./, "") || "file";
}

/** Letters alone: `Trimmed mean`, `trimmed_mean` and `trimmedMean` are one word. */
function plain(word: string): string {
  return word.toLowerCase().replace(/[^a-z]/g, "");
}

function spelled<T extends string>(spellings: ReadonlyMap<string, T>, names: readonly T[]) {
  return (word: string, context: z.RefinementCtx): T => {
    const name = spellings.get(plain(word));
    if (name) return name;
    context.addIssue({ code: "custom", message: `${word} is none of ${names.join(", ")}` });
    return z.NEVER;
  };
}

function spellingsOf<T extends string>(
  names: readonly T[],
  others: Partial<Record<string, T>>,
): ReadonlyMap<string, T> {
  return new Map([
    ...names.map((name) => [plain(name), name] as const),
    ...Object.entries(others).flatMap(([word, name]) => (name ? [[word, name] as const] : [])),
  ]);
}

function methodSpellings() {
  return spellingsOf<RankingMethod>(rankingMethods, {
    none: "mean",
    average: "mean",
    weightedmean: "mean",
    trimmed: "trimmed-mean",
    truncatedmean: "trimmed-mean",
    z: "z-score",
    zscores: "z-score",
    standardised: "z-score",
    standardized: "z-score",
    bias: "additive",
    jurorbias: "additive",
    additivebias: "additive",
    additivejurorbias: "additive",
    additivemodel: "additive",
    mackay: "additive",
  });
}

function rungSpellings() {
  return spellingsOf<TieRung>(tieRungs, {
    heaviestcriterion: "heaviest",
    nextones: "next",
    nextcriteria: "next",
    jury: "vote",
    juryvote: "vote",
    recordedjuryvote: "vote",
    share: "shared",
  });
}
