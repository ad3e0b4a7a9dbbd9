import { existsSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Store } from "#app/platform/backup/backup-format.server.ts";
import { partEnding } from "#app/platform/backup/encrypted-file.server.ts";

// The folder of backups: `innova-box-20270131T021500Z.age`, to the second in UTC.

/** A backup of a store in the folder. */
export type Kept = { file: string; at: Date };

const kept = 2;

/** Where a backup of this moment lies. */
export function backupFile(folder: string, store: Store, at: Date): string {
  const moment = at.toISOString().replace(/\.\d+/, "").replace(/[-:]/g, "");
  return join(resolve(folder), `innova-${store}-${moment}.age`);
}

/** The whole backups of a store, the newest first. */
export function backupsIn(folder: string, store: Store): Kept[] {
  if (!existsSync(folder)) return [];
  const name = new RegExp(
    `^innova-${store}-(\\d{4})(\\d\\d)(\\d\\d)T(\\d\\d)(\\d\\d)(\\d\\d)Z\\.age$`,
  );
  return readdirSync(folder)
    .sort()
    .reverse()
    .flatMap((file) => {
      const [, year, month, day, hour, minute, second] = name.exec(file) ?? [];
      if (!year) return [];
      const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
      return { file: join(folder, file), at };
    });
}

/** Removes all but the newest two of a store. */
export function removeOlder(folder: string, store: Store): void {
  for (const { file } of backupsIn(folder, store).slice(kept)) rmSync(file);
}

/** Removes what backups of a store that were killed left behind; while none is being written. */
export function removeParts(folder: string, store: Store): void {
  for (const name of readdirSync(folder))
    if (name.startsWith(`innova-${store}-`) && name.endsWith(`.age${partEnding}`))
      rmSync(join(folder, name));
}
