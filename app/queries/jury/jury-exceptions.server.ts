import { juryExceptionSchema } from "#app/domain/jury/exception.ts";
import type { JuryException } from "#app/domain/jury/promise.ts";
import { db, type Tx } from "#app/platform/db.server.ts";

/**
 * The public reasons to go on although the jury was not as the call says, in order of the phases.
 */
export async function juryExceptionsOf(editionId: string, tx: Tx = db()): Promise<JuryException[]> {
  const rows = await tx.juryException.findMany({ where: { editionId }, orderBy: { phase: "asc" } });
  return rows.map((row) => juryExceptionSchema.parse(row));
}
