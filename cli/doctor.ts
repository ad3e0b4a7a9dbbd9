import { existsSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import type pg from "pg";
import { boxDirectory, boxSettings, database, isBoxHere, placeOf } from "#app/box/store.server.ts";
import { boxId, BoxUnreachable } from "#app/box/door.server.ts";
import { checkBoxKey, WrongBox } from "#app/commands/box/box-mark.server.ts";
import { withClient } from "#app/platform/client.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { startCluster } from "#app/platform/cluster.server.ts";
import { closeTransport, verifyTransport } from "#app/platform/mail/delivery.server.ts";
import { env, EnvironmentError } from "#app/platform/env.server.ts";
import { isOwnKeyMark, WrongKey } from "#app/platform/key-mark.server.ts";
import { lostLetters } from "#app/platform/lost-letters.server.ts";
import { boxMigrations, isMigrated } from "#app/platform/migrate.server.ts";
import { backupsIn } from "./backups/folder.ts";
import { type Command, CommandError } from "./command.ts";

type Check = { name: string; run(): Promise<string> };

export const doctor: Command = {
  usage: "",
  says: "tells whether environment, database, ballot box, backups, migrations and mail server are as they should be; changes nothing",
  run: async () => {
    let failed = 0;
    for (const { name, run } of checks()) {
      try {
        console.log(`ok    ${name}: ${await run()}`);
      } catch (error) {
        failed += 1;
        console.log(`FAIL  ${name}: ${reason(error)}`);
        if (error instanceof EnvironmentError) break; // nothing else can be known
      }
    }
    if (failed > 0) throw new CommandError(`${failed} not as it should be.`);
  },
};

/** Each only after the one before: without an environment nothing can be known. */
function* checks(): Generator<Check> {
  yield {
    name: "environment",
    run: async () => `${env().NODE_ENV}, port ${env().PORT}${env().ROLE && `, ROLE=${env().ROLE}`}`,
  };
  const { ROLE, DATABASE_URL } = env();
  if (ROLE !== "box" || DATABASE_URL) yield { name: "database", run: () => atMain(checkAt) };
  else
    yield { name: "database", run: async () => "no DATABASE_URL: this box answers until closing" };
  yield { name: "ballot box", run: ROLE === "main" ? checkBoxElsewhere : checkBox };
  yield { name: "backups", run: checkBackups };
  if (ROLE !== "box") yield { name: "mail", run: checkMail };
}

async function atMain<T>(act: (url: string) => Promise<T>): Promise<T> {
  if (env().DATABASE_URL) return act(env().DATABASE_URL);
  const directory = join(env().DATA_DIR, "postgres");
  if (!existsSync(join(directory, "PG_VERSION")))
    throw new CommandError(`none yet: the first start makes it in ${directory}`);
  const cluster = await startCluster(directory);
  try {
    return await act(cluster.url("innova"));
  } finally {
    if (!cluster.adopted) await cluster.stop();
  }
}

/** Whether the process with ROLE=box answers, and is the one that belongs to the database. */
async function checkBoxElsewhere(): Promise<string> {
  const id = await boxId();
  await checkBoxKey();
  const marks = await atMain((url) =>
    withClient(url, (client) => client.query<{ boxId: string }>('SELECT "boxId" FROM "BoxMark"')),
  );
  if (marks.rows.some(({ boxId }) => boxId !== id))
    throw new CommandError("answers, but is not the one that belongs to this database");
  return `answers at ${env().BOX_HOST}:${env().BOX_PORT}, and has the same APP_KEK`;
}

async function checkBox(): Promise<string> {
  const directory = boxDirectory();
  if (!isBoxHere()) throw new CommandError(`none yet: the first start makes it in ${directory}`);
  return atBox(async (client) => {
    const applied = await isMigrated(client, boxMigrations).catch(() => false);
    if (!applied)
      throw new CommandError(
        "reachable, but its migrations are not those of this release: start the server once",
      );
    const lost = await wordsOnLostLetters(client);
    return `in ${directory}, which belongs into no backup of files and no snapshot; migrations applied${lost}`;
  });
}

const day = 24 * 3_600_000;

/**
 * Whether what is handed in would be there again after a disk was lost. Reads the names of backups
 * only.
 */
async function checkBackups(): Promise<string> {
  const { BACKUP_DIR, BACKUP_RECIPIENT, NODE_ENV } = env();
  const production = NODE_ENV === "production";
  if (!BACKUP_DIR || BACKUP_RECIPIENT.length === 0) {
    const says = `${BACKUP_DIR ? "BACKUP_RECIPIENT" : "BACKUP_DIR"} is empty: nothing is backed up`;
    if (production) throw new CommandError(says);
    return says;
  }
  const folder = resolve(BACKUP_DIR);
  const isInside = (inner: string, outer: string) =>
    !`${relative(outer, inner)}${sep}`.startsWith(`..${sep}`);
  if (isInside(boxDirectory(), folder))
    throw new CommandError(
      `the ballot box lies in BACKUP_DIR (${folder}): whatever copies that copies its order too`,
    );
  if (isInside(folder, boxDirectory()))
    throw new CommandError(
      `BACKUP_DIR lies in the ballot box (${boxDirectory()}), and would be lost with it`,
    );
  if (env().ROLE === "main") return checkMainBackups(folder);
  const [newest] = backupsIn(folder, "box");
  const isOld = !newest || now().getTime() - newest.at.getTime() > 2 * day;
  const says = newest
    ? `newest of the ballot box: ${newest.at.toISOString()}`
    : "none of the ballot box";
  if (isOld && (await isBoxUsed()))
    throw new CommandError(`${says}, and an edition is in it: run \`npm run cli -- backup\` daily`);
  return `in ${folder}, for ${BACKUP_RECIPIENT.length} keys; ${says}`;
}

function checkMainBackups(folder: string): string {
  const [newest] = backupsIn(folder, "main");
  return `in ${folder}, for ${env().BACKUP_RECIPIENT.length} keys; newest of the main database: ${newest?.at.toISOString() ?? "none"}`;
}

/** True while an edition is in the ballot box. */
async function isBoxUsed(): Promise<boolean> {
  if (!isBoxHere()) return false;
  return atBox(
    async (client) => (await client.query('SELECT FROM "Edition" LIMIT 1')).rowCount === 1,
  );
}

async function atBox<T>(act: (client: pg.Client) => Promise<T>): Promise<T> {
  const directory = boxDirectory();
  const cluster = await startCluster(join(directory, placeOf(directory).folder), boxSettings);
  try {
    return await withClient(cluster.url(database), act);
  } finally {
    if (!cluster.adopted) await cluster.stop();
  }
}

async function checkAt(url: string): Promise<string> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ server_version: string }>("SHOW server_version");
    const applied = await isMigrated(client).catch(() => false);
    if (!applied)
      throw new CommandError(
        "reachable, but its migrations are not those of this release: start the server once",
      );
    const marks = await client.query<{ value: Buffer }>('SELECT value FROM "KeyMark"');
    if (marks.rows.some(({ value }) => !isOwnKeyMark(value))) throw new WrongKey();
    const lost = await wordsOnLostLetters(client);
    return `PostgreSQL ${rows[0]?.server_version}, migrations applied, APP_KEK is the one it was written under${lost}`;
  });
}

