import { z } from "zod";
import type { ChainHead } from "#app/sealing/audit-chain.ts";

// The heads of the audit chain this browser has seen at earlier visits: position and hash, nothing
// else. They stay here, where whoever rewrites the database cannot reach them.

const headsSchema = z.array(z.object({ position: z.int(), hash: z.string() }));
const keyOf = (editionId: string) => `innova-heads-${editionId}`;

/** The remembered heads; none where the browser keeps nothing. */
export function rememberedHeads(editionId: string): ChainHead[] {
  try {
    return headsSchema.parse(JSON.parse(localStorage.getItem(keyOf(editionId)) ?? "[]"));
  } catch {
    return [];
  }
}

/**
 * Keeps heads beside the earlier ones; a different hash at the same position is kept too, for both
 * were seen.
 */
export function rememberHeads(editionId: string, seen: readonly ChainHead[]): void {
  const known = rememberedHeads(editionId);
  const added = seen.filter(
    (head) => !known.some(({ position, hash }) => position === head.position && hash === head.hash),
  );
  if (added.length === 0) return;
  try {
    localStorage.setItem(keyOf(editionId), JSON.stringify([...known, ...added]));
  } catch {
    // a browser that keeps nothing: heads from mails can still be pasted
  }
}
