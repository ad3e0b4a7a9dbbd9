import { z } from "zod";
import { type Opened, reasonIn } from "#app/domain/opening/opening.ts";
import { db, type Tx } from "#app/platform/db.server.ts";

/** Who an opened envelope names, as it is stored. */
export const holderSchema = z.object({
  sub: z.uuid(),
  name: z.string(),
  surname: z.string(),
  staffNumber: z.string(),
  unit: z.string(),
});

/** The opened envelopes of an edition as the domain judges them. */
export async function openedFacts(editionId: string, tx: Tx = db()): Promise<Opened[]> {
  const rows = await tx.openedEnvelope.findMany({ where: { editionId } });
  const envelopes = await tx.envelope.findMany({
    where: { id: { in: rows.map(({ envelopeId }) => envelopeId) } },
    select: { id: true, slot: true, proposal: { select: { publicNo: true } } },
  });
  return envelopes.map(({ id, slot, proposal }) => {
    const { result, reason, holder, settledAt } = rows.find(({ envelopeId }) => envelopeId === id)!;
    return {
      envelopeId: id,
      slot,
      publicNo: proposal.publicNo ?? 0,
      settled: settledAt !== null,
      why: result === "VALID" ? null : (reasonIn(reason) ?? "altered"),
      sub: holder ? holderSchema.parse(holder).sub : null,
    };
  });
}

/** The envelopes whose receipt said that the proposal is theirs. */
export async function objectedEnvelopes(editionId: string, tx: Tx = db()): Promise<Set<string>> {
  const rows = await tx.message.findMany({
    where: { kind: "OBJECTION", proposal: { editionId } },
    select: { text: true },
  });
  return new Set(rows.map(({ text }) => text));
}
