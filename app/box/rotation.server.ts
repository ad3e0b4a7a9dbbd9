import { randomInt } from "node:crypto";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import { withClient } from "#app/platform/client.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { removeCluster } from "#app/platform/cluster.server.ts";
import { copyRows } from "#app/platform/copy.server.ts";
import { forget, processSingleton } from "#app/platform/process-singleton.server.ts";
import {
  boxConnection,
  connectBox,
  database,
  type Home,
  moveTo,
  movingLock,
  newFolder,
  nextXid,
  placeOf,
  startHome,
} from "./store.server.ts";

// Rotation (sealing.md §6). PostgreSQL remembers more than rows say: which transaction wrote each
// and in which order they came, in headers, logs, statistics and in what it has not yet written
// over. So the box is copied in random order into a fresh cluster, and the folder of the old one is
// deleted: nothing has to be kept clean, and there is no list of what.

/** Called at each step; where tests kill it. */
export type RotationProbe = (step: "started" | "files" | "copied" | "moved") => void;

/**
 * Moves the box into a fresh cluster. Who writes waits while rows are copied, who reads does not.
 * Where another process is moving it, it is left to that one. Killed at any moment there is one
 * cluster that counts, with every row that was acknowledged.
 */
export async function rotate(at: RotationProbe = () => {}): Promise<void> {
  const { home, url, client } = await boxConnection();
  if (!home) throw new Error("The ballot box is not in a cluster of its own: it cannot be moved.");
  const moved = await withClient(url, async (from) => {
    if (!(await takesTurn(from)) || placeOf(home.directory).folder !== home.folder) return false;
    await clear(home.directory, home.folder);
    await move(from, home, at);
    return true;
  });
  if (!moved) return;
  await client.$disconnect();
  await home.looking; // it would say that it cannot start again what is removed now
  await removeCluster(join(home.directory, home.folder));
}

async function move(
  from: pg.Client,
  { directory, cluster }: Home,
  at: RotationProbe,
): Promise<void> {
  const next = await startHome(directory, newFolder());
  const url = next.cluster.url(database);
  at("started");
  await withClient(url, async (to) => {
    await to.query("SET session_replication_role = replica"); // in whatever order
    // the large rows first, while others write; they are made and deleted, and never altered
    await copyRows(from, inRandomOrder("ProposalFile"), to, "ProposalFile");
    at("files");
    await from.query("SELECT pg_advisory_lock($1)", [movingLock]); // until it is stopped
    const settled = await matchFiles(from, to);
    for (const table of await otherTables(from))
      await copyRows(from, inRandomOrder(table), to, table);
    const xid = settled ? await nextXid(to) : "0"; // written since, so it is moved again
    at("copied");
    moveTo(directory, { folder: next.folder, xid });
    at("moved");
  });
  // where it runs for another process too, that one stops it
  connectBox(url, { ...next, cluster: { ...next.cluster, adopted: cluster.adopted } });
}

/** Whatever tables there are, but for the one that was copied first and those of the migrations. */
async function otherTables(from: pg.Client): Promise<string[]> {
  const { rows } = await from.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'
     AND tablename NOT IN ('ProposalFile', '_prisma_migrations')`,
  );
  return rows.map(({ name }) => name);
}

/**
 * Brings over attachments that came while the others were copied, and takes away those that went;
 * false when there were.
 */
async function matchFiles(from: pg.Client, to: pg.Client): Promise<boolean> {
  const ids = async (client: pg.Client) =>
    (await client.query<{ id: string }>('SELECT id FROM "ProposalFile"')).rows.map(({ id }) => id);
  const [wanted, copied] = [await ids(from), await ids(to)];
  const { rowCount } = await to.query('DELETE FROM "ProposalFile" WHERE id <> ALL ($1::uuid[])', [
    wanted,
  ]);
  const late = wanted.filter((id) => !copied.includes(id));
  if (late.length > 0)
    await copyRows(
      from,
      `SELECT * FROM "ProposalFile" WHERE id IN (${late.map((id) => `'${id}'`).join(", ")})`,
      to,
      "ProposalFile",
    );
  return late.length === 0 && rowCount === 0;
}

/** gen_random_uuid draws from the system's cryptographic generator, random() does not. */
function inRandomOrder(table: string): string {
  return `SELECT * FROM "${table}" ORDER BY gen_random_uuid()`;
}

/** Whoever moves the box holds it, and whoever needs it to stay. */
const turnLock = 72_707_371;

async function takesTurn(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(
    `SELECT pg_try_advisory_lock(${turnLock}) AS taken`,
  );
  return rows[0]?.taken ?? false;
}

/** Gives `act` a connection to the box, which is not moved meanwhile; others read and write. */
export async function whileStill<T>(act: (client: pg.Client) => Promise<T>): Promise<T> {
  for (;;) {
    const { home, url } = await boxConnection();
    const isMoved = () => home !== null && placeOf(home.directory).folder !== home.folder;
    try {
      return await withClient(url, async (client) => {
        await client.query(`SELECT pg_advisory_lock(${turnLock})`); // until the connection ends
        if (isMoved()) throw new Error("The ballot box moved meanwhile.");
        return act(client);
      });
    } catch (error) {
      if (!isMoved()) throw error;
    }
  }
}

/**
 * Removes the clusters that do not count, all but `counts`, and what moves and restores that were
 * killed left behind.
 */
export async function clear(directory: string, counts: string | null): Promise<void> {
  for (const name of readdirSync(directory)) {
    const [folder] = /cluster-[0-9a-f-]+$/.exec(name) ?? [];
    if (folder && folder !== counts) await removeCluster(join(directory, folder));
    if (name.startsWith("current.")) rmSync(join(directory, name));
  }
}

/** True when something was written since the box was moved last. */
export async function isWritten(): Promise<boolean> {
  const { home, url } = await boxConnection();
  if (!home) return false;
  const { xid } = placeOf(home.directory);
  return (await withClient(url, nextXid)) !== xid;
}

const pace = () => processSingleton("rotation", () => ({ dueAt: null as number | null }));
const minute = 60_000;

/**
 * Called again and again: moves the box ten to twenty minutes after the first write that was seen,
 * so that the moment of a rotation says nothing of the moment of a write.
 */
export async function rotateWhenDue(): Promise<void> {
  const [state, time] = [pace(), now().getTime()];
  if (state.dueAt !== null && time >= state.dueAt) {
    await rotate();
    state.dueAt = null;
  } else if (state.dueAt === null && (await isWritten())) {
    state.dueAt = time + 10 * minute + randomInt(10 * minute);
  }
}

/** True when it should have moved some minutes ago: a try has failed. */
export function isRotationOverdue(): boolean {
  const { dueAt } = pace();
  return dueAt !== null && now().getTime() > dueAt + 5 * minute;
}

/** Asks for a rotation at the next call: everything was handed over. */
export function rotateSoon(): void {
  pace().dueAt = now().getTime();
}

/** Forgets what is due; for tests. */
export function forgetPace(): void {
  forget("rotation");
}
