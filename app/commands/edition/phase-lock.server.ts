import type { Phase } from "#app/domain/phase.ts";
import type { Tx } from "#app/platform/db.server.ts";

/**
 * The edition's phase, which cannot change before this transaction ends; many may hold it at once.
 */
export async function lockPhaseShared(tx: Tx, editionId: string): Promise<Phase> {
  return phaseUnder(
    await tx.$queryRaw<
      Row[]
    >`SELECT phase::text AS phase FROM "Edition" WHERE id = ${editionId}::uuid FOR SHARE`,
  );
}

/**
 * The same, for acts of which one at a time may happen in an edition. No key update: rows that name
 * the edition can still be written by others, such as passes under the lock of a person.
 */
export async function lockPhaseExclusive(tx: Tx, editionId: string): Promise<Phase> {
  return phaseUnder(
    await tx.$queryRaw<
      Row[]
    >`SELECT phase::text AS phase FROM "Edition" WHERE id = ${editionId}::uuid FOR NO KEY UPDATE`,
  );
}

type Row = { phase: Phase };

function phaseUnder([row]: Row[]): Phase {
  if (!row) throw new Error("The edition is gone.");
  return row.phase;
}
