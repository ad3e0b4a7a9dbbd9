import * as z from "zod/mini";
import { markKinds } from "./mark.ts";

/** A marked passage between the words around it, as it was sent or kept. */
export const excerptSchema = z.object({
  kind: z.enum(markKinds),
  before: z.string(),
  words: z.string(),
  after: z.string(),
});
