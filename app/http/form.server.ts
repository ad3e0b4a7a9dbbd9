import type { SubmissionResult } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import type { z } from "zod";
import { messageOfIssue } from "#app/ui/form-messages.ts";

export type Parsed<T> = { ok: true; value: T; submission: { reply: (options?: object) => SubmissionResult<string[]> } } | { ok: false; reply: SubmissionResult<string[]> };

/** Parses a posted form; when it does not fit, `reply` carries the words for each field and what was typed. */
export async function parseForm<S extends z.ZodType>(request: Request, schema: S): Promise<Parsed<z.output<S>>> {
  const submission = parseWithZod(await request.formData(), { schema, error: messageOfIssue });
  if (submission.status !== "success") return { ok: false, reply: submission.reply() };
  return { ok: true, value: submission.value, submission };
}
