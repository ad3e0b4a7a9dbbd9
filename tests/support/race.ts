import { expect } from "vitest";
import { db, type Tx } from "#app/platform/db.server.ts";

type Interleaving<T> = {
  /** takes a lock that `act` comes to */
  hold(tx: Tx): Promise<unknown>;
  act(): Promise<T>;
  /** what the other one writes before the lock is free again */
  meanwhile(tx: Tx): Promise<unknown>;
};

/** Forces an interleaving instead of hoping for it: how `act` ends when the other one writes while it waits. Fails when it waits for nothing. */
export async function interleaved<T>({ hold, act, meanwhile }: Interleaving<T>): Promise<T> {
  const { acted } = await db().$transaction(async (tx) => {
    await hold(tx);
    const [{ pid }] = await tx.$queryRaw<[{ pid: number }]>`SELECT pg_backend_pid() AS pid`;
    const acted = act();
    acted.catch(() => undefined); // told below
    await expect.poll(() => waitingFor(pid), { timeout: 20_000, message: "nobody waits for the lock" }).toBe(1);
    await meanwhile(tx);
    return { acted };
  }, { timeout: 30_000 });
  return acted;
}

/** How many connections wait for what this one holds. */
async function waitingFor(pid: number): Promise<number> {
  return (await db().$queryRaw<unknown[]>`SELECT pid FROM pg_stat_activity WHERE ${pid}::int = ANY(pg_blocking_pids(pid))`).length;
}
