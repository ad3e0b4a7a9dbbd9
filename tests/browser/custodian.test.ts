import "#tests/support/database.ts";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Arranged, arrange } from "#cli/cycle/arrange.ts";
import { handIn, takePasses } from "#cli/cycle/employee.ts";
import { judge } from "#cli/cycle/jury.ts";
import {
  announceAndKeys,
  identity,
  releaseShares,
  signRoots,
  signTheRanking,
  stateOf,
} from "#cli/cycle/keys.ts";
import { waitFor } from "#cli/cycle/people.ts";
import { startWorld, type World } from "#cli/cycle/world.ts";
import { answerTo, taskSchema, workOn } from "#app/custody/task.ts";
import { localTimeOf } from "#app/domain/local-time.ts";
import { databaseUrl, db } from "#app/platform/db.server.ts";
import { keyEncryptionKey } from "#app/platform/env.server.ts";
import { encryptKeyFile } from "#app/sealing/key-file.ts";
import { launchBrowser } from "#cli/chromium/launch.ts";
import { ownBox } from "#tests/support/processes/own-box.ts";
import {
  expectAccessible,
  expectNarrow,
  openProfile,
  openProfileOf,
  type Profile,
} from "#tests/support/story.ts";

const box = ownBox();

// A custodian at the browser, while the others act over HTTP: the key is checked, an amendment
// read, the ranking checked, ticked and signed, and the page that stays open releases the shares by
// itself.

let world: World;
let browser: Browser;
let arranged: Arranged;
let ada: Profile;
const folder = mkdtempSync(join(tmpdir(), "innova-custodian-"));
const passphrase = "faro-luna-pane";
const shots = process.env.SCREENSHOTS;

beforeAll(async () => {
  [world, browser] = await Promise.all([
    startWorld({
      DATABASE_URL: databaseUrl(),
      BOX_DIR: box.directory,
      APP_KEK: keyEncryptionKey().toString("base64"),
    }),
    launchBrowser(),
  ]);
  arranged = await arrange(world, 4, 4);
  await announceAndKeys(world, arranged, () => ({ opensAt: inDays(1), closesAt: inDays(2) }));
  const { email } = arranged.custodians[0]!.staff;
  ada = await openProfileOf(
    browser,
    world.origin,
    await db().user.findUniqueOrThrow({ where: { email } }),
    "private",
  );
  writeFileSync(
    keyFile(0),
    await encryptKeyFile(identity(arranged.custodians[0]!.person), passphrase, 10),
  );
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await world?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const inDays = (days: number) =>
  localTimeOf(new Date(Date.now() + days * 86_400_000), "Europe/Rome");
/** Lets the time come: the server then does the rest by itself. */
const comes = (date: "opensAt" | "closesAt") =>
  db().edition.update({
    where: { code: arranged.code },
    data: { [date]: new Date(Date.now() - 1000), graceMinutes: 0 },
  });
const keyFile = (at: number) => join(folder, `innova-c${at + 1}.age`);
const custody = () => `/area/custody/${arranged.code}`;

async function look(page: Page, name: string): Promise<void> {
  if (shots) await page.screenshot({ path: join(shots, `custodian-${name}.png`), fullPage: true });
  await expectAccessible(page);
  await expectNarrow(page);
}

/** Opens the custody page and the key on it. */
async function openKey(
  { page }: Profile,
  words = { passphrase: "Frase che apre il file", open: "Apri la chiave" },
): Promise<void> {
  await page.goto(custody());
  await expect // a file chosen before the page is alive is lost
    .poll(
      async () => {
        await page.locator("fieldset input[type=file]").setInputFiles(keyFile(0));
        return page.getByText(basename(keyFile(0))).count();
      },
      { timeout: 30_000 },
    )
    .toBeGreaterThan(0);
  await page.getByLabel(words.passphrase).fill(passphrase);
  await page.getByRole("button", { name: words.open }).click();
}

/** The same check without any script of the server's: the page gives a task and takes an answer. */
async function withoutScript(custodian: Profile): Promise<void> {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    locale: "it-IT",
    storageState: await custodian.page.context().storageState(),
  });
  const plain = await context.newPage();
  await plain.goto(`${world.origin}/area/custody/${arranged.code}`);
  await plain.getByText("Senza gli script del server").click();
  const [download] = await Promise.all([
    plain.waitForEvent("download"),
    plain.getByRole("link", { name: "Scarica il compito" }).click(),
  ]);
  const task = taskSchema.parse(JSON.parse(readFileSync(await download.path(), "utf8")));
  const own = identity(arranged.custodians[0]!.person);
  const answer = answerTo(own, task, await workOn(own, task, []), { sign: false });
  expect(answer.check).toEqual({ checked: 20, faults: 0, foreign: 0 });
  const file = {
    name: "answer.json",
    mimeType: "application/json",
    buffer: Buffer.from(JSON.stringify(answer)),
  };
  await plain.getByLabel("File della risposta").setInputFiles(file);
  await plain.getByRole("button", { name: "Consegna la risposta" }).click();
  await plain.getByText("La risposta è arrivata.").waitFor();
  const checks = await db().auditEntry.findMany({
    where: { action: "custodian.key-checked" },
    orderBy: { seq: "asc" },
  });
  expect(checks.map(({ detail }) => detail)).toEqual(
    Array(2).fill({ checked: 20, faults: 0, foreign: 0, found: false }),
  );
  await context.close();
}

