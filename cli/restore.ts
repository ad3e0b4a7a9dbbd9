import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { boxDirectory, boxSettings, database, isBoxHere, placeOf } from "#app/box/store.server.ts";
import { checkUnused } from "#app/platform/backup/backup.server.ts";
import { createDatabase, withClient } from "#app/platform/client.server.ts";
import { startCluster } from "#app/platform/cluster.server.ts";
import { env } from "#app/platform/env.server.ts";
import { saidOf } from "./backup.ts";
import { identityIn, identityOptions } from "./backups/identity.ts";
import {
  backupIn,
  boxHereAt,
  type BoxHere,
  boxMarkOf,
  checkPair,
  restoreBox,
  restoreMain,
} from "./backups/load.ts";
import { type Command, CommandError, text } from "./command.ts";

export const restore: Command = {
  usage: "--identity KEYFILE [--main FILE] [--box FILE] [--passphrase-fd N]",
  says: "restores database, ballot box or both into what is empty, while the server is stopped",
  help: [
    "Each is restored whole or not at all, and compared with what was backed up. With one file the",
    "other stays as it is. Of an older box the next start erases what closed since.",
  ].join("\n"),
  options: { main: { type: "string" }, box: { type: "string" }, ...identityOptions },
  run: async ({ values }) => {
    const [mainFile, boxFile] = [fileIn("main"), fileIn("box")];
    if (!mainFile && !boxFile)
      throw new CommandError("Which? --main FILE, --box FILE, or both.", 2);
    const identity = await identityIn(values);
    const main = mainFile ? await backupIn(mainFile, identity, "main") : null;
    const box = boxFile ? await backupIn(boxFile, identity, "box") : null;
    if (main && box) checkPair(main.header.box, box.header.box);
    if (box && isBoxHere())
      throw new CommandError(`There is a ballot box in ${boxDirectory()}: move it away first.`);
    if (!main && !env().DATABASE_URL && !existsSync(join(env().DATA_DIR, "postgres")))
      throw new CommandError("There is no database beside it yet: give --main too.");
    await withMain(async (url) => {
      if (main) await restoreMain(url, main, box ? null : await boxHere());
      if (main) say([...saidOf(main.header), "Restored, and the same as in the backup."]);
      if (!box) return;
      if (!main) checkPair(await boxMarkOf(url), box.header.box);
      await restoreBox(boxDirectory(), box);
      say([...saidOf(box.header), "Restored, and the same as in the backup."]);
    });
    say(nextSteps(main !== null));

    function fileIn(name: "main" | "box"): string | null {
      return values[name] === undefined ? null : text(values, name);
    }
  },
};

/** Gives `act` the main database, ours where none is named; refuses while a server runs on it. */
async function withMain<T>(act: (url: string) => Promise<T>): Promise<T> {
  if (env().DATABASE_URL) {
    await withClient(env().DATABASE_URL, checkUnused);
    return act(env().DATABASE_URL);
  }
  mkdirSync(env().DATA_DIR, { recursive: true });
  const cluster = await startCluster(join(env().DATA_DIR, "postgres"));
  if (cluster.adopted)
    throw new CommandError("The database is running: stop server and other commands first.");
  try {
    await createDatabase(cluster.url("postgres"), "innova");
    return await act(cluster.url("innova"));
  } finally {
    await cluster.stop();
  }
}

/** The box that stays beside a main database that is restored. */
async function boxHere(): Promise<BoxHere | null> {
  if (!isBoxHere()) return null;
  const directory = boxDirectory();
  const cluster = await startCluster(join(directory, placeOf(directory).folder), boxSettings);
  try {
    return await boxHereAt(cluster.url(database));
  } finally {
    if (!cluster.adopted) await cluster.stop();
  }
}

function nextSteps(main: boolean): string[] {
  const key = main && !env().APP_KEK && !existsSync(join(env().DATA_DIR, "app-kek"));
  return [
    ...(key ? ["First set APP_KEK, or put the file app-kek back into DATA_DIR."] : []),
    "Start the server, then check what is sealed: npm run cli -- verify",
  ];
}

function say(lines: string[]): void {
  for (const line of lines) console.log(line);
}
