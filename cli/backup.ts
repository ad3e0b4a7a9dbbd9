import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { boxDirectory, isBoxHere } from "#app/box/store.server.ts";
import { checkBackup } from "#app/platform/backup/backup.server.ts";
import {
  type BackupHeader,
  readBackup,
  stores,
  type Store,
} from "#app/platform/backup/backup-format.server.ts";
import { decrypted } from "#app/platform/backup/encrypted-file.server.ts";
import { env } from "#app/platform/env.server.ts";
import { type Command, CommandError, text, withStores, type Words } from "./command.ts";
import { storeNames } from "./backups/load.ts";
import { identityIn, identityOptions } from "./backups/identity.ts";
import { backUp } from "./backups/write.ts";

export const backup: Command = {
  usage:
    "[--only main|box] [--to-folder FOLDER] | --verify FILE --identity KEYFILE [--passphrase-fd N]",
  says: "backs up database and ballot box, encrypted, and keeps two of each; or checks a backup",
  help: [
    "Encrypts to BACKUP_RECIPIENT, into BACKUP_DIR, while the server runs or is stopped. Nothing",
    "is written in clear. --verify reads a file to its end, says what is in it and writes nothing.",
    "KEYFILE belongs on another computer.",
  ].join("\n"),
  options: {
    only: { type: "string" },
    "to-folder": { type: "string" },
    verify: { type: "string" },
    ...identityOptions,
  },
  run: async ({ values }) => {
    if (values.verify !== undefined) return verifyFile(text(values, "verify"), values);
    const destination = destinationIn(values);
    const wanted = wantedIn(values);
    await withStores(async () => {
      for (const store of wanted) {
        const file = await backUp(store, destination);
        console.log(`${file}  ${megabytes(file)}`);
      }
    });
    const keyFile = join(env().DATA_DIR, "app-kek");
    if (!env().APP_KEK && wanted.includes("main"))
      console.log(`APP_KEK is in no backup: keep a copy of ${keyFile} elsewhere.`);
  },
};

function destinationIn(values: Words["values"]) {
  const { BACKUP_DIR, BACKUP_RECIPIENT: recipients } = env();
  const folder = values["to-folder"] === undefined ? BACKUP_DIR : text(values, "to-folder");
  if (!folder) throw new CommandError("Where to? Set BACKUP_DIR, or give --to-folder.", 2);
  if (recipients.length === 0)
    throw new CommandError(
      "BACKUP_RECIPIENT is empty, and nothing is written in clear. " +
        "`npm run cli -- backup-key FILE` makes keys, on another computer.",
    );
  return { folder, recipients };
}

/** What is backed up; refuses one that is not there, since opening it would make an empty one. */
function wantedIn({ only }: Words["values"]): Store[] {
  const { DATA_DIR, DATABASE_URL, ROLE } = env();
  const here = stores.filter((store) => ROLE === "" || store === ROLE);
  const wanted = here.filter((store) => only === undefined || store === only);
  if (wanted.length === 0) throw new CommandError(`--only ${here.join(" or --only ")}.`, 2);
  const directory = join(DATA_DIR, "postgres");
  if (wanted.includes("main") && !DATABASE_URL && !existsSync(join(directory, "PG_VERSION")))
    throw new CommandError(`There is no database in ${directory}: set what the server has set.`);
  if (wanted.includes("box") && !isBoxHere())
    throw new CommandError(
      `There is no ballot box in ${boxDirectory()}: set what the server has set.`,
    );
  return wanted;
}

async function verifyFile(file: string, values: Words["values"]): Promise<void> {
  const backup = await readBackup(decrypted(file, await identityIn(values)));
  await checkBackup(backup);
  for (const line of saidOf(backup.header)) console.log(line);
  console.log("Whole: every table was read to its end, and the digest is right.");
}

/** What is in a backup, as lines: numbers of rows and never a row. */
export function saidOf({ store, release, at, migrations, tables }: BackupHeader): string[] {
  const filled = tables.filter(({ rows }) => rows > 0);
  return [
    `The ${storeNames[store]} as of ${at}, release ${release}, ${migrations.length} migrations`,
    ...filled.map(({ name, rows }) => `  ${name}: ${rows}`),
  ];
}

function megabytes(file: string): string {
  return `${(statSync(file).size / 1_000_000).toFixed(1)} MB`;
}
