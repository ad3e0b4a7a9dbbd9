import { reasonIn } from "#app/domain/opening/opening.ts";
import type { OpenedFacts } from "#app/domain/publication/publication.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { holderSchema } from "#app/queries/opening/opening-facts.server.ts";

/** What was settled; an envelope that nobody opened in time names nobody. */
export async function settledFacts(editionId: string, tx: Tx): Promise<OpenedFacts[]> {
  const rows = await tx.openedEnvelope.findMany({
    where: { editionId, settledAt: { not: null } },
    include: { answer: true },
    orderBy: { envelopeId: "asc" },
  });
  return rows.map(({ envelopeId, result, reason, holder, answer }) => {
    const person = holderSchema.safeParse(holder).data;
    return {
      envelopeId,
      why: result === "VALID" ? null : (reasonIn(reason) ?? "altered"),
      name: person ? `${person.name} ${person.surname}`.trim() : null,
      answer,
    };
  });
}
