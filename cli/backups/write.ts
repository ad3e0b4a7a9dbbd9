import { mkdirSync } from "node:fs";
import type pg from "pg";
import { rotate, whileStill } from "#app/box/rotation.server.ts";
import type { Store } from "#app/platform/backup/backup-format.server.ts";
import { backupOf } from "#app/platform/backup/backup.server.ts";
import { withClient } from "#app/platform/client.server.ts";
import { databaseUrl } from "#app/platform/db.server.ts";
import { type FileStep, writeEncrypted } from "#app/platform/backup/encrypted-file.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { CommandError } from "../command.ts";
import { backupFile, removeOlder, removeParts } from "./folder.ts";

/** Where backups go, and the age recipients they are encrypted to. */
export type Destination = { folder: string; recipients: readonly string[] };

/**
 * Backs up one of the open databases and keeps the newest two of it; gives the file. The ballot box
 * is rotated before. Throws BackupError, and CommandError where there is nothing to back up; then
 * the backups that were there stay.
 */
export async function backUp(
  store: Store,
  destination: Destination,
  at?: FileStep,
): Promise<string> {
  if (store === "main")
    return withClient(databaseUrl(), (client) => write(client, store, destination, at));
  await rotate();
  return whileStill((client) => write(client, store, destination, at));
}

async function write(
  client: pg.Client,
  store: Store,
  { folder, recipients }: Destination,
  at?: FileStep,
): Promise<string> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const content = await backupOf(client, { store, box: await boxOf(client, store) });
  removeParts(folder, store);
  const file = backupFile(folder, store, now());
  await writeEncrypted(file, recipients, content, at);
  removeOlder(folder, store);
  return file;
}

/** Which box it is or belongs to; a database that no server was started with is not backed up. */
async function boxOf(client: pg.Client, store: Store): Promise<string> {
  const [column, table] = store === "main" ? ['"boxId"', '"BoxMark"'] : ["id", '"Box"'];
  const { rows } = await client.query<{ box: string }>(
    `SELECT ${column}::text AS box FROM ${table}`,
  );
  if (!rows[0])
    throw new CommandError("No server was started with this database: is it the right one?");
  return rows[0].box;
}
