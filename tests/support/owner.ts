import { db, type Tx } from "#app/platform/db.server.ts";

/**
 * What the owner of the database can do: write with the triggers and foreign keys switched off, in
 * one transaction.
 */
export async function asOwner<T>(act: (tx: Tx) => Promise<T>): Promise<T> {
  return db().$transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL session_replication_role = replica`;
    return act(tx);
  });
}
