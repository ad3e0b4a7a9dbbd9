import "#tests/support/database.ts";
import { execFile, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { eraseHandedOverEditions } from "#app/commands/box/hand-over.server.ts";
import { checkBoxMark } from "#app/commands/box/box-mark.server.ts";
import { updateOlderBox } from "#app/commands/box/older-box.server.ts";
import { returnPasses } from "#app/commands/passes/pass-return.server.ts";
import { isWritten, whileStill } from "#app/box/rotation.server.ts";
import { closeBox, inBox, isBoxHere, openBox, placeOf, readBox } from "#app/box/store.server.ts";
import { backupOf, checkBackup } from "#app/platform/backup/backup.server.ts";
import { BackupError, readBackup } from "#app/platform/backup/backup-format.server.ts";
import { createDatabase, dropDatabase, withClient } from "#app/platform/client.server.ts";
import * as clock from "#app/platform/clock.server.ts";
import { connect, databaseUrl, db } from "#app/platform/db.server.ts";
import { decrypted, writeEncrypted } from "#app/platform/backup/encrypted-file.server.ts";
import { keyEncryptionKey } from "#app/platform/env.server.ts";
import { mainMigrations, migrate, migrationsIn } from "#app/platform/migrate.server.ts";
import { verifyAuditChain, verifyEdition } from "#app/queries/opening/verification.server.ts";
import { fromBase64 } from "#app/sealing/bytes.ts";
import { accessKeyFor, prepareDeposit } from "#app/sealing/wallet.ts";
import { newReceipt } from "#app/sealing/receipt.ts";
import { backupIn, restoreBox, restoreMain } from "#cli/backups/load.ts";
import { backupsIn } from "#cli/backups/folder.ts";
import { backUp } from "#cli/backups/write.ts";
import { attached } from "#tests/factories/attached.ts";
import {
  ask,
  close,
  content,
  type Deposited,
  depositBy,
  employee,
  joinAs,
  openEdition,
  type SealedEdition,
  send,
  walletOf,
} from "#tests/factories/sealed-edition.ts";
import { everyRow } from "#tests/support/every-row.ts";
import { editionInBox, ownBox, putInBox } from "#tests/support/processes/own-box.ts";

const run = promisify(execFile);
const box = ownBox();
const scratch = mkdtempSync(join(tmpdir(), "innova-backups-"));
const identity = await generateX25519Identity();
const recipients = [await identityToRecipient(identity)];
const ownDatabase = databaseUrl();
const made: string[] = [];

beforeAll(checkBoxMark); // as the first start does

afterAll(async () => {
  connect(ownDatabase);
  rmSync(scratch, { recursive: true, force: true });
  for (const name of made)
    await dropDatabase(inject("databaseUrl").replace("DATABASE", "postgres"), name);
});

const newFolder = () => mkdtempSync(join(scratch, "f-"));

/** An empty database beside the file's own. */
async function emptyDatabase(): Promise<string> {
  const name = `t_${randomUUID().replaceAll("-", "")}`;
  made.push(name);
  await createDatabase(inject("databaseUrl").replace("DATABASE", "postgres"), name);
  return inject("databaseUrl").replace("DATABASE", name);
}

async function tablesAt(url: string): Promise<number> {
  return withClient(
    url,
    async (client) =>
      (await client.query("SELECT FROM pg_tables WHERE schemaname = 'public'")).rowCount ?? 0,
  );
}

/** Everything of an encrypted file. */
function plain(file: string): Promise<Buffer> {
  return buffer(decrypted(file, identity));
}

/** Restores both into new places, and has this process use them as a server would. */
async function restoreBoth(main: string, boxFile: string): Promise<string> {
  const [url, directory] = [await emptyDatabase(), newFolder()];
  await restoreMain(url, await backupIn(main, identity, "main"), null);
  await restoreBox(directory, await backupIn(boxFile, identity, "box"));
  await use(url, directory);
  return directory;
}

async function use(url: string, directory: string): Promise<void> {
  await closeBox();
  connect(url);
  await openBox(directory);
}

/** Foreign keys, triggers and other constraints with their state. */
async function rulesAt(url: string): Promise<unknown> {
  return withClient(url, async (client) => [
    (
      await client.query(
        `SELECT conrelid::regclass::text, conname, convalidated, pg_get_constraintdef(oid)
         FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2`,
      )
    ).rows,
    (
      await client.query(
        `SELECT tgrelid::regclass::text, tgname, tgenabled
         FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2`,
      )
    ).rows,
  ]);
}

describe("a backup of an edition that takes deposits", () => {
  const folder = newFolder();
  let sealed: SealedEdition;
  let lead: Deposited;
  let files: { main: string; box: string };
  let rows: string;

  beforeAll(async () => {
    sealed = await openEdition();
    lead = await depositBy(await employee(), sealed, content({ title: "Il tetto verde" }), [
      attached(sealed.edition, "pianta-del-tetto"),
    ]);
    await joinAs(await employee(), sealed, lead, 2);
    await ask({
      op: "invite",
      edition: sealed.edition.id,
      accessKey: accessKeyFor(lead.receipt, sealed.edition.id),
      codeHash: Buffer.alloc(32, 7).toString("base64url"),
    });
    const idle = await employee();
    await returnPasses(
      idle.id,
      sealed.edition.id,
      (await walletOf(idle, sealed)).tokens.map(fromBase64),
    );
    const to = { folder, recipients };
    files = { main: await backUp("main", to), box: await backUp("box", to) };
    rows = await everyRow(["_prisma_migrations"]);
  }, 120_000);

  afterAll(() => use(ownDatabase, box.directory));

  test("holds nothing in clear, and is read by its owner alone", async () => {
    for (const [file, told] of [
      [files.box, "Il tetto verde"],
      [files.box, "pianta-del-tetto"],
      [files.main, lead.user.surname],
    ] as const) {
      expect((await plain(file)).includes(told), "control: it is in there").toBe(true);
      expect(readFileSync(file).includes(told)).toBe(false);
    }
    expect((await run("stat", ["-c", "%a", files.box])).stdout.trim()).toBe("600");
    expect(readdirSync(folder).sort()).toHaveLength(2);
  });

  test("says what is in it", async () => {
    const backup = await backupIn(files.box, identity, "box");
    await checkBackup(backup);
    expect(backup.header).toMatchObject({
      store: "box",
      box: (await db().boxMark.findUniqueOrThrow({ where: { id: 1 } })).boxId,
    });
    expect(
      Object.fromEntries(backup.header.tables.map(({ name, rows }) => [name, rows])),
    ).toMatchObject({
      Proposal: 1,
      Envelope: 2,
      Access: 2,
      ProposalFile: 1,
      Invite: 1,
      SpentToken: 4,
    });
  });

  test("that says of a table something else than it holds is found out", async () => {
    const backup = await backupIn(files.box, identity, "box");
    backup.header.tables.find(({ name }) => name === "SpentToken")!.rows += 1;
    await expect(checkBackup(backup)).rejects.toThrow("SpentToken");
    const [other, directory] = [await backupIn(files.box, identity, "box"), newFolder()];
    other.header.tables.find(({ name }) => name === "SpentToken")!.digest = "0".repeat(64);
    await expect(restoreBox(directory, other)).rejects.toThrow(
      "not what was backed up, and nothing was kept: SpentToken",
    );
    expect(readdirSync(directory)).toEqual([]);
  }, 60_000);

  test("brings back every row, with the rules they obey", async () => {
    await restoreBoth(files.main, files.box);
    expect(await everyRow(["_prisma_migrations"])).toBe(rows);
    expect(await rulesAt(databaseUrl())).toEqual(await rulesAt(ownDatabase));
    await checkBoxMark();
  }, 120_000);

  test("goes on: receipts find, spent passes are refused, deposits come, and it closes in order", async () => {
    const read = {
      op: "read",
      edition: sealed.edition.id,
      accessKey: accessKeyFor(lead.receipt, sealed.edition.id),
    };
    expect(await ask(read)).toMatchObject({
      content: { title: "Il tetto verde" },
      team: { confirmed: 2 },
    });
    const again = await prepareDeposit(lead.wallet, sealed, content(), newReceipt());
    await expect(send(again)).rejects.toMatchObject({ refusal: { code: "token-spent" } });
    await depositBy(await employee(), sealed, content({ title: "Dopo il ripristino" }));
    await close(sealed);
    expect(
      await db().closing.findUniqueOrThrow({ where: { editionId: sealed.edition.id } }),
    ).toMatchObject({ count: 2, spent: 3 });
    const checks = [...(await verifyAuditChain()), ...(await verifyEdition(sealed.edition.id))];
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(
      await everyRow(["_prisma_migrations"]),
      "control: rows that differ are told apart",
    ).not.toBe(rows);
  }, 60_000);

  test("is refused with another key, cut off, altered or as the other store; nothing is written", async () => {
    const url = await emptyDatabase();
    const other = await generateX25519Identity();
    await expect(backupIn(files.main, other, "main")).rejects.toThrow("encrypted to another key");
    await expect(backupIn(files.main, identity, "box")).rejects.toThrow("give it with --main");
    await expect(backupIn(join(folder, "none"), identity, "box")).rejects.toThrow(BackupError);
    const bytes = readFileSync(files.main);
    const [damaged, middle] = [join(scratch, "damaged.age"), Math.floor(bytes.length * 0.7)];
    const altered = Buffer.from(bytes);
    altered[middle]! ^= 1;
    for (const wrong of [
      bytes.subarray(0, middle),
      bytes.subarray(0, -1),
      altered,
      Buffer.from("no backup"),
    ]) {
      writeFileSync(damaged, wrong);
      await expect(
        backupIn(damaged, identity, "main").then((backup) => restoreMain(url, backup, null)),
      ).rejects.toThrow("damaged or cut off");
      await withClient(url, async (client) => {
        const known = await client.query(`SELECT to_regclass('public."Edition"') AS "table"`);
        if (known.rows[0].table)
          expect((await client.query('SELECT FROM "Edition"')).rowCount).toBe(0);
      });
    }
    await restoreMain(url, await backupIn(files.main, identity, "main"), null);
    await expect(
      backupIn(files.main, identity, "main").then((backup) => restoreMain(url, backup, null)),
    ).rejects.toThrow("not empty");
  }, 120_000);

  test("of a newer release, or with other migrations, is refused before anything is written", async () => {
    const url = await emptyDatabase();
    for (const change of [
      { name: "20990101000000_later", sha256: "0" },
      { name: migrationsIn(mainMigrations)[0]!.name, sha256: "edited" },
    ]) {
      const backup = await backupIn(files.main, identity, "main");
      backup.header.migrations.push(change);
      await expect(restoreMain(url, backup, null)).rejects.toThrow(
        "install that release or a newer one",
      );
    }
    expect(await tablesAt(url)).toBe(0);
  });

  test("of an older release is restored as it was, and the next start brings it up to this one", async () => {
    const names = migrationsIn(mainMigrations).map(({ name }) => name);
    const [older, url, file] = [
      await emptyDatabase(),
      await emptyDatabase(),
      join(scratch, "older.age"),
    ];
    await migrate(older, mainMigrations, { only: names.slice(0, -1) });
    await withClient(older, async (client) => {
      await client.query(`INSERT INTO "KeyMark" (value) VALUES ('mark')`);
      await writeEncrypted(file, recipients, await backupOf(client, { store: "main", box: null }));
    });
    await restoreMain(url, await backupIn(file, identity, "main"), null);
    expect(await migrate(url)).toEqual(names.slice(-1));
    const mark = await withClient(url, (client) =>
      client.query<{ value: Buffer }>('SELECT value FROM "KeyMark"'),
    );
    expect(mark.rows[0]?.value.toString()).toBe("mark");
  }, 60_000);

  test("is not restored while somebody is connected", async () => {
    const url = await emptyDatabase();
    await withClient(url, async () => {
      await expect(
        backupIn(files.main, identity, "main").then((backup) => restoreMain(url, backup, null)),
      ).rejects.toThrow("stop every server first");
    });
  });
});

describe("the folder of backups", () => {
  const names = (folder: string) => readdirSync(folder).sort();

  test("keeps the newest two of each store", async () => {
    const to = { folder: newFolder(), recipients };
    for (const minute of [1, 2, 3]) {
      vi.spyOn(clock, "now").mockReturnValue(new Date(`2027-01-31T02:0${minute}:00Z`));
      await backUp("main", to);
      await backUp("box", to);
    }
    vi.restoreAllMocks();
    expect(names(to.folder)).toEqual(
      ["20270131T020200Z", "20270131T020300Z"]
        .flatMap((at) => [`innova-box-${at}.age`, `innova-main-${at}.age`])
        .sort(),
    );
    expect(backupsIn(to.folder, "box")[0]?.at).toEqual(new Date("2027-01-31T02:03:00Z"));
  }, 120_000);

  test("loses nothing to a backup that fails or is killed, and what looks whole is whole", async () => {
    const to = { folder: newFolder(), recipients };
    const before = ["innova-box-20260101T000000Z.age", "innova-box-20260102T000000Z.age"];
    for (const name of before) writeFileSync(join(to.folder, name), "kept");
    await expect(
      backUp("box", to, (step) => {
        if (step === "written") throw new Error("the disk is full");
      }),
    ).rejects.toThrow("full");
    expect(names(to.folder)).toEqual(before);
    await closeBox();
    for (const [step, left] of [
      ["written", 0],
      ["named", 1],
    ] as const) {
      await dies("back-up-and-die.ts", box.directory, to.folder, recipients[0]!, step);
      const whole = names(to.folder).filter((name) => name.endsWith(".age"));
      expect(whole.slice(0, 2)).toEqual(before);
      expect(whole.length - before.length).toBe(left);
      for (const { file } of backupsIn(to.folder, "box").slice(0, left))
        await checkBackup(await backupIn(file, identity, "box"));
    }
    expect(names(to.folder).filter((name) => name.endsWith(".part"))).toEqual([]);
    await openBox(box.directory);
  }, 120_000);
});

/** Runs a script of tests/support that is killed at a step. */
async function dies(script: string, ...words: string[]): Promise<void> {
  const child = fork(`tests/support/processes/${script}`, words, {
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const said: string[] = [];
  child.stderr?.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  const signal = await new Promise((resolve) =>
    child.on("exit", (_code, killed) => resolve(killed)),
  );
  expect(signal, said.join("")).toBe("SIGKILL");
}

describe("the order of rows", () => {
  test("in a backup is at chance, whatever order they came in", async () => {
    const editionId = await editionInBox();
    const order: string[] = [];
    for (let i = 0; i < 300; i += 1) order.push(await putInBox(editionId));
    const asTheyLie = await readBox(
      (client) =>
        client.$queryRaw<
          { id: string }[]
        >`SELECT id::text FROM "Proposal" WHERE "editionId" = ${editionId}::uuid ORDER BY ctid`,
    );
    expect(
      correlation(
        order,
        asTheyLie.map(({ id }) => id),
      ),
      "control",
    ).toBeGreaterThan(0.99);
    const file = join(scratch, "unrotated.age");
    await whileStill(async (client) =>
      writeEncrypted(file, recipients, await backupOf(client, { store: "box", box: null })),
    );
    const backup = await readBackup(decrypted(file, identity));
    for await (const { table, rows } of backup.tables()) {
      const bytes = await buffer(rows);
      if (table.name !== "Proposal" && table.name !== "Access") continue;
      const place = new Map(
        order.map((id) => [id, bytes.indexOf(Buffer.from(id.replaceAll("-", ""), "hex"))]),
      );
      const shown = [...order].sort((a, b) => place.get(a)! - place.get(b)!);
      expect(Math.min(...place.values())).toBeGreaterThan(0);
      expect(Math.abs(correlation(order, shown)), table.name).toBeLessThan(0.31);
    }
    await backUp("box", { folder: newFolder(), recipients });
    expect(await isWritten(), "the box was rotated before").toBe(false);
    await inBox(async (tx) => {
      await tx.access.deleteMany({ where: { proposal: { editionId } } });
      await tx.spentToken.deleteMany({ where: { editionId } });
      await tx.proposal.deleteMany({ where: { editionId } });
      await tx.edition.delete({ where: { id: editionId } });
    });
  }, 120_000);
});

/** Spearman's correlation between two orders of the same. */
function correlation(order: readonly string[], shown: readonly string[]): number {
  const at = new Map(shown.map((id, place) => [id, place]));
  const n = order.length;
  return (
    1 -
    (6 * order.reduce((sum, id, place) => sum + (place - at.get(id)!) ** 2, 0)) / (n * (n * n - 1))
  );
}

describe("restoring one of the two", () => {
  afterAll(() => use(ownDatabase, box.directory));

  test("a box is not restored over another, and one that was killed is none", async () => {
    const file = await backUp("box", { folder: newFolder(), recipients });
    const directory = newFolder();
    for (const step of ["loaded", "committed"]) {
      await dies("restore-and-die.ts", directory, file, identity, step);
      expect(isBoxHere(directory)).toBe(false);
    }
    await restoreBox(directory, await backupIn(file, identity, "box"));
    expect(readdirSync(directory)).toHaveLength(2); // what was killed is cleared away
    await expect(
      backupIn(file, identity, "box").then((backup) => restoreBox(directory, backup)),
    ).rejects.toThrow("move it away first");
  }, 120_000);

  test("an older box brings back to life neither what closed since nor passes given back", async () => {
    const [closing, going] = [await openEdition(), await openEdition()];
    const own = await depositBy(await employee(), closing, content({ title: "Già consegnata" }));
    const [idle, wallet] = await employee().then(
      async (user) => [user, await walletOf(user, going)] as const,
    );
    const file = await backUp("box", { folder: newFolder(), recipients });
    await close(closing);
    await eraseHandedOverEditions();
    await returnPasses(idle.id, going.edition.id, wallet.tokens.map(fromBase64));
    const lost = await depositBy(await employee(), going, content({ title: "Perduta" }));

    const directory = newFolder();
    await restoreBox(directory, await backupIn(file, identity, "box"));
    await use(ownDatabase, directory);
    const found = (title: string) =>
      readBox((client) => client.proposal.count({ where: { title } }));
    expect(await found("Già consegnata"), "control: it is in the backup").toBe(1);
    await updateOlderBox();
    expect(await found("Già consegnata")).toBe(0);
    const read = ({ receipt }: Deposited, { edition }: SealedEdition) =>
      ask({ op: "read", edition: edition.id, accessKey: accessKeyFor(receipt, edition.id) });
    expect(await read(own, closing), "out of the main database").toMatchObject({
      content: { title: "Già consegnata" },
    });
    await expect(depositBy(await employee(), closing, content())).rejects.toThrow();
    const given = await prepareDeposit(wallet, going, content(), newReceipt());
    await expect(send(given)).rejects.toMatchObject({ refusal: { code: "token-spent" } });
    // what was handed in since is lost: its receipt finds nothing, and its pass is good again
    await expect(read(lost, going)).rejects.toMatchObject({ refusal: { code: "receipt-unknown" } });
    await send(
      await prepareDeposit(lost.wallet, going, content({ title: "Di nuovo" }), newReceipt()),
    );
    await use(ownDatabase, box.directory);
  }, 120_000);

  test("an older database is not restored beside a box that handed over since, nor another box", async () => {
    const sealed = await openEdition();
    await depositBy(await employee(), sealed, content());
    const file = await backUp("main", { folder: newFolder(), recipients });
    const here = () =>
      readBox(async (client) => ({
        id: (await client.box.findFirstOrThrow()).id,
        editions: (await client.edition.findMany()).map(({ id }) => id),
      }));
    const restored = async (beside: { id: string; editions: string[] }) =>
      restoreMain(await emptyDatabase(), await backupIn(file, identity, "main"), beside);
    await restored(await here()); // while the box still has them it is
    await close(sealed);
    await eraseHandedOverEditions();
    await expect(restored(await here())).rejects.toThrow(
      `${sealed.edition.code} takes deposits, and the ballot box has handed them over`,
    );
    await expect(restored({ ...(await here()), id: randomUUID() })).rejects.toThrow(
      "do not belong together",
    );
  }, 120_000);
});

describe("the command line", () => {
  test("makes keys, backs up while others are connected, checks, restores, and says what is wrong", async () => {
    const [folder, restored] = [newFolder(), newFolder()];
    const key = join(folder, "key.age");
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      NODE_ENV: "development",
      DATABASE_URL: databaseUrl(),
      BOX_DIR: box.directory,
      DATA_DIR: folder,
      BACKUP_DIR: folder,
      APP_KEK: keyEncryptionKey().toString("base64"),
    };
    const cli = (more: Record<string, string>, ...words: string[]) =>
      run(process.execPath, ["--import", "tsx", "cli/index.ts", ...words], {
        env: { ...env, ...more },
      });
    const made = await cli({}, "backup-key", key);
    const recipient = /^BACKUP_RECIPIENT=(age1\S+)$/m.exec(made.stdout)![1]!;
    const passphrase = join(folder, "passphrase");
    writeFileSync(passphrase, / once: (\S+)/.exec(made.stderr)![1]!);
    const withKey = (more: Record<string, string>, ...words: string[]) =>
      run(
        "sh",
        [
          "-c",
          `exec 3<${passphrase}; exec "$@"`,
          "sh",
          process.execPath,
          "--import",
          "tsx",
          "cli/index.ts",
          ...words,
          "--identity",
          key,
          "--passphrase-fd",
          "3",
        ],
        { env: { ...env, ...more } },
      );
    await expect(cli({}, "backup")).rejects.toMatchObject({
      stderr: expect.stringContaining("nothing is written in clear"),
    });
    await expect(cli({ BACKUP_RECIPIENT: "age1wrong" }, "backup")).rejects.toMatchObject({
      stderr: expect.stringContaining("BACKUP_RECIPIENT: number 1"),
    });

    await cli({ BACKUP_RECIPIENT: `${recipient}, ${recipients[0]}` }, "backup");
    const postmaster = join(box.directory, placeOf(box.directory).folder, "postmaster.pid");
    expect(existsSync(postmaster), "the box it moved runs on for whoever used it").toBe(true);
    const [main, boxFile] = [backupsIn(folder, "main")[0]!.file, backupsIn(folder, "box")[0]!.file];
    await checkBackup(await backupIn(main, identity, "main")); // by the second recipient too
    expect((await withKey({}, "backup", "--verify", boxFile)).stdout).toMatch(
      /The ballot box as of .*\n[^]*Whole/,
    );
    const into = { DATABASE_URL: await emptyDatabase(), BOX_DIR: join(restored, "box") };
    expect((await withKey(into, "restore", "--main", main, "--box", boxFile)).stdout).toContain(
      "the same as in the backup",
    );
    expect(existsSync(join(restored, "box", "current"))).toBe(true);
    await expect(withKey(into, "restore", "--main", main)).rejects.toMatchObject({
      stderr: expect.stringContaining("not empty"),
    });
    await withClient(databaseUrl(), () =>
      expect(withKey({ BOX_DIR: newFolder() }, "restore", "--box", boxFile)).rejects.toMatchObject({
        stderr: expect.stringContaining("stop every server first"),
      }),
    );
    await expect(withKey(into, "restore", "--box", boxFile)).rejects.toMatchObject({
      stderr: expect.stringContaining("move it away first"),
    });
    await expect(withKey(into, "restore", "--box", main)).rejects.toMatchObject({
      stderr: expect.stringContaining("give it with --main"),
    });
  }, 180_000);
});

describe("`doctor`", () => {
  const doctor = async (more: Record<string, string>) => {
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      NODE_ENV: "production",
      DATABASE_URL: databaseUrl(),
      BOX_DIR: box.directory,
      APP_KEK: keyEncryptionKey().toString("base64"),
      ...more,
    };
    const { stdout } = await run(process.execPath, ["--import", "tsx", "cli/index.ts", "doctor"], {
      env,
    }).catch((failed: { stdout: string }) => failed);
    return stdout;
  };
  const key = { BACKUP_RECIPIENT: recipients[0]! };

  test("tells where nothing is backed up, where a copy takes the box along, and of old backups", async () => {
    await openEdition();
    const folder = newFolder();
    const old = join(
      folder,
      `innova-box-${new Date(Date.now() - 3 * 86_400_000).toISOString().replace(/[-:]|\.\d+/g, "")}.age`,
    );
    writeFileSync(old, "");
    const fresh = { folder: newFolder(), recipients };
    await backUp("box", fresh);
    const [empty, open, around, aged, good] = await Promise.all(
      [
        {},
        { ...key, BACKUP_DIR: newFolder() },
        { ...key, BACKUP_DIR: tmpdir() },
        { ...key, BACKUP_DIR: folder },
        { ...key, BACKUP_DIR: fresh.folder },
      ].map(doctor),
    );
    expect(empty).toContain("FAIL  backups: BACKUP_DIR is empty");
    expect(open).toContain("FAIL  backups: none of the ballot box, and an edition is in it");
    expect(around).toContain("FAIL  backups: the ballot box lies in BACKUP_DIR");
    expect(aged).toMatch(/FAIL {2}backups: newest of the ballot box: .*, and an edition is in it/);
    expect(good).toMatch(/ok {4}backups: in .*, for 1 keys; newest of the ballot box/);
    expect(good).toContain("which belongs into no backup of files and no snapshot");
  }, 180_000);
});
