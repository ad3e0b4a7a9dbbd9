import { z } from "zod";
import { graceEnd } from "#app/domain/edition.ts";
import { db } from "#app/platform/db.server.ts";
import { currentOpenList } from "./open-list.server.ts";

/** Who an opened envelope names, as it is stored. */
export const holderSchema = z.object({ sub: z.uuid(), name: z.string(), surname: z.string(), staffNumber: z.string(), unit: z.string() });

/** One envelope of the open list, opened or not yet. */
export type OpeningRow = {
  envelopeId: string;
  publicNo: number;
  title: string;
  shares: number;
  result: "VALID" | "INVALID" | null;
  reason: string;
  badShares: number[];
  holder: string | null;
  answer: { named: boolean; prizeAccepted: boolean } | null;
  answerUntil: string | null;
};

/** The opening of an edition, envelope by envelope in the order of the committed list. */
export async function openingOf(editionId: string): Promise<OpeningRow[]> {
  const { openList } = await currentOpenList(editionId);
  const [envelopes, opened, shares, edition] = await Promise.all([
    db().envelope.findMany({ where: { id: { in: openList } }, select: { id: true, proposal: { select: { publicNo: true, title: true } } } }),
    db().openedEnvelope.findMany({ where: { editionId }, include: { answer: true } }),
    db().releasedShare.groupBy({ by: ["envelopeId"], where: { envelopeId: { in: openList } }, _count: true }),
    db().edition.findUniqueOrThrow({ where: { id: editionId }, select: { answerMinutes: true } }),
  ]);
  return openList.map((envelopeId) => {
    const row = opened.find((each) => each.envelopeId === envelopeId);
    const proposal = envelopes.find(({ id }) => id === envelopeId)?.proposal;
    const holder = row?.holder ? holderSchema.parse(row.holder) : null;
    return {
      envelopeId,
      publicNo: proposal?.publicNo ?? 0,
      title: proposal?.title ?? "",
      shares: shares.find((each) => each.envelopeId === envelopeId)?._count ?? 0,
      result: row?.result ?? null,
      reason: row?.reason ?? "",
      badShares: row?.badShares ?? [],
      holder: holder && `${holder.name} ${holder.surname}`,
      answer: row?.answer ?? null,
      answerUntil: row?.result === "VALID" ? graceEnd(row.at, edition.answerMinutes).toISOString() : null,
    };
  });
}

/** The opened envelopes that name this person, for the desk: what the prize is for, and what was answered. */
export async function winsOf(userId: string) {
  const rows = await db().openedEnvelope.findMany({ where: { result: "VALID", holder: { path: ["sub"], equals: userId } }, include: { answer: true } });
  const envelopes = await db().envelope.findMany({ where: { id: { in: rows.map(({ envelopeId }) => envelopeId) } }, select: { id: true, proposal: { select: { title: true, edition: { select: { code: true, phase: true, answerMinutes: true } } } } } });
  return rows.flatMap((row) => {
    const found = envelopes.find(({ id }) => id === row.envelopeId);
    if (!found) return [];
    const { title, edition } = found.proposal;
    const until = graceEnd(row.at, edition.answerMinutes);
    return [{ envelopeId: row.envelopeId, title, edition: edition.code, mayAnswer: edition.phase === "opening" && row.answer === null, until: until.toISOString(), answer: row.answer && { named: row.answer.named, prizeAccepted: row.answer.prizeAccepted } }];
  });
}
