import { randomUUID } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import type pg from "pg";
import { z } from "zod";
import { createDatabase, quietly, withClient } from "#app/platform/client.server.ts";
import {
  type Cluster,
  startCluster,
  watchCluster,
  type Watched,
} from "#app/platform/cluster.server.ts";
import { env } from "#app/platform/env.server.ts";
import { boxMigrations, migrate } from "#app/platform/migrate.server.ts";
import { forget, processSingleton } from "#app/platform/process-singleton.server.ts";
import { type Prisma, PrismaClient } from "./generated/client.ts";

// The ballot box is a PostgreSQL cluster of its own (sealing.md §6). Rotation moves it into a fresh
// one again and again: the file `current` in its directory names the folder that counts, and
// whoever is connected to another follows.

export type { PrismaClient as BoxClient } from "./generated/client.ts";

/** A transaction's client in the box. */
export type BoxTx = Prisma.TransactionClient;

export type Connection = { url: string; client: PrismaClient; home: Home | null };
/** A cluster of ours, in this folder of that directory. */
export type Home = { directory: string; folder: string } & Watched & { cluster: Cluster };
type Holder = { connection: Connection | null; following: Promise<void> | null };

const holder = () => processSingleton("box", (): Holder => ({ connection: null, following: null }));

/** Opens the box in BOX_DIR, or `box` in the data folder, and makes it where there is none. */
export async function openBox(directory = boxDirectory()): Promise<void> {
  mkdirSync(directory, { recursive: true });
  const kept = isBoxHere(directory);
  const home = kept ? await startCurrent(directory) : await startHome(directory, newFolder());
  const url = home.cluster.url(database);
  if (!kept) {
    await withClient(url, async (client) => {
      await client.query('INSERT INTO "Box" (id) SELECT gen_random_uuid()');
      moveTo(directory, { folder: home.folder, xid: await nextXid(client) });
    });
  }
  connectBox(url, home);
}

/** True when there is a box already: a server has been started with it. */
export function isBoxHere(directory = boxDirectory()): boolean {
  return existsSync(join(directory, current));
}

/** Where the box lies. */
export function boxDirectory(): string {
  return resolve(env().BOX_DIR || join(env().DATA_DIR, "box"));
}

/** Uses a migrated database as the box; without a home it is never moved. */
export function connectBox(url: string, home: Home | null = null): void {
  holder().connection = { url, client: new PrismaClient(quietly(url)), home };
}

/**
 * Closes the connections, and stops the cluster unless it ran before us and so belongs to another.
 */
export async function closeBox({ stopAdopted = false } = {}): Promise<void> {
  const { connection, following } = holder();
  await following;
  forget("box");
  if (!connection) return;
  await connection.client.$disconnect();
  await connection.home?.looking; // it would start again what is stopped now
  const cluster = connection.home?.cluster;
  if (cluster && (stopAdopted || !cluster.adopted)) await cluster.stop();
}

/**
 * Starts the box again whenever it has died, until it is closed. `onRevived` is told of each time,
 * and of failed tries.
 */
export function keepBoxRunning(onRevived: (error?: unknown) => void): void {
  watchCluster(() => holder().connection?.home ?? null, onRevived);
}

/**
 * Reads or writes in the box, all or nothing. Waits while it moves into a fresh cluster, and begins
 * again there: `act` does nothing that is not in the box.
 */
export async function inBox<T>(act: (tx: BoxTx) => Promise<T>): Promise<T> {
  return wherever(({ client, home }) =>
    client.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(${movingLock})`;
      if (hasMoved(home)) throw new Moved();
      return act(tx);
    }, longTransaction),
  );
}

/** Reads in the box, also while it is being moved. */
export function readBox<T>(read: (client: PrismaClient) => Promise<T>): Promise<T> {
  return wherever(({ client }) => read(client));
}

/**
 * The connection as of now, for what needs more than Prisma gives. Throws when `openBox` was not
 * called.
 */
export async function boxConnection(): Promise<Connection> {
  await follow();
  const { connection } = holder();
  if (!connection) throw new Error("The ballot box is not open yet: call openBox first.");
  return connection;
}

/** Whoever writes holds it together with others; whoever moves the box holds it alone. */
export const movingLock = 72_707_370;

/**
 * Time enough, in milliseconds, for megabytes to be written while many hand in at once, or the box
 * moves.
 */
const longTransaction = { timeout: 60_000, maxWait: 30_000 };

class Moved extends Error {}

async function wherever<T>(act: (connection: Connection) => Promise<T>): Promise<T> {
  for (;;) {
    const connection = await boxConnection();
    try {
      return await act(connection);
    } catch (error) {
      if (connection === holder().connection && !hasMoved(connection.home)) throw error;
    }
  }
}

function hasMoved(home: Home | null): boolean {
  return home !== null && placeOf(home.directory).folder !== home.folder;
}

/** Connects to the cluster that counts, where another process has moved the box. */
async function follow(): Promise<void> {
  const kept = holder();
  if (!kept.connection?.home || !hasMoved(kept.connection.home)) return void (await kept.following);
  const {
    home: { directory },
    client,
  } = kept.connection;
  kept.following ??= startCurrent(directory)
    .then((next) => connectBox(next.cluster.url(database), next))
    .then(() => client.$disconnect())
    .finally(() => (kept.following = null));
  await kept.following;
}

export const database = "box";
const current = "current";
const place = z.object({ folder: z.string().regex(/^cluster-[0-9a-f-]+$/), xid: z.string() });

/**
 * Which folder counts, and PostgreSQL's next transaction number when nothing had been written in it
 * since it was made.
 */
export type Place = z.infer<typeof place>;

/**
 * The settings of a cluster that is never old: it is moved before anything in it would want to be
 * tidied up.
 */
export const boxSettings = {
  autovacuum: "off",
  track_counts: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
  shared_buffers: "32MB",
};

/** A cluster in this folder with the box's database, as this release wants it. */
export async function startHome(directory: string, folder: string): Promise<Home> {
  const cluster = await startCluster(join(directory, folder), boxSettings);
  await createDatabase(cluster.url("postgres"), database);
  await migrate(cluster.url(database), boxMigrations);
  return { directory, folder, cluster };
}

/** The cluster that counts: another process may move the box, and remove it, while it starts. */
async function startCurrent(directory: string): Promise<Home> {
  for (;;) {
    const { folder } = placeOf(directory);
    try {
      return await startHome(directory, folder);
    } catch (error) {
      if (placeOf(directory).folder === folder) throw error;
    }
  }
}

/** A name that no cluster had before. */
export function newFolder(): string {
  return `cluster-${randomUUID()}`;
}

/** The cluster that counts. */
export function placeOf(directory: string): Place {
  return place.parse(JSON.parse(readFileSync(join(directory, current), "utf8")));
}

/** The number the next transaction would get that writes. */
export async function nextXid(client: Pick<pg.Client, "query">): Promise<string> {
  const { rows } = await client.query<{ xid: string }>(
    "SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS xid",
  );
  return rows[0]!.xid;
}

/** From now on this folder counts: both before and after a power cut there is one that does. */
export function moveTo(directory: string, to: Place): void {
  const written = join(directory, `${current}.${randomUUID()}`);
  writeFileSync(written, JSON.stringify(to), { flush: true });
  renameSync(written, join(directory, current));
  const handle = openSync(directory, "r");
  fsyncSync(handle);
  closeSync(handle);
}
