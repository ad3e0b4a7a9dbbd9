import { type DefaultValue, type SubmissionResult, useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import type { z } from "zod";
import { messageOfIssue } from "./form-messages.ts";

type Options<S extends z.ZodType<unknown, Record<string, unknown>>> = { id?: string; defaultValue?: DefaultValue<z.input<S>> };

/**
 * A form of a schema: checked when it is sent and then as it is typed, with the server's answer at its fields. `answer` is
 * what the act answered, a form's result or anything else.
 */
export function useSchemaForm<S extends z.ZodType<unknown, Record<string, unknown>>>(schema: S, answer: object | null | undefined, options: Options<S> = {}) {
  return useForm<z.input<S>, z.output<S>, string[]>({
    ...options,
    lastResult: isReply(answer) ? answer.result : undefined,
    shouldValidate: "onSubmit",
    shouldRevalidate: "onInput",
    onValidate: ({ formData }) => parseWithZod(formData, { schema, error: messageOfIssue }),
  });
}

/** An act answers a form with its result, and anything else without one. */
function isReply(answer: object | null | undefined): answer is { result: SubmissionResult<string[]> } {
  return answer !== null && answer !== undefined && "result" in answer;
}
