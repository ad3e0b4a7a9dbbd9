import { finished, pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import {
  BackupError,
  type BackupHeader,
  countRows,
  type ReadBackup,
  type TableContents,
  writtenBackup,
} from "./backup-format.server.ts";
import { withClient } from "#app/platform/client.server.ts";
import {
  appliedMigrations,
  migrate,
  migrationsIn,
  migratingLock,
} from "#app/platform/migrate.server.ts";
import { version } from "#app/platform/release.server.ts";

// A database out into a backup, and back. Which tables there are is asked of the database.

const backupLock = 72_707_372;

/** What the caller knows of the database: whose it is. */
export type BackupOrigin = Pick<BackupHeader, "store" | "box">;

/**
 * The whole database as of one moment, every table in random order. Once it is given, no other is
 * written until the connection ends. Throws BackupError when another is being written.
 */
export async function backupOf(
  client: pg.Client,
  origin: BackupOrigin,
): Promise<AsyncGenerator<Buffer>> {
  const { rows } = await client.query<{ taken: boolean }>(
    `SELECT pg_try_advisory_lock(${backupLock}) AS taken`, // until the connection ends
  );
  if (!rows[0]?.taken) throw new BackupError("Another backup of it is being written: wait for it.");
  return wholeOf(client, origin);
}

async function* wholeOf(client: pg.Client, origin: BackupOrigin): AsyncGenerator<Buffer> {
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  try {
    yield* writtenBackup(await headerOf(client, origin), (table) => rowsOf(client, table));
  } finally {
    await client.query("ROLLBACK").catch(() => {});
  }
}

async function headerOf(client: pg.Client, origin: BackupOrigin): Promise<BackupHeader> {
  const { rows } = await client.query<{ at: Date }>("SELECT now() AS at");
  return {
    ...origin,
    release: version(),
    at: rows[0]!.at.toISOString(),
    migrations: [...(await appliedMigrations(client))].map(([name, sha256]) => ({ name, sha256 })),
    sequences: await sequencesOf(client),
    tables: await contentsOf(client),
  };
}

async function* rowsOf(
  client: pg.Client,
  { name, columns }: TableContents,
): AsyncGenerator<Buffer> {
  // gen_random_uuid draws from the system's cryptographic generator, random() does not
  const select = `SELECT ${listed(client, columns)} FROM ${named(client, name)}`;
  const copy = `COPY (${select} ORDER BY gen_random_uuid()) TO STDOUT (FORMAT binary)`;
  const rows = client.query(copyTo(copy));
  try {
    yield* rows.iterator({ destroyOnReturn: false });
  } finally {
    // where it is given up, the connection can be closed only once the rest has come
    if (!rows.readableEnded) await finished(rows.on("error", () => {}).resume()).catch(() => {});
  }
}

/** Reads a backup to its end. Throws BackupError when anything in it is not what it says. */
export async function checkBackup(backup: ReadBackup): Promise<void> {
  for await (const { table, rows } of backup.tables()) {
    if ((await countRows(rows)) !== table.rows)
      throw new BackupError(`${table.name} has not the ${table.rows} rows that the backup says.`);
  }
}

/** Called at each step; where tests kill it. */
export type LoadStep = (step: "migrated" | "loaded" | "committed") => void;

/**
 * Brings an empty database to the schema that a backup was written in, and its rows back: all of
 * them, in one transaction, or none. `settled` is asked before they are there for others, and may
 * throw. Needs no more rights than the owner of the database has. Throws BackupError.
 */
export async function loadBackup(
  url: string,
  folder: string,
  backup: ReadBackup,
  settled: (client: pg.Client) => Promise<void> = async () => {},
  at: LoadStep = () => {},
): Promise<void> {
  checkRelease(backup.header, folder);
  await withClient(url, checkEmpty); // before anything is written
  await migrate(url, folder, { only: backup.header.migrations.map(({ name }) => name) });
  at("migrated");
  await withClient(url, async (client) => {
    await client.query("BEGIN");
    // no server starts meanwhile
    await client.query(`SELECT pg_advisory_xact_lock(${migratingLock})`);
    await checkEmpty(client);
    await checkSchema(client, backup.header);
    await withoutRules(client, () => loadRows(client, backup));
    await checkLoaded(client, backup.header);
    await settled(client);
    at("loaded");
    await client.query("COMMIT");
  });
  at("committed");
}

function checkRelease({ migrations, release }: BackupHeader, folder: string): void {
  const known = new Map(migrationsIn(folder).map(({ name, sha256 }) => [name, sha256]));
  if (migrations.some(({ name, sha256 }) => known.get(name) !== sha256))
    throw new BackupError(
      `The backup was written by another release (${release}) whose migrations this one does not ` +
        "have: install that release or a newer one.",
    );
}

/** Throws BackupError while a server or anybody else is connected to the database. */
export async function checkUnused(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ count: number }>(
    "SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() " +
      "AND backend_type = 'client backend' AND pid <> pg_backend_pid()",
  );
  if (rows[0]!.count > 0)
    throw new BackupError("Somebody is connected to the database: stop every server first.");
}

