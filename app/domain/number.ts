import { z } from "zod";

/**
 * A whole number as a form sends it; anything else is told apart from what is too small or too
 * great.
 */
export function wholeNumber(min: number, max: number) {
  return z.coerce.number({ error: notNumber }).int({ error: notNumber }).min(min).max(max);
}

/** A number with decimals as a form sends it, behind a comma or a point. */
export function decimalNumber(min: number, max: number) {
  return z.preprocess(
    (typed) => (typeof typed === "string" ? typed.replace(",", ".") : typed),
    z.coerce
      .number({ error: ({ code }) => (code === "invalid_type" ? "decimal" : undefined) })
      .min(min)
      .max(max),
  );
}

function notNumber({ code, format }: { code?: string; format?: string }): string | undefined {
  return code === "invalid_type" || format === "safeint" ? "number" : undefined;
}
