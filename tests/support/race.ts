import { expect } from "vitest";
import { type BoxTx, readBox } from "#app/box/store.server.ts";
import { db, type Tx } from "#app/platform/db.server.ts";

// Interleavings are forced here instead of hoped for: a transaction of the test holds a lock that
// the acts come to.

type Hold<Transaction> = (tx: Transaction) => Promise<unknown>;
type Meeting<Transaction, T> = {
  hold: Hold<Transaction>;
  act(): Promise<T>;
  meanwhile?: Hold<Transaction>;
};

/** One of our databases: transactions in it, and how many of its connections wait for a lock. */
type Place<Transaction> = {
  begin<T>(act: (tx: Transaction) => Promise<T>): Promise<T>;
  waiters(): Promise<number>;
};

const waiting = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
const unhurried = { timeout: 30_000 };

const main: Place<Tx> = {
  begin: (act) => db().$transaction(act, unhurried),
  waiters: async () => (await db().$queryRawUnsafe<unknown[]>(waiting)).length,
};

const theBox: Place<BoxTx> = {
  begin: (act) => readBox((box) => box.$transaction(act, unhurried)),
  waiters: () => readBox(async (box) => (await box.$queryRawUnsafe<unknown[]>(waiting)).length),
};

/**
 * How `act` ends when it waits for what `hold` locks or writes, and `meanwhile` writes more. Fails
 * when it waits for nothing.
 */
export const interleaved = <T>(meeting: Meeting<Tx, T>) => meet(main, meeting);

/** The same in the ballot box. */
export const interleavedInBox = <T>(meeting: Meeting<BoxTx, T>) => meet(theBox, meeting);

/**
 * How these acts end that all have read what is before `hold`'s lock when the first of them goes
 * on.
 */
export const atOnce = async <T>(hold: Hold<Tx>, ...acts: (() => Promise<T>)[]) =>
  Promise.all(await heldUp(main, hold, acts));

/** The same in the ballot box. */
export const atOnceInBox = async <T>(hold: Hold<BoxTx>, ...acts: (() => Promise<T>)[]) =>
  Promise.all(await heldUp(theBox, hold, acts));

/** Locks an edition's row as the transition to another phase does, or in the box the closing. */
export const editionHeld =
  (id: string): Hold<Pick<Tx, "$queryRaw">> =>
  (tx) =>
    tx.$queryRaw`SELECT id FROM "Edition" WHERE id = ${id}::uuid FOR UPDATE`;

/** Locks an account's row. */
export const personHeld =
  (id: string): Hold<Tx> =>
  (tx) =>
    tx.$queryRaw`SELECT id FROM "User" WHERE id = ${id}::uuid FOR UPDATE`;

/** How many connections to this file's ballot box wait for a lock. */
export const boxWaiters = theBox.waiters;

/** How many connections to this file's main database do. */
export const mainWaiters = main.waiters;

async function meet<Transaction, T>(
  place: Place<Transaction>,
  { hold, act, meanwhile }: Meeting<Transaction, T>,
): Promise<T> {
  const [acted] = await heldUp(place, hold, [act], meanwhile);
  return acted!;
}

async function heldUp<Transaction, T>(
  place: Place<Transaction>,
  hold: Hold<Transaction>,
  acts: (() => Promise<T>)[],
  meanwhile: Hold<Transaction> = async () => {},
): Promise<Promise<T>[]> {
  const { acted } = await place.begin(async (tx) => {
    await hold(tx);
    const acted = acts.map((act) => act());
    for (const each of acted) each.catch(() => undefined); // whoever asked is told
    await expect.poll(place.waiters, { message: "how many wait for the lock" }).toBe(acts.length);
    await meanwhile(tx);
    return { acted };
  });
  return acted;
}
