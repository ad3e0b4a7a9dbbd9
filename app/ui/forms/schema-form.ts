import { type DefaultValue, type SubmissionResult, useForm } from "@conform-to/react";
import { useEffect, useState } from "react";
import type { z } from "zod";

type FormSchema = z.ZodType<unknown, Record<string, unknown>>;

/** What a field shows first; a number that its schema coerces may be given as one. */
type First<V> = unknown extends V ? string | number | null | undefined : DefaultValue<V>;

type Options<S extends FormSchema> = {
  id?: string;
  defaultValue?: { [K in keyof z.input<S>]?: First<z.input<S>[K]> } | undefined;
};

type Check<S extends FormSchema> = (
  formData: FormData,
) => ReturnType<typeof import("./schema-check.ts").check<S>>;

/**
 * A form of a schema: checked when it is sent and then as it is typed, with the server's answer at
 * its fields. The schema comes when the form is first touched, since most pages are read only: `()
 * => import(…)`. What is sent before it came is checked by the server alone, as everything is.
 * `answer` is what the act answered, a form's result or anything else.
 */
export function useSchemaForm<S extends FormSchema>(
  schema: () => Promise<S>,
  answer: object | null | undefined,
  options: Options<S> = {},
) {
  const [check, setCheck] = useState<Check<S>>();
  const [form, fields] = useForm<z.input<S>, z.output<S>, string[]>({
    ...(options.id && { id: options.id }),
    // Conform writes numbers as texts
    defaultValue: options.defaultValue as DefaultValue<z.input<S>>,
    lastResult: isReply(answer) ? answer.result : undefined,
    shouldValidate: "onSubmit",
    shouldRevalidate: "onInput",
    ...(check && { onValidate: ({ formData }) => check(formData) }),
  });
  useEffect(() => {
    const bring = async ({ target }: FocusEvent) => {
      if (!(target instanceof Element) || target.closest("form")?.id !== form.id) return;
      document.removeEventListener("focusin", bring);
      const [{ check }, known] = await Promise.all([import("./schema-check.ts"), schema()]);
      setCheck(() => (formData: FormData) => check(formData, known));
    };
    document.addEventListener("focusin", bring);
    return () => document.removeEventListener("focusin", bring);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the schema of a form does not change
  }, [form.id]);
  return [form, fields] as const;
}

/** An act answers a form with its result, and anything else without one. */
function isReply(
  answer: object | null | undefined,
): answer is { result: SubmissionResult<string[]> } {
  return answer !== null && answer !== undefined && "result" in answer;
}
