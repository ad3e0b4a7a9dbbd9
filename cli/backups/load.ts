import type pg from "pg";
import { makeBox } from "#app/box/restore.server.ts";
import {
  BackupError,
  readBackup,
  type ReadBackup,
  type Store,
} from "#app/platform/backup/backup-format.server.ts";
import { loadBackup, type LoadStep } from "#app/platform/backup/backup.server.ts";
import { withClient } from "#app/platform/client.server.ts";
import { decrypted } from "#app/platform/backup/encrypted-file.server.ts";
import { boxMigrations, mainMigrations } from "#app/platform/migrate.server.ts";

/** A ballot box that is here: which it is, and the editions it takes deposits of. */
export type BoxHere = { id: string; editions: string[] };

/** What people call the two databases. */
export const storeNames: Record<Store, string> = { main: "main database", box: "ballot box" };

/** Opens a backup that must be of this store. Throws BackupError. */
export async function backupIn(file: string, identity: string, store: Store): Promise<ReadBackup> {
  const backup = await readBackup(decrypted(file, identity));
  const found = backup.header.store;
  if (found !== store)
    throw new BackupError(
      `${file} is a backup of the ${storeNames[found]}: give it with --${found}.`,
    );
  return backup;
}

/** Refuses a database and a ballot box that do not belong together. */
export function checkPair(main: string | null, box: string | null): void {
  if (main !== box)
    throw new BackupError(
      "Database and ballot box do not belong together: take backups of the same server.",
    );
}

/**
 * Restores the main database into an empty one, beside the box that stays, if there is one. Throws
 * BackupError where that box has handed over since what the backup takes for open: the deposits
 * would be in neither.
 */
export async function restoreMain(
  url: string,
  backup: ReadBackup,
  beside: BoxHere | null,
  at?: LoadStep,
): Promise<void> {
  if (beside) checkPair(backup.header.box, beside.id);
  await loadBackup(url, mainMigrations, backup, (client) => checkOpen(client, beside), at);
}

async function checkOpen(client: pg.Client, beside: BoxHere | null): Promise<void> {
  if (!beside) return;
  const { rows } = await client.query<{ code: string }>(
    `SELECT code FROM "Edition" WHERE phase = 'open' AND NOT id = ANY ($1::uuid[])`,
    [beside.editions],
  );
  const codes = rows.map(({ code }) => code).join(", ");
  if (codes)
    throw new BackupError(
      `In this backup ${codes} takes deposits, and the ballot box has handed them over since: ` +
        "they would be in neither. Take a later backup of the database; or move the box away " +
        "too, and restore both as of the same day.",
    );
}

/** Restores the ballot box into a folder that has none. Throws BackupError. */
export async function restoreBox(
  directory: string,
  backup: ReadBackup,
  at?: LoadStep,
): Promise<void> {
  await makeBox(directory, (url) => loadBackup(url, boxMigrations, backup, undefined, at));
}

/** The box that the main database was first started with; null before its first start. */
export async function boxMarkOf(url: string): Promise<string | null> {
  return withClient(url, async (client) => {
    const known = await client.query<{ there: boolean }>(
      `SELECT to_regclass('public."BoxMark"') IS NOT NULL AS there`,
    );
    if (!known.rows[0]?.there) return null;
    const { rows } = await client.query<{ box: string }>(
      'SELECT "boxId"::text AS box FROM "BoxMark"',
    );
    return rows[0]?.box ?? null;
  });
}

/** Which box a database of the box is, and what it takes deposits of. */
export async function boxHereAt(url: string): Promise<BoxHere> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ id: string }>('SELECT id::text FROM "Box"');
    const editions = await client.query<{ id: string }>('SELECT id::text FROM "Edition"');
    return { id: rows[0]!.id, editions: editions.rows.map(({ id }) => id) };
  });
}
