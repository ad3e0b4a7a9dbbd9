import * as z from "zod/mini";
import { localeSchema } from "./localised.ts";
import { countWords, isWhole } from "./words.ts";

// What a proposal says. The fields and their limits are one table: form, server and review page read it.

/** A field's words: `soft` is advised, `hard` is the limit; both are counted by countWords. */
export type WordLimit = { soft: number; hard: number; required: boolean };

export const textFields = {
  title: { soft: 12, hard: 20, required: true },
  summary: { soft: 60, hard: 90, required: true },
  problem: { soft: 200, hard: 400, required: true },
  solution: { soft: 300, hard: 600, required: true },
  beneficiaries: { soft: 60, hard: 120, required: true },
  benefit: { soft: 100, hard: 200, required: true },
  resource: { soft: 60, hard: 120, required: false },
  staff: { soft: 60, hard: 120, required: false },
  cost: { soft: 60, hard: 120, required: false },
  sustainability: { soft: 80, hard: 160, required: false },
} as const satisfies Record<string, WordLimit>;

export type TextField = keyof typeof textFields;
export const textFieldNames = Object.keys(textFields) as TextField[];

/** Fields that take Markdown; the others are plain. */
export const markdownFields: readonly TextField[] = ["problem", "solution"];

/** The steps of the form and the fields on each. */
export const steps = {
  idea: ["title", "summary", "problem", "solution"],
  benefit: ["beneficiaries", "benefit", "resource"],
  feasibility: ["horizon", "staff", "cost", "sustainability"],
  category: ["categories", "goals"],
} as const;
export type Step = keyof typeof steps;

export const horizons = ["short", "medium"] as const;
export const goalNumbers = Array.from({ length: 17 }, (_, i) => i + 1);

/** No field may have more characters than this, whatever its words: it keeps requests within their size class. */
const maxCharacters = 8000;

function text(limit: WordLimit) {
  return z.string().check(
    z.trim(),
    z.maxLength(maxCharacters),
    z.refine(isWhole, { error: "broken-text" }),
    z.refine((value) => !limit.required || value.length > 0, { error: "required" }),
    z.refine((value) => countWords(value) <= limit.hard, { error: `too-many-words?max=${limit.hard}` }),
  );
}

const texts = Object.fromEntries(textFieldNames.map((name) => [name, text(textFields[name])])) as Record<TextField, ReturnType<typeof text>>;

/** A complete proposal, whatever the edition; `proposalSchema` adds the edition's categories. */
export const contentSchema = z.object({
  locale: localeSchema,
  ...texts,
  horizon: z.enum(horizons, { error: "required" }),
  categories: z.array(z.string().check(z.maxLength(60))).check(z.maxLength(20)),
  goals: z.array(z.int().check(z.minimum(1), z.maximum(17))).check(z.maxLength(17)),
});

export type Content = z.infer<typeof contentSchema>;

export type CategoryRule = { keys: readonly string[]; min: number; max: number };

/** A complete proposal of an edition with these categories. */
export function proposalSchema(rule: CategoryRule) {
  return z.extend(contentSchema, {
    categories: z.array(z.string().check(z.refine((key) => rule.keys.includes(key), { error: "invalid" }))).check(
      z.minLength(rule.min, { error: `too-few?min=${rule.min}` }),
      z.maxLength(rule.max, { error: `too-many?max=${rule.max}` }),
      z.refine((keys) => new Set(keys).size === keys.length, { error: "invalid" }),
    ),
    goals: contentSchema.shape.goals.check(z.refine((goals) => new Set(goals).size === goals.length, { error: "invalid" })),
  });
}

/** An unfinished proposal, as the browser keeps it: every field may be missing, none is checked. */
export type Draft = Partial<Record<TextField, string>> & { horizon?: string; categories?: string[]; goals?: number[] };
