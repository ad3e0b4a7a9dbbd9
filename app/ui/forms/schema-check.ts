import { parseWithZod } from "@conform-to/zod/v4";
import type { z } from "zod";
import { messageOfIssue } from "./form-messages.ts";

/** What a form's schema says of what was typed, as the server will say it. */
export function check<S extends z.ZodType<unknown, Record<string, unknown>>>(
  formData: FormData,
  schema: S,
) {
  return parseWithZod(formData, { schema, error: messageOfIssue });
}
