import type { z } from "zod";
import { Refused, refuse } from "#app/domain/refusal.ts";
import { statusOf } from "./reply.server.ts";

const limit = 4_000_000;

/** A request's JSON body; refuses too-large, and invalid where it is no JSON. */
export async function readJson(request: Request): Promise<unknown> {
  if (Number(request.headers.get("Content-Length") ?? 0) > limit) throw refuse("too-large");
  try {
    return await request.json();
  } catch {
    throw refuse("invalid", { field: "body" });
  }
}

/** Parses the body by `schema`; refuses invalid, naming the field. */
export async function parseJson<S extends z.ZodType>(request: Request, schema: S): Promise<z.output<S>> {
  const parsed = schema.safeParse(await readJson(request));
  if (!parsed.success) throw refuse("invalid", { field: parsed.error.issues[0]?.path.join(".") });
  return parsed.data;
}

/** What an act gives, or its refusal with the status for it: for scripts, which ask without Remix's own loading. */
export async function jsonReply(act: Promise<object>): Promise<Response> {
  try {
    return Response.json(await act);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return Response.json({ refusal: error.refusal }, { status: statusOf(error.refusal.code) });
  }
}
