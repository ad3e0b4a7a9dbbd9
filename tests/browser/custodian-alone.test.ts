import "#tests/support/database.ts";
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { taskAnswerSchema } from "#app/custody/answer.ts";
import { custodyTask } from "#app/queries/desk/custody-task.server.ts";
import { releaseShares } from "#app/commands/opening/opening.server.ts";
import { signSubject } from "#app/commands/opening/custody.server.ts";
import { encryptKeyFile } from "#app/sealing/key-file.ts";
import { db } from "#app/platform/db.server.ts";
import { enterPhase } from "#app/commands/edition/phase.server.ts";
import { freezeConfirmed, judgeAll } from "#tests/factories/frozen-edition.ts";
import {
  content,
  depositBy,
  employee,
  type KeyHolder,
  openEdition,
  type SealedEdition,
} from "#tests/factories/sealed-edition.ts";
import { launchBrowser } from "#cli/chromium/launch.ts";
import { looked } from "#tests/support/stage.ts";

// A custodian who trusts no script of the server: the page is one file, opened from the disk, or
// the command line.

const passphrase = "una frase di prova";
const folder = mkdtempSync(join(tmpdir(), "custodian-"));
const page = resolve("build/client/custodian.html");
const run = promisify(execFile);

let sealed: SealedEdition;
let browser: Browser;

const editionNow = () => db().edition.findUniqueOrThrow({ where: { id: sealed.edition.id } });

async function fileOf(name: string, bytes: Uint8Array | string): Promise<string> {
  const path = join(folder, `${crypto.randomUUID()}-${name}`);
  writeFileSync(path, bytes);
  return path;
}

const taskFileOf = async ({ user }: KeyHolder, change: object = {}) =>
  fileOf(
    "task.json",
    JSON.stringify({ ...(await custodyTask(await editionNow(), user.id)), ...change }),
  );
const keyFileOf = async ({ keys }: KeyHolder) =>
  fileOf("key.age", await encryptKeyFile(keys.identity, passphrase));

beforeAll(async () => {
  [sealed, browser] = await Promise.all([openEdition(), launchBrowser()]);
  for (let i = 0; i < 3; i += 1)
    await depositBy(await employee(), sealed, content({ title: `Idea ${i}` }));
}, 120_000);

afterAll(() => browser?.close());

/**
 * Opens the file as from a disk and works on a task; every request but that of the file itself is
 * noted.
 */
async function work(holder: KeyHolder, task: string): Promise<{ tab: Page; asked: string[] }> {
  const context = await browser.newContext({ locale: "en-GB", acceptDownloads: true });
  const tab = await context.newPage();
  const asked: string[] = [];
  tab.on("request", (request) => asked.push(request.url()));
  await tab.goto(`file://${page}`);
  await tab.getByLabel("Task downloaded").setInputFiles(task);
  await tab.getByLabel("Key file").setInputFiles(await keyFileOf(holder));
  await tab.getByLabel("Phrase that opens").fill(passphrase);
  await tab.getByRole("button", { name: "Check" }).click();
  return { tab, asked };
}

async function savedAnswer(tab: Page) {
  const [download] = await Promise.all([
    tab.waitForEvent("download"),
    tab.getByRole("button", { name: "Save the answer" }).click(),
  ]);
  return taskAnswerSchema.parse(JSON.parse(readFileSync(await download.path(), "utf8")));
}

