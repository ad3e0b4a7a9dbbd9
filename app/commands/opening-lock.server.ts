import { db, type Tx } from "#app/platform/db.server.ts";

/** Told the name of each step of the opening, so that a test can stop it there. */
export type Step = (name: string) => unknown;

export const unwatched: Step = () => undefined;

/** Runs `act` in a transaction that is alone in the edition's opening: what was opened before is known when judging. */
export function alone<T>(editionId: string, act: (tx: Tx) => Promise<T>): Promise<T> {
  return db().$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`opening|${editionId}`}))`;
      return act(tx);
    },
    { timeout: 30_000, maxWait: 30_000 },
  );
}
