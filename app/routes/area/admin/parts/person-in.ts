import { z } from "zod";
import { refuse } from "#app/domain/refusal.ts";

/** The person a URL names; anything but an id is nobody. */
export function personIn(params: { person?: string }): string {
  const id = z.uuid().safeParse(params.person);
  if (!id.success) throw refuse("not-found");
  return id.data;
}
