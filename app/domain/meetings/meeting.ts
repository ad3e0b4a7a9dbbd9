import { z } from "zod";
import { hasReached, type Phase } from "#app/domain/phase.ts";
import { exits, fewestExits, type Discussed } from "./agenda.ts";
import { wholeNumber } from "#app/domain/number.ts";
import type { RefusalCode } from "#app/domain/refusal.ts";
import { isWhole } from "#app/domain/proposal/words.ts";

// A meeting of the jury: who is present, what is discussed in which order, and a note on each.

/** By rank, or so that somebody leaves the room least often. */
export const agendaOrders = ["rank", "exits"] as const;
export type AgendaOrder = (typeof agendaOrders)[number];

const list = <T extends z.ZodType>(each: T) =>
  z.preprocess((sent) => (sent === undefined ? [] : [sent].flat()), z.array(each).max(1000));
const publicNo = wholeNumber(1, 1_000_000);

export const presenceSchema = z.object({ present: list(z.uuid()) });
/** Which proposals are discussed, by hand or all that reach a score, and in which order. */
export const agendaSchema = z.object({
  choice: z.enum(["hand", "threshold"], { error: "required" }),
  numbers: list(publicNo),
  threshold: wholeNumber(0, 100).default(0),
  order: z.enum(agendaOrders, { error: "required" }),
});
export const itemSchema = z.object({ publicNo });

const note = z
  .string()
  .trim()
  .max(4000, { error: "too-long?max=4000" })
  .refine(isWhole, { error: "broken-text" })
  .default("")
  .transform((text) => text.replaceAll("\r\n", "\n"));
/** A note, and the one in whose place it is put: two people write at the same time. */
export const noteSchema = z.object({ publicNo, note, before: note });

/**
 * Null where a meeting may be closed: also after the freeze, when nothing else of it may change.
 */
export function whyNotClose(phase: Phase): RefusalCode | null {
  return hasReached(phase, "deliberation") ? null : "too-early";
}

/** The agenda in the order asked for; `byRank` comes in the order of the ranking. */
export function agendaIn(order: AgendaOrder, byRank: readonly Discussed[]): Discussed[] {
  return order === "rank" ? [...byRank] : fewestExits(byRank);
}

/** How many times somebody leaves the room under each order. */
export function exitsByOrder(byRank: readonly Discussed[]): Record<AgendaOrder, number> {
  return { rank: exits(byRank), exits: exits(fewestExits(byRank)) };
}
