import type { SubmissionResult } from "@conform-to/react";
import { parseWithZod, unstable_coerceFormValue as coerced } from "@conform-to/zod/v4";
import { z } from "zod";
import { Refused, refuse } from "#app/domain/refusal.ts";
import { messageOfIssue } from "#app/ui/forms/form-messages.ts";
import { formOf } from "./body.server.ts";

export type Parsed<T> =
  | { ok: true; value: T; submission: { reply: (options?: object) => SubmissionResult<string[]> } }
  | { ok: false; reply: SubmissionResult<string[]> };

/**
 * Parses a posted form; when it does not fit, `reply` carries the words for each field and what was
 * typed. Refuses too-large beyond `limit` bytes (64 kB where nothing is said), busy, and invalid
 * what is no form of ours.
 */
export async function parseForm<S extends z.ZodType>(
  request: Request,
  schema: S,
  limit?: number,
): Promise<Parsed<z.output<S>>> {
  const form = withoutNul(await formOf(request, limit));
  if (![...form.keys()].every(isFieldName)) throw refuse("invalid", { field: "body" });
  const submission = parseWithZod(form, {
    schema: readingForms(schema),
    disableAutoCoercion: true,
    error: messageOfIssue,
  });
  if (submission.status !== "success") return { ok: false, reply: echoing(submission.reply()) };
  return { ok: true, value: submission.value, submission };
}

/**
 * True for the name of a field as forms have it, such as `milestones[0].title`. Names are read as
 * paths: a list gets as many places as its highest number says, and each part of a path is read
 * inside the one before.
 */
function isFieldName(name: string): boolean {
  return name.length <= 200 && name.split(/[.[]/).length <= 8 && !/\d{4,}\]/.test(name);
}

/**
 * What was typed goes back into the form, but for texts longer than any field takes: a page would
 * carry them twice.
 */
function echoing(reply: SubmissionResult<string[]>): SubmissionResult<string[]> {
  const { initialValue } = reply;
  return initialValue
    ? {
        ...reply,
        initialValue: Object.fromEntries(
          Object.entries(initialValue).filter(
            ([, value]) => typeof value !== "string" || value.length <= longestField,
          ),
        ),
      }
    : reply;
}

const longestField = 40_000;

/**
 * Does `act`; a refusal that names a field is answered there, with words of `invalid.*` under its
 * first reason or its code. Null: done.
 */
export async function atItsField(
  { submission }: Extract<Parsed<unknown>, { ok: true }>,
  act: () => Promise<unknown>,
): Promise<SubmissionResult<string[]> | null> {
  try {
    await act();
    return null;
  } catch (error) {
    if (!(error instanceof Refused) || !error.refusal.field) throw error;
    return submission.reply({
      fieldErrors: {
        [error.refusal.field]: [error.refusal.reasons?.[0]?.key ?? error.refusal.code],
      },
    });
  }
}

/** The id in a posted field; refuses invalid where it is none. */
export async function idIn(request: Request, field: string): Promise<string> {
  const parsed = z.uuid().safeParse((await formOf(request)).get(field));
  if (!parsed.success) throw refuse("invalid", { field });
  return parsed.data;
}

/** The whole number in a posted field; refuses invalid where it is none. */
export async function numberIn(request: Request, field: string): Promise<number> {
  const parsed = z.coerce
    .number()
    .int()
    .safeParse((await formOf(request)).get(field));
  if (!parsed.success) throw refuse("invalid", { field });
  return parsed.data;
}

const reading = new WeakMap<z.ZodType, z.ZodType>();

/**
 * The schema that takes what forms send, made once: making it takes longer than parsing with it.
 */
function readingForms<S extends z.ZodType>(schema: S): ReturnType<typeof coerced<S>> {
  const known = reading.get(schema) ?? coerced(schema);
  reading.set(schema, known);
  return known as ReturnType<typeof coerced<S>>;
}

/** PostgreSQL stores no NUL, and nobody types one: pasted ones are dropped. */
function withoutNul(form: FormData): FormData {
  const clean = new FormData();
  for (const [name, value] of form)
    clean.append(name, typeof value === "string" ? value.replaceAll("\0", "") : value);
  return clean;
}