describe("the page in one file", () => {
  test("is the one whose hash the documentation states", () => {
    const hash = createHash("sha256").update(readFileSync(page)).digest("hex");
    expect(readFileSync("docs/custodian-page.sha256", "utf8")).toBe(`${hash}  custodian.html\n`);
  });

  test("can reach no network: its own policy refuses what another page may ask for", async () => {
    let hits = 0;
    const server = createServer((_request, response) => {
      hits += 1;
      response.setHeader("Access-Control-Allow-Origin", "*").end("reached");
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const tab = await browser.newPage();
    const reach = (url: string) =>
      fetch(url).then(
        (response) => response.text(),
        () => "refused",
      );
    await tab.goto(`file://${page}`);
    expect(await tab.evaluate(reach, address)).toBe("refused");
    expect(hits).toBe(0);
    await tab.goto(`file://${await fileOf("other.html", "<p>no policy</p>")}`);
    expect(await tab.evaluate(reach, address)).toBe("reached"); // control
    await tab.close();
    await new Promise((done) => server.close(done));
  }, 60_000);

  test("checks a key, and asks for nothing", async () => {
    const { tab, asked } = await work(
      sealed.custodians[0]!,
      await taskFileOf(sealed.custodians[0]!),
    );
    await tab.getByText("Unreadable shares: 0 of 20.").waitFor({ timeout: 60_000 });
    await looked(tab);
    expect((await savedAnswer(tab)).check).toEqual({ checked: 20, faults: 0, foreign: 0 });
    expect(asked.filter((url) => !url.startsWith("blob:"))).toEqual([`file://${page}`]);
    await tab.context().close();
  }, 120_000);

  test("says that a phrase or a task is wrong, and keeps what was chosen", async () => {
    const { tab } = await work(sealed.custodians[0]!, await fileOf("no.json", "{}"));
    await tab.getByText("The task file cannot be read").waitFor({ timeout: 60_000 });
    expect(await tab.getByLabel("Phrase that opens").inputValue()).toBe(passphrase);
    await tab.getByLabel("Task downloaded").setInputFiles(await taskFileOf(sealed.custodians[0]!));
    await tab.getByLabel("Phrase that opens").fill("un'altra frase");
    await tab.getByRole("button", { name: "Check" }).click();
    await tab.getByText("The phrase does not open this file.").waitFor({ timeout: 60_000 });
    await looked(tab);
    await tab.context().close();
  }, 120_000);

  test("signs a ranking it computed itself once each decision is ticked, then gives the shares", async () => {
    await judgeAll(sealed, 1);
    await enterPhase(sealed.organiser.id, sealed.edition.id, "deliberation");
    await freezeConfirmed(sealed);
    const [one, two] = sealed.custodians as [KeyHolder, KeyHolder];
    for (const holder of [one, two]) {
      const { tab } = await work(holder, await taskFileOf(holder));
      await tab.getByText(/Computed again here from 6 score sheets/).waitFor({ timeout: 60_000 });
      await looked(tab);
      expect(await tab.getByRole("button", { name: "Save the answer" }).isDisabled()).toBe(true);
      for (const box of await tab.getByRole("checkbox").all()) await box.check();
      const { ranking } = await savedAnswer(tab);
      await signSubject(holder.user.id, sealed.edition.id, "RANKING", ranking!);
      await tab.context().close();
    }
    await enterPhase(sealed.organiser.id, sealed.edition.id, "opening");
    const { tab } = await work(one, await taskFileOf(one));
    await tab.getByText("All checks hold").waitFor({ timeout: 60_000 });
    await releaseShares(one.user.id, sealed.edition.id, (await savedAnswer(tab)).shares!);
    await tab.context().close();
  }, 240_000);

  test("gives nothing of a ranking that was exchanged", async () => {
    const two = sealed.custodians[1]!;
    const { ceremony } = (await custodyTask(await editionNow(), two.user.id))!;
    const other = {
      ...(ceremony as { ranking: string }),
      ranking: (ceremony as { ranking: string }).ranking.replace('"openList"', '"openList "'),
    };
    const { tab } = await work(two, await taskFileOf(two, { ceremony: other }));
    await tab.getByText(/cannot be read|no share leaves/).waitFor({ timeout: 60_000 });
    await tab.context().close();
  }, 120_000);
});

describe("`cli key-check`", () => {
  test("does the same with Node alone: the shares open the envelope", async () => {
    const two = sealed.custodians[1]!;
    const answer = join(folder, "answer.json");
    const words = [
      "key-check",
      await taskFileOf(two),
      "--key",
      await keyFileOf(two),
      "--passphrase-fd",
      "0",
      "--answer",
      answer,
    ];
    const env = {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: "test" as const,
      DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none",
    };
    const child = run(process.execPath, ["--import", "tsx", "cli/index.ts", ...words], { env });
    child.child.stdin?.end(`${passphrase}\n`);
    const { stdout } = await child;
    expect(stdout).toContain("ok    key: 0 of");
    expect(stdout).toContain("ok    opening: 1 shares");
    const { shares } = taskAnswerSchema.parse(JSON.parse(readFileSync(answer, "utf8")));
    await releaseShares(two.user.id, sealed.edition.id, shares!);
    const opened = await db().openedEnvelope.findMany({ where: { editionId: sealed.edition.id } });
    expect(opened).toMatchObject([{ result: "VALID" }]);
  }, 120_000);
});
