import { randomInt } from "node:crypto";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import { withClient } from "#app/platform/client.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { removeCluster } from "#app/platform/cluster.server.ts";
import { copyRows } from "#app/platform/copy.server.ts";
import { forget, once } from "#app/platform/once.server.ts";
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

const tables = ["Box", "Edition", "Proposal", "Envelope", "Access", "Invite", "SpentToken", "Told"];

/** Called at each step; where tests kill it. */
export type Step = (step: "started" | "files" | "copied" | "moved") => void;

/**
 * Moves the box into a fresh cluster. Who writes waits while rows are copied, who reads does not.
 * Where another process is moving it, it is left to that one. Killed at any moment there is one
 * cluster that counts, with every row that was acknowledged.
 */
export async function rotate(at: Step = () => {}): Promise<void> {
  const { home, url, client } = await boxConnection();
  if (!home) throw new Error("The ballot box is not in a cluster of its own: it cannot be moved.");
  const moved = await withClient(url, async (from) => {
    if (!(await takesTurn(from)) || placeOf(home.directory).folder !== home.folder) return false;
    await clear(home.directory);
    await move(from, home, at);
    return true;
  });
  if (!moved) return;
  await client.$disconnect();
  await home.looking; // it would say that it cannot start again what is removed now
  await removeCluster(join(home.directory, home.folder));
}

async function move(from: pg.Client, { directory }: Home, at: Step): Promise<void> {
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
    for (const table of tables) await copyRows(from, inRandomOrder(table), to, table);
    const xid = settled ? await nextXid(to) : "0"; // written since, so it is moved again
    at("copied");
    moveTo(directory, { folder: next.folder, xid });
    at("moved");
  });
  connectBox(url, next);
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

async function takesTurn(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(
    "SELECT pg_try_advisory_lock(72707371) AS taken",
  );
  return rows[0]?.taken ?? false;
}

/** Removes the clusters that do not count, and what moves that were killed left behind. */
async function clear(directory: string): Promise<void> {
  const counts = placeOf(directory).folder;
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

const pace = () => once("rotation", () => ({ dueAt: null as number | null }));
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

/** Asks for a rotation at the next call: everything was handed over. */
export function rotateSoon(): void {
  pace().dueAt = now().getTime();
}

/** Forgets what is due; for tests. */
export function forgetPace(): void {
  forget("rotation");
}
