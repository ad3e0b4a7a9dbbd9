import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import pg from "pg";
import { withClient } from "./client.server.ts";

// Each migration and its entry in _prisma_migrations are one transaction, so that a process that is
// killed leaves either both or neither. What is recorded is what Prisma's CLI would, so that the
// CLI can take over anywhere.

/** Where the migrations of each of our databases lie. */
export const mainMigrations = resolve("prisma/migrations");
export const boxMigrations = resolve("prisma/box/migrations");

/** The database cannot be brought to the schema of this release; the message says why. */
export class MigrationError extends Error {
  override name = "MigrationError";
}

/** Whoever migrates a database holds it; Prisma's CLI takes the same. */
export const migratingLock = 72_707_369;

/**
 * `only`: the names of those to be applied, where not all are; `at`: called at each step, where
 * tests kill it.
 */
type Migrating = { only?: readonly string[]; at?: MigrationProbe };

/**
 * Applies every migration that is missing and returns their names. Two starters wait for each
 * other. Throws MigrationError when the database is newer than this release or its history is
 * another.
 */
export async function migrate(
  url: string,
  folder = mainMigrations,
  { only, at = () => {} }: Migrating = {},
): Promise<string[]> {
  const release = migrationsIn(folder);
  return withClient(url, async (client) => {
    await client.query(`SELECT pg_advisory_lock(${migratingLock})`); // until the connection ends
    await client.query(bookkeeping);
    await finishHalfDone(client, release);
    const applied = await appliedMigrations(client);
    checkHistory(applied, release);
    const missing = release.filter(
      ({ name }) => !applied.has(name) && (only?.includes(name) ?? true),
    );
    for (const migration of missing) await apply(client, migration, at);
    return missing.map(({ name }) => name);
  });
}

/** Called at each labelled step with the migration's name: where tests kill it. */
export type MigrationProbe = (step: "run" | "written" | "done", name: string) => void;

/**
 * True when the database has exactly the migrations of this release; one query, for the health
 * page.
 */
export async function isMigrated(client: Asked, folder = mainMigrations): Promise<boolean> {
  const [applied, release] = [await appliedMigrations(client), migrationsIn(folder)];
  return (
    release.length === applied.size &&
    release.every(({ name, sha256 }) => applied.get(name) === sha256)
  );
}

type Asked = {
  query: (sql: string) => Promise<{ rows: { migration_name: string; checksum: string }[] }>;
};

const bookkeeping = `
  CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL,
    logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0
  )`;

/** The migrations that are applied: SHA-256 in hex of each script by its name. */
export async function appliedMigrations(client: Asked): Promise<Map<string, string>> {
  const { rows } = await client.query(
    'SELECT migration_name, checksum FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  return new Map(rows.map((row) => [row.migration_name, row.checksum]));
}

function checkHistory(applied: ReadonlyMap<string, string>, release: readonly Migration[]): void {
  const unknown = [...applied.keys()].filter(
    (known) => !release.some(({ name }) => name === known),
  );
  if (unknown.length > 0)
    throw new MigrationError(
      "The database is newer than this release: install the newer release again.",
    );
  const edited = release.filter(
    ({ name, sha256 }) => applied.has(name) && applied.get(name) !== sha256,
  );
  if (edited.length > 0) {
    const names = edited.map(({ name }) => name).join(", ");
    throw new MigrationError(`These migrations were changed after they had been applied: ${names}`);
  }
}

/** Runs a migration's script and writes it down, both or neither. Throws PostgreSQL's error. */
async function apply(
  client: pg.Client,
  { name, sql, sha256 }: Migration,
  at: MigrationProbe,
): Promise<void> {
  await inTransaction(client, async () => {
    await client.query(sql);
    at("run", name);
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), now(), 1)`,
      [randomUUID(), sha256, name],
    );
    at("written", name);
  });
  at("done", name);
}

/**
 * Releases before this one wrote a migration down outside of the transaction that ran it, so one
 * that was killed left a row without an end. Its script took effect whole or not at all: it is run
 * again, unless what it makes is there already.
 */
async function finishHalfDone(client: pg.Client, release: readonly Migration[]): Promise<void> {
  const { rows } = await client.query<{ id: string; name: string }>(
    'SELECT id, migration_name AS name FROM "_prisma_migrations" WHERE finished_at IS NULL AND rolled_back_at IS NULL ORDER BY migration_name',
  );
  for (const { id, name } of rows) {
    const known = release.find((each) => each.name === name);
    if (!known)
      throw new MigrationError(
        `This release does not know the migration ${name}, which did not end.`,
      );
    await inTransaction(client, () => client.query(known.sql)).catch((error: unknown) => {
      if (!isThereAlready(error)) throw error;
    });
    await client.query(
      'UPDATE "_prisma_migrations" SET finished_at = now(), logs = NULL, checksum = $2, applied_steps_count = 1 WHERE id = $1',
      [id, known.sha256],
    );
  }
}

/**
 * Duplicate table, column, function, object or schema: what a script that took effect answers when
 * it is run again.
 */
function isThereAlready(error: unknown): boolean {
  return (
    error instanceof pg.DatabaseError &&
    ["42P07", "42701", "42723", "42710", "42P06"].includes(error.code ?? "")
  );
}

async function inTransaction(client: pg.Client, act: () => Promise<unknown>): Promise<void> {
  await client.query("BEGIN");
  try {
    await act();
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  }
}

type Migration = { name: string; sql: string; sha256: string };

/** The migrations in a folder, in their order. */
export function migrationsIn(folder: string): Migration[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );
  return names.sort().map((name) => {
    const sql = readFileSync(join(folder, name, "migration.sql"), "utf8");
    return { name, sql, sha256: createHash("sha256").update(sql).digest("hex") };
  });
}
