import "#tests/support/database.ts";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startWorld, type World } from "#cli/cycle/world.ts";
import { readBox } from "#app/box/store.server.ts";
import { databaseUrl, db } from "#app/platform/db.server.ts";
import { keyEncryptionKey } from "#app/platform/env.server.ts";
import { fingerprintOf } from "#app/sealing/manifest.ts";
import { toBase64 } from "#app/sealing/bytes.ts";
import {
  content,
  close,
  employee,
  openEdition,
  type SealedEdition,
  walletOf,
} from "#tests/factories/sealed-edition.ts";
import { launchBrowser } from "#cli/chromium/launch.ts";
import { ownBox } from "#tests/support/processes/own-box.ts";
import { asOwner } from "#tests/support/owner.ts";
import { expectAccessible, expectNarrow, openProfile, type Profile } from "#tests/support/story.ts";

const box = ownBox();

// For whose keys one seals, and what becomes of the server's word on the deposit, in a real
// browser.

let world: World;
let browser: Browser;
let sealed: SealedEdition;
let own: Profile;
let receipt: string;
let sub: string;

beforeAll(async () => {
  sealed = await openEdition();
  const environment = {
    DATABASE_URL: databaseUrl(),
    BOX_DIR: box.directory,
    APP_KEK: keyEncryptionKey().toString("base64"),
  };
  [world, browser] = await Promise.all([startWorld(environment), launchBrowser()]);
  const user = await employee();
  sub = user.id;
  const wallet = await walletOf(user, sealed);
  own = await openProfile(browser, world.origin);
  await own.page.goto("/p/it");
  const stored = {
    [`innova.wallet.${sealed.edition.id}.${sub}`]: wallet,
    [`innova.draft.${sealed.edition.id}.${sub}`]: content({ title: "La mia" }),
  };
  await own.page.evaluate((all) => {
    for (const [key, value] of Object.entries(all))
      localStorage.setItem(key, JSON.stringify(value));
  }, stored);
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

async function toReceipt(page: Page): Promise<void> {
  await page.goto("/p/it");
  await page.reload();
  await page.getByRole("textbox", { name: "Titolo" }).waitFor();
  for (let step = 0; step < 5; step += 1)
    await page.getByRole("button", { name: "Avanti", exact: true }).click();
  await page.getByRole("button", { name: "Avanti: il codice ricevuta" }).click();
}

const signatures = () =>
  db().custodianSignature.findMany({
    where: { editionId: sealed.edition.id, subject: "MANIFEST" },
    orderBy: { custodian: { position: "asc" } },
  });

const kept = (page: Page) =>
  page.evaluate(
    ([id, whose]) =>
      JSON.parse(localStorage.getItem(`innova.evidence.${id}.${whose}`) ?? "[]") as string[],
    [sealed.edition.id, sub],
  );

async function comeBack(page: Page): Promise<void> {
  await page.goto("/p/it");
  await page.reload();
  await page.getByRole("tab", { name: "Ho il codice ricevuta" }).click();
  await page.getByRole("textbox", { name: /Codice ricevuta/ }).fill(receipt);
  await page.getByRole("button", { name: "Apri" }).click();
  await page.getByRole("heading", { name: "Controlla la mia proposta" }).waitFor();
}

describe("whoever seals", () => {
  test("is stopped where a custodian's signature on the keys is missing", async () => {
    const [first] = await signatures();
    const { custodianId, subject } = first!;
    await asOwner((tx) =>
      tx.custodianSignature.delete({ where: { custodianId_subject: { custodianId, subject } } }),
    );
    await toReceipt(own.page);
    await own.page
      .getByText("Le chiavi dell'edizione non hanno le firme di tutti i custodi.")
      .waitFor();
    expect(await own.page.getByRole("button", { name: "Consegna", exact: true }).count()).toBe(0);
    await asOwner((tx) => tx.custodianSignature.create({ data: first! }));
  }, 120_000);

  test("sees the fingerprint of these keys, and the browser keeps the server's word, where only the receipt finds it", async () => {
    const { page } = own;
    await toReceipt(page);
    await expect
      .poll(() => page.getByTestId("manifest-fingerprint").textContent())
      .toBe(fingerprintOf(sealed.manifest));
    await expectAccessible(page);
    await expectNarrow(page);
    receipt = (await page.getByTestId("receipt").textContent()) ?? "";
    await page.getByLabel("Scrivi il terzo gruppo del codice").fill(receipt.split("-")[2]!);
    await page.getByRole("button", { name: "Consegna", exact: true }).click();
    await page.getByRole("heading", { name: "Consegnata" }).waitFor();
    expect(await page.getByText("la risposta del server non torna").count()).toBe(0);
    const entries = await kept(page);
    expect(entries).toHaveLength(8);
    expect(new Set(entries.map((entry) => entry.length)).size).toBe(1);
    const row = await readBox((box) =>
      box.proposal.findFirstOrThrow({ where: { editionId: sealed.edition.id } }),
    );
    // nothing that the database knows
    expect(entries.join(" ")).not.toContain(toBase64(row.contentHash));
  }, 120_000);
});

describe("after closing", () => {
  test("the receipt checks and compares by itself, without a press", async () => {
    await close(sealed);
    const { page } = own;
    await comeBack(page);
    await page
      .getByText("È la consegna di cui questo browser conserva la firma del server.")
      .waitFor();
    await page.getByText("È sigillata per le chiavi che i custodi hanno firmato.").waitFor();
    expect(await page.getByText("qualcosa è stato cambiato").count()).toBe(0);
    await expectAccessible(page);
    await expectNarrow(page);
  }, 120_000);

  test("an envelope that was exchanged is told in red, in the browser that handed in", async () => {
    const envelope = await db().envelope.findFirstOrThrow({
      where: { proposal: { editionId: sealed.edition.id } },
    });
    const ownerWrap = new Uint8Array(envelope.ownerWrap);
    ownerWrap[20]! ^= 1;
    await asOwner((tx) => tx.envelope.update({ where: { id: envelope.id }, data: { ownerWrap } }));
    const { page } = own;
    await comeBack(page);
    await page
      .getByText("Non è la consegna di cui questo browser conserva la firma del server.")
      .waitFor();
    await page.getByRole("alert").filter({ hasText: "qualcosa è stato cambiato" }).waitFor();
    await asOwner((tx) =>
      tx.envelope.update({ where: { id: envelope.id }, data: { ownerWrap: envelope.ownerWrap } }),
    );
  }, 120_000);
});
