import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { env } from "./env.server.ts";
import { withClient } from "./client.server.ts";
import { type Cluster, startCluster } from "./cluster.server.ts";
import { Prisma, PrismaClient } from "./generated/client.ts";
import { migrate } from "./migrate.server.ts";
import { forget, once } from "./once.server.ts";

export * from "./generated/client.ts";

/** A transaction's client; inside a transaction use nothing else. */
export type Tx = Prisma.TransactionClient;

type Connection = { url: string; client: PrismaClient; cluster: Cluster | null; /** a look whether the cluster lives, under way */ looking?: Promise<unknown> };
type Holder = { connection: Connection | null };

const holder = (): Holder => once("database", () => ({ connection: null }));

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
 * Opens DATABASE_URL, or the embedded cluster under the data folder, and brings it to this release's schema.
 * Throws MigrationError when it cannot, and PostgreSQL's own error when it cannot be reached.
 */
export async function openDatabase(): Promise<void> {
  const cluster = env().DATABASE_URL ? null : await embedded();
  const url = env().DATABASE_URL || cluster!.url("innova");
  await migrate(url);
  connect(url, cluster);
}

/** Milliseconds after which PostgreSQL ends a statement by itself, also when whoever asked has gone. */
const statementLimit = 60_000;

/** Uses an already migrated database. */
export function connect(url: string, cluster: Cluster | null = null): void {
  // errors of the driver would quote values: minimal ones name the code only (sealing.md §6)
  const pool = { connectionString: url, max: 10, statement_timeout: statementLimit };
  const adapter = new PrismaPg(pool, { statementNameGenerator: statementNames() });
  const client = new PrismaClient({ adapter, errorFormat: "minimal", log: [] });
  holder().connection = { url, client, cluster };
}

/**
 * Names for the statements met first, so that PostgreSQL parses and plans each of them once for every connection. Lists
 * make a statement for every length: what comes after the first thousand is prepared anew each time.
 */
function statementNames(): (query: { sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= 1000) return ""; // to PostgreSQL: no name
    names.set(sql, `innova_${names.size}`);
    return names.get(sql)!;
  };
}

const watchEvery = 3000;

/**
 * Starts the embedded cluster again whenever it has died, until the database is closed; a server of the city's has a
 * supervisor of its own. `onRevived` is told of each time, and of each try that failed with its error.
 */
export function keepRunning(onRevived: (error?: unknown) => void): void {
  const { connection } = holder();
  const watch = async () => {
    if (!connection?.cluster || holder().connection !== connection) return;
    connection.looking = connection.cluster.revive().then((was) => was && onRevived(), onRevived);
    await connection.looking;
    setTimeout(() => void watch(), watchEvery).unref();
  };
  void watch();
}

/** Closes the connections; a cluster of our own is stopped unless `keepCluster`, or it was running before us and so belongs to another. */
export async function closeDatabase({ stopAdopted = false } = {}): Promise<void> {
  const { connection } = holder();
  forget("database");
  if (!connection) return;
  await connection.client.$disconnect();
  await connection.looking; // it would start again what is stopped now
  if (connection.cluster && (stopAdopted || !connection.cluster.adopted)) await connection.cluster.stop();
}

async function embedded(): Promise<Cluster> {
  mkdirSync(env().DATA_DIR, { recursive: true });
  const cluster = await startCluster(join(env().DATA_DIR, "postgres"));
  await createDatabase(cluster.url("postgres"), "innova");
  return cluster;
}

/** Creates database `name` where it does not exist, optionally as a copy of `template`. */
export async function createDatabase(maintenanceUrl: string, name: string, template?: string): Promise<void> {
  await withClient(maintenanceUrl, async (client) => {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    const copy = template ? ` TEMPLATE ${client.escapeIdentifier(template)}` : "";
    if (!rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}${copy}`);
  });
}

/** Drops database `name`, whoever is connected to it. */
export async function dropDatabase(maintenanceUrl: string, name: string): Promise<void> {
  await withClient(maintenanceUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`));
}

/** Milliseconds that an act may take whose work grows with an edition, the staff list or the log. */
const longLimit = 10 * 60_000;

type Isolation = { isolationLevel?: Prisma.TransactionIsolationLevel };

/**
 * A transaction for an act whose work grows with what there is: ten minutes for it and for each of its statements, where
 * Prisma's own five seconds would end it half done, and the same again at every further try.
 */
export function longTransaction<T>(act: (tx: Tx) => Promise<T>, isolation: Isolation = {}): Promise<T> {
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