async function checkEmpty(client: pg.Client): Promise<void> {
  await checkUnused(client);
  for (const { name } of await tablesOf(client)) {
    const { rowCount } = await client.query(`SELECT FROM ${named(client, name)} LIMIT 1`);
    if (rowCount)
      throw new BackupError(
        "The database is not empty, and nothing was written into it. Restore into an empty one: " +
          "create a database and name it in DATABASE_URL, or move DATA_DIR/postgres away.",
      );
  }
}

async function checkSchema(client: pg.Client, header: BackupHeader): Promise<void> {
  const wanted = new Set(header.migrations.map(({ name }) => name));
  const further = [...(await appliedMigrations(client)).keys()].some((name) => !wanted.has(name));
  if (further)
    throw new BackupError(
      "The database was migrated further than the backup: restore into a new, empty one.",
    );
}

async function loadRows(client: pg.Client, backup: ReadBackup): Promise<void> {
  for await (const { table, rows } of backup.tables()) {
    const into = `${named(client, table.name)} (${listed(client, table.columns)})`;
    await pipeline(rows, client.query(copyFrom(`COPY ${into} FROM STDIN (FORMAT binary)`)));
  }
  for (const { name, last } of backup.header.sequences)
    if (last !== null) await client.query("SELECT setval($1, $2)", [named(client, name), last]);
}

/** Rows and their digests, table by table, are those that were backed up. */
async function checkLoaded(client: pg.Client, { tables }: BackupHeader): Promise<void> {
  const loaded = new Map((await contentsOf(client)).map((table) => [table.name, table]));
  const differ = tables.filter(({ name, rows, digest }) => {
    const found = loaded.get(name);
    return found?.rows !== rows || found.digest !== digest;
  });
  if (differ.length > 0 || loaded.size !== tables.length)
    throw new BackupError(
      "What was restored is not what was backed up, and nothing was kept: " +
        differ.map(({ name }) => name).join(", "),
    );
}

/**
 * Runs `act` without triggers and foreign keys, which the rows obeyed when they were written, and
 * has the foreign keys checked afterwards.
 */
async function withoutRules(client: pg.Client, act: () => Promise<void>): Promise<void> {
  const { rows: keys } = await client.query<{ table: string; name: string; rule: string }>(
    `SELECT conrelid::regclass::text AS "table", quote_ident(conname) AS name,
       pg_get_constraintdef(oid) AS rule
     FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace`,
  );
  const tables = (await tablesOf(client)).map(({ name }) => named(client, name));
  for (const { table, name } of keys)
    await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
  for (const table of tables) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  await act();
  for (const table of tables) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  for (const { table, name, rule } of keys)
    await client.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${rule}`);
}

/** What each table holds, in the transaction that is under way. */
async function contentsOf(client: pg.Client): Promise<TableContents[]> {
  await client.query(sameText);
  const contents: TableContents[] = [];
  for (const { name, columns } of await tablesOf(client)) {
    const { rows } = await client.query<{ rows: number; digest: string }>(
      `SELECT count(*)::int AS rows,
         encode(sha256(convert_to(coalesce(string_agg(hash, '' ORDER BY hash), ''), 'UTF8')), 'hex')
           AS digest
       FROM (SELECT encode(sha256(convert_to(ROW(${listed(client, columns)})::text, 'UTF8')), 'hex')
               COLLATE "C" FROM ${named(client, name)}) AS hashed (hash)`,
    );
    contents.push({ name, columns, ...rows[0]! });
  }
  return contents;
}

/** So that a row reads alike on every server; and however long the reading takes. */
const sameText = `
  SET LOCAL statement_timeout = 0; SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD';
  SET LOCAL intervalstyle = 'postgres'; SET LOCAL extra_float_digits = 1;
  SET LOCAL bytea_output = 'hex'`;

async function tablesOf(client: pg.Client): Promise<{ name: string; columns: string[] }[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `SELECT c.relname::text AS name, array_agg(a.attname::text ORDER BY a.attname) AS columns
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
       AND c.relname <> '_prisma_migrations'
       AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     GROUP BY c.relname ORDER BY c.relname`,
  );
  return rows;
}

async function sequencesOf(client: pg.Client): Promise<BackupHeader["sequences"]> {
  const { rows } = await client.query<{ name: string; last: string | null }>(
    `SELECT sequencename::text AS name, last_value::text AS last
     FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1`,
  );
  return rows;
}

function named(client: pg.Client, table: string): string {
  return `public.${client.escapeIdentifier(table)}`;
}

function listed(client: pg.Client, columns: readonly string[]): string {
  return columns.map((column) => client.escapeIdentifier(column)).join(", ");
}
