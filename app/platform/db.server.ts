import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { env } from "./env.server.ts";
import { createDatabase, quietly } from "./client.server.ts";
import { type Cluster, startCluster, watchCluster, type Watched } from "./cluster.server.ts";
import { Prisma, PrismaClient } from "./generated/client.ts";
import { migrate } from "./migrate.server.ts";
import { forget, processSingleton } from "./process-singleton.server.ts";

export * from "./generated/client.ts";

/** A transaction's client; inside a transaction use nothing else. */
export type Tx = Prisma.TransactionClient;

type Connection = { url: string; client: PrismaClient } & Watched;
type Holder = { connection: Connection | null };

const holder = (): Holder => processSingleton("database", () => ({ connection: null }));

/** The database. Throws when `openDatabase` was not called: the program that starts, opens. */
export function db(): PrismaClient {
  return opened().client;
}

/** The connection string of the open database, for pg-boss. */
export function databaseUrl(): string {
  return opened().url;
}

function opened(): Connection {
  const { connection } = holder();
  if (!connection) throw new Error("The database is not open yet: call openDatabase first.");
  return connection;
}

/**
 * Opens DATABASE_URL, or the embedded cluster under the data folder, and brings it to this
 * release's schema. Throws MigrationError when it cannot, and PostgreSQL's own error when it cannot
 * be reached.
 */
export async function openDatabase(): Promise<void> {
  const cluster = env().DATABASE_URL ? null : await embedded();
  const url = env().DATABASE_URL || cluster!.url("innova");
  await migrate(url);
  connect(url, cluster);
}

/** Uses an already migrated database. */
export function connect(url: string, cluster: Cluster | null = null): void {
  const client = new PrismaClient(quietly(url));
  holder().connection = { url, client, cluster };
}

/**
 * Starts the embedded cluster again whenever it has died, until the database is closed; a server of
 * the city's has a supervisor of its own. `onRevived` is told of each time, and of each try that
 * failed with its error.
 */
export function keepRunning(onRevived: (error?: unknown) => void): void {
  const { connection } = holder();
  watchCluster(() => (holder().connection === connection ? connection : null), onRevived);
}

/**
 * Closes the connections; a cluster of our own is stopped unless `keepCluster`, or it was running
 * before us and so belongs to another.
 */
export async function closeDatabase({ stopAdopted = false } = {}): Promise<void> {
  const { connection } = holder();
  forget("database");
  if (!connection) return;
  await connection.client.$disconnect();
  await connection.looking; // it would start again what is stopped now
  if (connection.cluster && (stopAdopted || !connection.cluster.adopted))
    await connection.cluster.stop();
}

async function embedded(): Promise<Cluster> {
  mkdirSync(env().DATA_DIR, { recursive: true });
  const cluster = await startCluster(join(env().DATA_DIR, "postgres"));
  await createDatabase(cluster.url("postgres"), "innova");
  return cluster;
}

/**
 * Milliseconds that an act may take whose work grows with an edition, the staff list or the log.
 */
const longLimit = 10 * 60_000;

type Isolation = { isolationLevel?: Prisma.TransactionIsolationLevel };

/**
 * A transaction for an act whose work grows with what there is: ten minutes for it and for each of
 * its statements, where Prisma's own five seconds would end it half done, and the same again at
 * every further try.
 */
export function longTransaction<T>(
  act: (tx: Tx) => Promise<T>,
  isolation: Isolation = {},
): Promise<T> {
  return db().$transaction(
    async (tx) => {
      await tx.$executeRawUnsafe(`SET LOCAL statement_timeout = ${longLimit}`);
      return act(tx);
    },
    { ...isolation, timeout: longLimit, maxWait: 30_000 },
  );
}

/** What `read` finds as of one moment, whatever others write meanwhile. */
export function atOneMoment<T>(read: (tx: Tx) => Promise<T>): Promise<T> {
  return longTransaction(read, { isolationLevel: "RepeatableRead" });
}

/** True when `error` is a unique constraint's refusal. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
}