const phaseIs = (phase: string) =>
  waitFor(
    async () => ((await arranged.phase()) === phase ? true : undefined),
    `the phase ${phase}`,
    300,
  );

describe("a custodian", () => {
  test("checks the key before anything was handed in, and reads an amendment in words before signing it", async () => {
    const { page } = ada;
    await openKey(ada);
    await page.getByRole("button", { name: "Controlla la chiave" }).click();
    await page.getByText("La chiave legge tutte le 20 quote di prova.").waitFor();
    await look(page, "check");

    await withoutScript(ada);

    const manager = await openProfile(browser, world.origin, arranged.organiser);
    const without = await arranged.organiser.request(`/area/manage/${arranged.code}/amendments`, {
      method: "POST",
      body: new URLSearchParams({ closesAt: "2099-01-01T10:00" }),
    });
    const html = await without.text(); // without a script as well, and what was typed stays
    for (const part of ["Campo obbligatorio.", "2099-01-01T10:00"]) expect(html).toContain(part);
    await manager.page.goto(`/area/manage/${arranged.code}/amendments`, {
      waitUntil: "networkidle",
    });
    await manager.page.locator("input[name=closesAt]").fill(inDays(3));
    await manager.page.getByRole("button", { name: "Proponi ai custodi" }).click();
    await manager.page.getByText("Campo obbligatorio").first().waitFor(); // it needs its reason
    await manager.page
      .locator("textarea[name=reason]")
      .fill("Il portale è rimasto fermo due giorni.");
    await manager.page.getByRole("button", { name: "Proponi ai custodi" }).click();
    await manager.page.getByText("Proposta ai custodi").waitFor();
    await look(manager.page, "amendments");

    await openKey(ada);
    await page.getByText("Motivo: Il portale è rimasto fermo due giorni.").waitFor();
    await look(page, "statement");
    await page.getByRole("button", { name: "Firma la dichiarazione 1" }).click();
    await page.getByText("1 firme su 2").waitFor();
  });

  test("declares the key lost, which organisers see in red, and finds it again by checking it", async () => {
    const { page } = ada;
    await openKey(ada);
    await page.getByText("Ho perso la chiave").click();
    await page.getByRole("button", { name: "Dichiaro la chiave persa" }).click();
    await page.getByText("Chiavi perse: 1 su 3").waitFor();
    const manager = await openProfile(browser, world.origin, arranged.organiser);
    await manager.page.goto(`/area/manage/${arranged.code}`);
    await manager.page.getByRole("alert").getByText("fermate o prolungate le consegne").waitFor();
    await look(manager.page, "lost");
    await manager.page.goto(`/area/manage/${arranged.code}/custodians`);
    await look(manager.page, "custodians");
    await openKey(ada);
    await page.getByRole("button", { name: "Controlla la chiave" }).click();
    await page.getByText("Chiavi perse").waitFor({ state: "detached" });
  });

  test("signs the ranking only after ticking each decision, stays, and the page releases by itself", async () => {
    const wallets = await takePasses(arranged, () => {});
    await comes("opensAt");
    await phaseIs("open");
    const handedIn = await handIn(arranged, wallets, () => {});
    expect(handedIn).toHaveLength(4);
    await comes("closesAt");
    await phaseIs("screening");
    await signRoots(arranged);
    await judge(world, arranged, { say: () => {} });

    const { page } = ada;
    await openKey(ada);
    await page.getByText("Ricalcolata in questo browser").waitFor();
    await page.getByText("Metodo della graduatoria: Modello additivo.").waitFor();
    const sign = page.getByRole("button", { name: "Firma la graduatoria" });
    await expect.poll(() => sign.isDisabled()).toBe(true);
    await look(page, "ranking");
    const boxes = page.getByRole("checkbox");
    for (let i = 0; i < (await boxes.count()); i += 1) {
      expect(await sign.isDisabled()).toBe(true);
      await boxes.nth(i).check();
    }
    await sign.click();

    await page.getByRole("button", { name: "Resto: consegna le quote da sola" }).click();
    await page.getByText("Aspetto le firme: 1 su 2.").waitFor();
    await look(page, "staying");
    const [first, second] = arranged.custodians.map(({ person }) => person);
    await signTheRanking(arranged, second!);
    await page.getByText("Aspetto che cominci l'apertura.").waitFor();
    expect(
      (await stateOf(first!, arranged.code)).custodians.map(({ released }) => released),
    ).toEqual([0, 0, 0]);
    await arranged.organiser.submit(`/area/manage/${arranged.code}/phase`, { phase: "opening" });
    await page.getByText(/Quote consegnate: \d+\./).waitFor();
    const { toOpen, custodians } = await stateOf(first!, arranged.code);
    expect(custodians.map(({ released }) => released)).toEqual([toOpen, 0, 0]);
    await look(page, "released");
    await releaseShares(arranged, second!);
    await waitFor(
      async () => ((await stateOf(second!, arranged.code)).opened === toOpen ? true : undefined),
      "the envelopes to open",
    );
  }, 300_000);

  test("who forgot everything but a mail pastes the head from it, and one that is not on the log stops the signature", async () => {
    const absent = await openProfile(browser, world.origin, arranged.custodians[2]!.person, {
      locale: "en-GB",
    });
    await arranged.custodians[2]!.person.submit("/area/account", { locale: "en" });
    writeFileSync(
      keyFile(0),
      await encryptKeyFile(identity(arranged.custodians[2]!.person), passphrase, 10),
    );
    await openKey(absent, { passphrase: "Phrase that opens the file", open: "Open the key" });
    const { page } = absent;
    await page.getByText("Computed again in this browser").waitFor();
    await look(page, "ranking-en");
    await page.getByText("Paste a head from a mail").click();
    await page.locator("textarea[name=mail]").fill(`3 ${"ab".repeat(32)}`);
    await page.getByRole("button", { name: "Compare" }).click();
    await page.getByText("The audit log was rewritten").waitFor();
    expect(await page.getByRole("button", { name: "Sign the ranking" }).count()).toBe(0);
    await look(page, "rewritten");
  });

  test("no page wrote an error to the console", async () => {
    await ada.settled();
    expect(ada.problems).toEqual([]);
  });
});
