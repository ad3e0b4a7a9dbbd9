import { expect } from "vitest";
import { db, type Tx } from "#app/platform/db.server.ts";

// Interleavings are forced here instead of hoped for: a transaction of the test holds a lock that the acts come to.

type Hold = (tx: Tx) => Promise<unknown>;

/** How `act` ends when it waits for what `hold` locks or writes, and `meanwhile` writes more. Fails when it waits for nothing. */
export async function interleaved<T>({ hold, act, meanwhile }: { hold: Hold; act(): Promise<T>; meanwhile?: Hold }): Promise<T> {
  const [acted] = await waiting(hold, [act], meanwhile);
  return acted!;
}

/** How these acts end that all have read what is before `hold`'s lock when the first of them goes on. */
export async function atOnce<T>(hold: Hold, ...acts: (() => Promise<T>)[]): Promise<T[]> {
  return Promise.all(await waiting(hold, acts));
}

/** Locks an edition's row as the transition to another phase does. */
export const editionHeld = (id: string): Hold => (tx) => tx.$queryRaw`SELECT id FROM "Edition" WHERE id = ${id}::uuid FOR UPDATE`;

/** Locks an account's row. */
export const personHeld = (id: string): Hold => (tx) => tx.$queryRaw`SELECT id FROM "User" WHERE id = ${id}::uuid FOR UPDATE`;

async function waiting<T>(hold: Hold, acts: (() => Promise<T>)[], meanwhile: Hold = async () => {}): Promise<Promise<T>[]> {
  const { acted } = await db().$transaction(async (tx) => {
    await hold(tx);
    const acted = acts.map((act) => act());
    for (const each of acted) each.catch(() => undefined); // whoever asked is told
    await expect.poll(waiters, { message: "how many wait for the lock" }).toBe(acts.length);
    await meanwhile(tx);
    return { acted };
  }, { timeout: 30_000 });
  return acted;
}

/** How many connections to this file's database wait for a lock. */
export async function waiters(): Promise<number> {
  return (await db().$queryRaw<unknown[]>`SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`).length;
}
