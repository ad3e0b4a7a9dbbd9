import { z } from "zod";
import { db, type Tx } from "#app/platform/db.server.ts";

/** The part of ranking.json that the opening needs: who is opened, on what ground, and who waits in reserve. */
export const rankingOpenPart = z.object({
  openList: z.array(z.object({ envelopeId: z.uuid(), publicNo: z.int(), ground: z.string() })),
  reserves: z.array(z.object({ envelopeId: z.uuid(), publicNo: z.int() })),
});

/**
 * The envelopes to open now: those of the awarded proposals, and for each that proved invalid the next reserve of the
 * same commitment. Empty before the ranking is frozen.
 */
export async function currentOpenList(editionId: string, tx: Tx = db()): Promise<{ openList: string[] }> {
  const ranking = await tx.ranking.findUnique({ where: { editionId } });
  if (!ranking) return { openList: [] };
  const { openList, reserves } = rankingOpenPart.parse(JSON.parse(ranking.json));
  const opened = await tx.openedEnvelope.findMany({ where: { editionId }, select: { envelopeId: true, result: true } });
  const invalid = new Set(opened.filter(({ result }) => result === "INVALID").map(({ envelopeId }) => envelopeId));
  const list = openList.map(({ envelopeId }) => envelopeId);
  const waiting = reserves.map(({ envelopeId }) => envelopeId);
  for (let at = 0; at < list.length; at += 1) {
    const next = invalid.has(list[at]!) ? waiting.shift() : undefined;
    if (next) list.push(next);
  }
  return { openList: list };
}
