import type { z } from "zod";

/**
 * The search parameters of a request; a schema's fields say by `catch` what a wrong one counts as.
 */
export function searchOf<S extends z.ZodType>(request: Request, schema: S): z.output<S> {
  return schema.parse(Object.fromEntries(new URL(request.url).searchParams));
}
