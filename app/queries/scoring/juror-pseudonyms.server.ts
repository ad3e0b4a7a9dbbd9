import { pseudonym } from "#app/domain/visibility.ts";
import { inHashOrder } from "#app/sealing/order.ts";
import { db, type Tx } from "#app/platform/db.server.ts";

// What the jurors of a proposal are called among themselves: letters that are the same for every
// reader and say nothing elsewhere. Sheets and messages ask here, so that one juror has one letter.

/**
 * The letter of everybody who delivered a sheet on this proposal, by juror. Whoever steps back
 * later keeps it, unseen, so that nobody else's letter changes; for the same reason whoever comes
 * in a later round has a letter after all others.
 */
export async function pseudonymsOn(
  proposalId: string,
  tx: Tx = db(),
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.scoreSheet.findMany({
    where: { proposalId },
    select: { jurorId: true, round: true },
    distinct: ["jurorId"],
  });
  const ordered = inHashOrder(rows, proposalId, ({ jurorId }) => jurorId).sort(
    (a, b) => a.round - b.round,
  );
  return new Map(ordered.map(({ jurorId }, place) => [jurorId, pseudonym(place)]));
}

/**
 * The jurors whose sheets and words on this proposal still count: neither recused from it nor in
 * conflict.
 */
export function stillJudging(proposalId: string) {
  return { recusals: { none: { proposalId } }, conflicts: { none: { proposalId } } };
}

/** Rows of jurors with their letters, 'A' first and 'AA' after 'Z'. */
export function inPseudonymOrder<R extends { jurorId: string }>(
  rows: readonly R[],
  letters: ReadonlyMap<string, string>,
): (R & { letter: string })[] {
  const places = [...letters.keys()];
  const lettered = rows.map((row) => ({ ...row, letter: letters.get(row.jurorId) ?? "" }));
  return lettered.sort((a, b) => places.indexOf(a.jurorId) - places.indexOf(b.jurorId));
}