/**
 * Texts that lost a letter before they were stored, to be looked at once by whoever wrote them; no
 * fault of the database.
 */
async function wordsOnLostLetters(client: pg.Client): Promise<string> {
  const found = await lostLetters(client);
  if (found.length === 0) return "";
  const places = found.map(({ table, column, rows }) => `      ${table}.${column}: ${rows}`);
  return [
    ", but texts hold the replacement character U+FFFD where a letter was lost. Rows:",
    ...places,
  ].join("\n");
}

async function checkMail(): Promise<string> {
  if (!env().SMTP_URL) return "no SMTP_URL: mails stay readable at /area/admin/mail";
  try {
    await verifyTransport();
    return `${new URL(env().SMTP_URL).host} answers`;
  } finally {
    closeTransport();
  }
}

const saidInWords = [CommandError, EnvironmentError, WrongKey, WrongBox, BoxUnreachable];

/** Addresses and codes, never a password that stands in a URL. */
function reason(error: unknown): string {
  if (error instanceof Error && saidInWords.some((kind) => error instanceof kind))
    return error.message;
  if (error instanceof AggregateError) return error.errors.map(reason).join("; ");
  const { code, message } = error as { code?: string; message?: string };
  return [code, message]
    .filter(Boolean)
    .join(" ")
    .replace(/\/\/[^@\s]*@/g, "//…@");
}
