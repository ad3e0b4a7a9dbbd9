import * as z from "zod/mini";
import { localeSchema } from "#app/domain/localised.ts";
import {
  type Draft,
  horizons,
  type TextField,
  textFieldNames,
  textFields,
  type WordLimit,
} from "./proposal.ts";
import { countWords, isWhole } from "./words.ts";

// What a proposal must be to be handed in: the table of fields as a schema.

/**
 * No field may have more characters than this, whatever its words: it keeps requests within their
 * size class.
 */
const maxCharacters = 8000;

function text(limit: WordLimit) {
  return z.string().check(
    z.trim(),
    z.maxLength(maxCharacters),
    z.refine(isWhole, { error: "broken-text" }),
    z.refine((value) => !limit.required || value.length > 0, { error: "required" }),
    z.refine((value) => countWords(value) <= limit.hard, {
      error: `too-many-words?max=${limit.hard}`,
    }),
  );
}

const texts = Object.fromEntries(
  textFieldNames.map((name) => [name, text(textFields[name])]),
) as Record<TextField, ReturnType<typeof text>>;

/** A complete proposal, whatever the edition; `proposalSchema` adds the edition's categories. */
export const contentSchema = z.object({
  locale: localeSchema,
  ...texts,
  horizon: z.enum(horizons, { error: "required" }),
  categories: z.array(z.string().check(z.maxLength(60))).check(z.maxLength(20)),
  goals: z.array(z.int().check(z.minimum(1), z.maximum(17))).check(z.maxLength(17)),
});

export type Content = z.infer<typeof contentSchema>;

const draftText = z.optional(z.string());

/** A draft as a browser kept it. */
export const draftSchema: z.ZodMiniType<Draft> = z.object({
  ...(Object.fromEntries(textFieldNames.map((name) => [name, draftText])) as Record<
    TextField,
    typeof draftText
  >),
  horizon: draftText,
  categories: z.optional(z.array(z.string())),
  goals: z.optional(z.array(z.int())),
});

export type CategoryRule = { keys: readonly string[]; min: number; max: number };

/** A complete proposal of an edition with these categories. */
export function proposalSchema(rule: CategoryRule) {
  return z.extend(contentSchema, {
    categories: z
      .array(z.string().check(z.refine((key) => rule.keys.includes(key), { error: "invalid" })))
      .check(
        z.minLength(rule.min, { error: `too-few?min=${rule.min}` }),
        z.maxLength(rule.max, { error: `too-many?max=${rule.max}` }),
        z.refine((keys) => new Set(keys).size === keys.length, { error: "invalid" }),
      ),
    goals: contentSchema.shape.goals.check(
      z.refine((goals) => new Set(goals).size === goals.length, { error: "invalid" }),
    ),
  });
}
