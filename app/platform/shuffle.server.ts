import { randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { z } from "zod";
import { withClient } from "./client.server.ts";
import { databaseUrl } from "./db.server.ts";
import { now } from "./clock.server.ts";
import { forget, once } from "./once.server.ts";

// The shuffle (sealing.md §6), for what /p still writes into the main database after closing. PostgreSQL writes into every
// row which transaction made it, and lays rows down in the order they came; whoever reads that beside the sessions learns
// who wrote what. So these tables, and the ones that show when somebody was there, are written anew in random order in one
// transaction, and compacted, so that nothing of the old order is left in their files.

type Table = { name: string; rows: string };

const tables: Table[] = [
  ...["SpentToken", "Message", "BlockedPair", "Activation", "VoteIssue", "Certificate", "Session", "Authenticator", "Passkey", "RecoveryCode"].map((name) => ({ name, rows: "true" })),
  { name: "Ballot", rows: `"editionId" IN (SELECT id FROM "Edition" WHERE phase < 'frozen')` }, // later ones are locked, and were shuffled by the freeze
];

/** Its rows say in their headers when each person last signed in or took passes; they are only touched, never removed. */
const touched = "User";

type Run = (sql: string) => Promise<unknown>;

/** Rewrites the rows inside the caller's transaction. */
async function shuffleRows(run: Run): Promise<void> {
  // writers wait, readers do not; the wait is shorter than PostgreSQL's before it looks for deadlocks, so that in doubt it
  // is the shuffle that gives way
  await run("SET LOCAL lock_timeout = '400ms'");
  await run(`LOCK TABLE ${[...tables.map(({ name }) => `"${name}"`), `"${touched}"`].join(", ")} IN SHARE ROW EXCLUSIVE MODE`);
  for (const { name, rows } of tables) await run(`CREATE TEMPORARY TABLE "shuffled_${name}" ON COMMIT DROP AS SELECT * FROM "${name}" WHERE ${rows}`);
  for (const { name, rows } of tables.toReversed()) await run(`DELETE FROM "${name}" WHERE ${rows}`);
  // gen_random_uuid draws from the system's cryptographic generator, random() does not
  for (const { name } of tables) await run(`INSERT INTO "${name}" SELECT * FROM "shuffled_${name}" ORDER BY gen_random_uuid()`);
  await run(`UPDATE "${touched}" SET id = id`);
}

/** Rewrites the ballots of an edition in random order, inside the transaction that freezes them. */
export async function shuffleBallots(run: Run, editionId: string): Promise<void> {
  const of = `"editionId" = '${z.uuid().parse(editionId)}'`;
  await run(`CREATE TEMPORARY TABLE "frozen_Ballot" ON COMMIT DROP AS SELECT * FROM "Ballot" WHERE ${of}`);
  await run(`DELETE FROM "Ballot" WHERE ${of}`);
  await run(`INSERT INTO "Ballot" SELECT * FROM "frozen_Ballot" ORDER BY gen_random_uuid()`);
}

/**
 * Somebody has been reading since before the shuffle (a backup, statistics being made), so earlier versions of rows had to
 * be kept for them.
 */
export class StillRead extends Error {
  constructor(table: string) {
    super(`Earlier versions of rows in ${table} are still being read by a transaction that began before the shuffle; try again when it is over.`);
  }
}

/** Rewrites the files of the tables, so that no earlier version of a row is left in them. Cannot run in a transaction. */
async function compact(client: pg.Client): Promise<void> {
  const run: Run = (sql) => client.query(sql);
  for (const name of [...tables.map((table) => table.name), touched]) {
    if ((await keptByCompacting(client, name)) !== 0) throw new StillRead(name);
  }
  await run("CHECKPOINT").catch(() => {}); // wants a right of its own; without it the next checkpoint does the same later
}

/** Compacts a table; how many dead versions of rows had to be kept, which PostgreSQL says at the beginning of a notice's detail, in whatever language. */
async function keptByCompacting(client: pg.Client, name: string): Promise<number> {
  let kept = NaN;
  const read = ({ detail }: { detail: string | undefined }) => {
    const [count] = /^\d+/.exec(detail ?? "") ?? [];
    if (count) kept = Number(count);
  };
  client.on("notice", read);
  await client.query(`VACUUM (FULL, VERBOSE) "${name}"`).finally(() => client.off("notice", read));
  return kept;
}

/** Fails at one of the labelled steps: how tests kill it. */
export type Fault = (step: "rewritten" | "committed") => void;

/**
 * Shuffles and compacts now. Gives way to whoever is writing and tries again; another node's shuffle is waited for.
 * Killed before the commit it has done nothing; killed after it, the next start compacts. Throws StillRead.
 */
export async function shuffle(fault: Fault = () => {}): Promise<void> {
  await withClient(databaseUrl(), async (client) => {
    const run: Run = (sql) => client.query(sql);
    await takeTurn(client);
    await run("SET lock_timeout = '400ms'");
    await patiently(async () => {
      await run("BEGIN");
      await shuffleRows(run);
      fault("rewritten");
      await run("COMMIT");
    }, () => run("ROLLBACK"));
    fault("committed");
    await patiently(() => compact(client));
  });
}

/** Waits for other nodes' shuffles; asking again and again, since a statement that waits would itself keep what they want to be rid of. */
async function takeTurn(client: pg.Client): Promise<void> {
  for (;;) {
    const { rows: [answer] } = await client.query<{ taken: boolean }>(`SELECT pg_try_advisory_lock(hashtext('innova.to/shuffle')) AS taken`);
    if (answer?.taken) return;
    await pause(100 + randomInt(200));
  }
}

const tries = 40;

/** Tries again when somebody else held a lock (55P03), was in a deadlock with us (40P01), or still reads what was. */
async function patiently(act: () => Promise<void>, undo: () => Promise<unknown> = async () => {}): Promise<void> {
  for (let left = tries; ; left -= 1) {
    try {
      return await act();
    } catch (error) {
      await undo().catch(() => {});
      if (left === 0 || !isPassing(error)) throw error;
      await pause(50 + randomInt(200));
    }
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof StillRead || (error instanceof pg.DatabaseError && ["55P03", "40P01"].includes(error.code ?? ""));
}

/** True when rows show by their headers that they were not written together: something came after the last shuffle. */
export async function isUnshuffled(): Promise<boolean> {
  return withClient(databaseUrl(), async (client) => {
    for (const { name, rows } of [...tables, { name: touched, rows: "true" }]) {
      const { rows: [found] } = await client.query<{ versions: number; locked: boolean }>(
        `SELECT count(DISTINCT xmin::text)::int AS versions, coalesce(bool_or(xmax::text NOT IN ('0', xmin::text)), false) AS locked FROM "${name}" WHERE ${rows}`,
      );
      if (found && (found.versions > 1 || found.locked)) return true;
    }
    return false;
  });
}

const pace = () => once("shuffle", () => ({ dueAt: now().getTime() as number | null }));

const minute = 60_000;

/**
 * Called again and again: shuffles about ten minutes after the first unshuffled write was seen, with jitter, so that the
 * moment of a shuffle says nothing of the moment of a write. The first call of a process shuffles whatever there is, since the process before may have been killed between rewriting and compacting.
 */
export async function shuffleWhenDue(): Promise<void> {
  const [state, time] = [pace(), now().getTime()];
  if (state.dueAt !== null && time >= state.dueAt) {
    await shuffle();
    state.dueAt = null;
  } else if (state.dueAt === null && (await isUnshuffled())) {
    state.dueAt = time + 8 * minute + randomInt(4 * minute);
  }
}

/** Asks for a shuffle at the next call: a ranking was just frozen. */
export function shuffleSoon(): void {
  pace().dueAt = now().getTime();
}

/** Forgets what is due; for tests. */
export function forgetPace(): void {
  forget("shuffle");
}
