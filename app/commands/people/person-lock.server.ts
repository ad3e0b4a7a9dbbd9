import type { Tx } from "#app/platform/db.server.ts";

/**
 * Holds a person until this transaction ends: what says whether somebody may have proposed (passes
 * issued and handed in, roles, a token for the vote) is decided by one at a time. After the lock of
 * the edition's phase, never before it.
 */
export async function lockPerson(tx: Tx, userId: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM "User" WHERE id = ${userId}::uuid FOR UPDATE`;
}
