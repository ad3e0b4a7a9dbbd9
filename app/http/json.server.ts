import type { z } from "zod";
import { fitsBudget } from "#app/domain/json-budget.ts";
import { refuse } from "#app/domain/refusal.ts";
import { withBody } from "./body.server.ts";

/**
 * A request's JSON body of at most `limit` bytes; refuses too-large, busy, and invalid where it is
 * no JSON or nests too deeply.
 */
async function readJson(request: Request, limit?: number): Promise<unknown> {
  return withBody(request, { limit }, async (body) => {
    const text = body.toString();
    try {
      if (fitsBudget(text)) return JSON.parse(text) as unknown;
    } catch {
      // said below
    }
    throw refuse("invalid", { field: "body" });
  });
}

/** Parses the body by `schema`; refuses invalid, naming the field. */
export async function parseJson<S extends z.ZodType>(
  request: Request,
  schema: S,
  limit?: number,
): Promise<z.output<S>> {
  const parsed = schema.safeParse(await readJson(request, limit));
  if (!parsed.success) throw refuse("invalid", { field: parsed.error.issues[0]?.path.join(".") });
  return parsed.data;
}
