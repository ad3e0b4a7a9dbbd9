import { z } from "zod";

/** A whole number as a form sends it; what is none is told apart from what is too small or too great. */
export function wholeNumber(min: number, max: number) {
  return z.coerce.number({ error: notNumber }).int({ error: notNumber }).min(min).max(max);
}

function notNumber({ code, format }: { code?: string; format?: string }): string | undefined {
  return code === "invalid_type" || format === "safeint" ? "number" : undefined;
}
