import "#tests/support/database.ts";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startWorld, type World } from "#cli/cycle/world.ts";
import { databaseUrl, type User } from "#app/platform/db.server.ts";
import { keyEncryptionKey } from "#app/platform/env.server.ts";
import type { Wallet } from "#app/sealing/kept-wallet.ts";
import {
  content,
  employee,
  openEdition,
  type SealedEdition,
  walletOf,
} from "#tests/factories/sealed-edition.ts";
import { RawPdf } from "#tests/seal/corpus/raw-pdf.ts";
import { launchBrowser } from "#cli/chromium/launch.ts";
import { ownBox } from "#tests/support/processes/own-box.ts";
import {
  askedOnLeaving,
  expectAccessible,
  expectNarrow,
  openProfile,
  type Profile,
} from "#tests/support/story.ts";

const box = ownBox();

// What was typed on the anonymous page, and what becomes of it: erased it is gone, handed in it is
// gone, and otherwise nothing of it is lost.

let world: World;
let browser: Browser;
let sealed: SealedEdition;

beforeAll(async () => {
  sealed = await openEdition({ passesPerPerson: 3 });
  const environment = {
    DATABASE_URL: databaseUrl(),
    BOX_DIR: box.directory,
    APP_KEK: keyEncryptionKey().toString("base64"),
  };
  [world, browser] = await Promise.all([startWorld(environment), launchBrowser()]);
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

const walletKey = ({ editionId, cert }: Wallet) =>
  `innova.wallet.${editionId}.${cert.certificate.sub}`;

/** A browser of somebody's own, with a pass in it, on the anonymous page. */
async function ownBrowser(draft?: object): Promise<Profile & { user: User; wallet: Wallet }> {
  const user = await employee();
  const wallet = await walletOf(user, sealed);
  const profile = await openProfile(browser, world.origin);
  await profile.page.goto("/p/it");
  const stored = {
    [walletKey(wallet)]: wallet,
    ...(draft && { [`innova.draft.${wallet.editionId}.${user.id}`]: draft }),
  };
  await profile.page.evaluate((all) => {
    for (const [key, value] of Object.entries(all))
      localStorage.setItem(key, JSON.stringify(value));
  }, stored);
  await profile.page.reload();
  await title(profile.page).waitFor();
  return { ...profile, user, wallet };
}

const title = (page: Page) => page.getByRole("textbox", { name: "Titolo" });
const next = (page: Page) => page.getByRole("button", { name: "Avanti", exact: true }).click();
const ours = (page: Page) =>
  page.evaluate(() =>
    [...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter((key) =>
      key.startsWith("innova."),
    ),
  );
const stored = (page: Page) =>
  page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));

async function toReview(page: Page): Promise<void> {
  for (let step = 0; step < 5; step += 1) await next(page);
  await page.getByRole("heading", { name: "Rileggi" }).waitFor();
}

async function handIn(page: Page): Promise<string> {
  await toReview(page);
  await page.getByRole("button", { name: "Avanti: il codice ricevuta" }).click();
  await expect
    .poll(() => page.getByTestId("receipt").textContent(), { timeout: 60_000 })
    .toMatch(/^[0-9A-Z-]{26}$/);
  const receipt = (await page.getByTestId("receipt").textContent()) ?? "";
  await page.getByLabel("Scrivi il terzo gruppo del codice").fill(receipt.split("-")[2]!);
  await page.getByRole("button", { name: "Consegna", exact: true }).click();
  await page.getByRole("heading", { name: "Consegnata" }).waitFor();
  return receipt;
}

async function openWithReceipt(page: Page, receipt: string): Promise<void> {
  await page.getByRole("tab", { name: "Ho il codice ricevuta" }).click();
  await page.getByRole("textbox", { name: "Codice ricevuta" }).fill(receipt);
  await page.getByRole("button", { name: "Apri" }).click();
  await page.getByRole("button", { name: "Modifica", exact: true }).waitFor();
}

function pdf(text: string): { name: string; mimeType: string; buffer: Buffer } {
  const made = new RawPdf();
  made.content = `BT /F1 12 Tf 20 100 Td (${text}) Tj ET`;
  return { name: `${text}.pdf`, mimeType: "application/pdf", buffer: made.build() };
}

describe("erasing everything", () => {
  test("leaves an empty page, and nothing brings the draft back: leaving, going back, closing, opening", async () => {
    const { page, context } = await ownBrowser();
    await title(page).fill("Idea segretissima");
    await page.getByText(/Salvato in questo browser/).waitFor();
    await title(page).fill("Idea ancora più segreta"); // and not written yet
    await page.getByRole("button", { name: "Cancella tutto" }).click();
    await page.getByText(/^Cancellato/).waitFor();
    expect(await title(page).count()).toBe(0);
    await page.goto("/it");
    await page.goBack();
    await page.getByRole("heading", { name: "La tua idea, senza il tuo nome" }).waitFor();
    await page.close({ runBeforeUnload: true });
    const again = await context.newPage();
    await again.goto("/p/it");
    await again.getByRole("heading", { name: "Che cosa ti chiederemo" }).waitFor();
    expect(await stored(again)).not.toContain("segret");
    expect(await ours(again)).toEqual([]);
  });

  test("says what it erased and what it did not, and signs out where that is wanted", async () => {
    const { page } = await ownBrowser();
    await page.getByRole("button", { name: "Cancella tutto" }).click();
    await page.getByText("i file che hai scaricato").waitFor();
    await page.getByRole("button", { name: "Esci dalla scrivania" }).click();
    await page.waitForURL("**/area/login");
  });

  test("empties the other tabs too, also of what they had not written yet", async () => {
    const { page, context } = await ownBrowser();
    const other = await context.newPage();
    await other.goto("/p/it");
    await title(other).fill("Nell'altra scheda");
    await page.getByRole("button", { name: "Cancella tutto" }).click();
    await other.getByRole("heading", { name: "Cancellato" }).waitFor();
    await other.getByRole("button", { name: "Torna alla pagina vuota" }).click();
    await other.getByRole("heading", { name: "Che cosa ti chiederemo" }).waitFor();
    await other.goto("/it");
    await page.goto("/it");
    expect(await stored(page)).not.toContain("altra scheda");
  });

  test("closes the proposal that was open", async () => {
    const { page } = await ownBrowser(content({ title: "Zanzariere verdi" }));
    const receipt = await handIn(page);
    await openWithReceipt(page, receipt);
    await page.getByRole("button", { name: "Cancella tutto" }).click();
    await page.getByRole("heading", { name: "Cancellato" }).waitFor();
    expect(await page.getByText("Zanzariere verdi").count()).toBe(0);
  });
});

describe("handing in", () => {
  test("takes the text out of the browser for good", async () => {
    const { page } = await ownBrowser(content({ title: "Consegnata una volta" }));
    await title(page).fill("Consegnata una volta sola");
    await handIn(page);
    await page.goto("/it");
    await page.goto("/p/it");
    await title(page).waitFor();
    expect(await title(page).inputValue()).toBe("");
    expect(await stored(page)).not.toContain("Consegnata una volta");
  });

  test("does not tell whoever looks at the page later that something was handed in", async () => {
    const { page } = await ownBrowser(content());
    const before = await page.locator(".panel").first().innerText();
    await handIn(page);
    await page.goto("/p/it");
    await title(page).waitFor();
    expect(await page.locator(".panel").first().innerText()).toBe(before);
  });
});

describe("an attachment", () => {
  test("that was removed does not come back, whatever is being cleaned meanwhile", async () => {
    const { page } = await ownBrowser(content());
    for (let step = 0; step < 4; step += 1) await next(page);
    const names = page.locator(".files strong");
    await page.locator("input[type=file]").setInputFiles([pdf("primo")]);
    await expect.poll(() => names.count(), { timeout: 30_000 }).toBe(1);
    await page.locator("input[type=file]").setInputFiles([pdf("secondo"), pdf("terzo")]);
    await page.getByText(/Pulizia di secondo/).waitFor();
    await page.getByRole("button", { name: "Togli l'allegato 1" }).click();
    expect(await names.count()).toBe(0);
    await page.getByText(/Pulizia di/).waitFor({ state: "detached", timeout: 60_000 });
    expect(await names.count()).toBe(2);
  });

  test("that is refused is named, each with its reason", async () => {
    const { page } = await ownBrowser(content());
    for (let step = 0; step < 4; step += 1) await next(page);
    const wrong = (name: string, bytes: string) => ({
      name,
      mimeType: "application/pdf",
      buffer: Buffer.from(bytes),
    });
    await page
      .locator("input[type=file]")
      .setInputFiles([
        wrong("uno.docx", "PK\x03\x04 word/document.xml"),
        wrong("due.exe", "MZ\x90\0"),
        wrong("tre.heic", "heic"),
      ]);
    await page.getByText("tre.heic").and(page.locator("strong")).waitFor({ timeout: 60_000 });
    expect(
      await page
        .locator("strong", { hasText: /^(uno\.docx|due\.exe|tre\.heic)$/ })
        .allTextContents(),
    ).toEqual(["uno.docx", "due.exe", "tre.heic"]);
  });
});

describe("the review", () => {
  test("gives one verdict over text and attachments", async () => {
    const { page, user } = await ownBrowser(content());
    for (let step = 0; step < 4; step += 1) await next(page);
    await page.locator("input[type=file]").setInputFiles([pdf(`matricola ${user.staffNumber}`)]);
    await page.locator(".files strong").waitFor({ timeout: 30_000 });
    await next(page);
    await page.getByRole("heading", { name: "Rileggi" }).waitFor();
    await page.getByText("Un passaggio in allegato-1.pdf").waitFor();
    expect(await page.getByText("Nessun nome, ufficio o recapito riconosciuto").count()).toBe(0);
  });
});

describe("a change of what was handed in", () => {
  const summary = (page: Page) => page.getByRole("textbox", { name: "In poche righe" });

  test("outlives another tab of the page, closing it and opening it with the receipt; on disk only the receipt reads it", async () => {
    const { page, context } = await ownBrowser(content({ title: "Da cambiare" }));
    const receipt = await handIn(page);
    await openWithReceipt(page, receipt);
    await page.getByRole("button", { name: "Modifica", exact: true }).click();
    await summary(page).fill("Riassunto nuovo e laborioso");
    await page.getByText("Quello che scrivi resta in questo browser, cifrato").waitFor();
    await page.getByRole("tab", { name: "Nuova proposta" }).click();
    await page.getByRole("tab", { name: "Ho il codice ricevuta" }).click();
    expect(await summary(page).inputValue()).toBe("Riassunto nuovo e laborioso");
    await expect.poll(() => entries(page)).toHaveLength(1);
    const [name, value] = (await entries(page))[0]!;
    expect(name).toMatch(/^typed\.[0-9a-f]{32}$/);
    expect(value).not.toContain("laborioso");
    await page.close({ runBeforeUnload: true });

    const again = await context.newPage();
    await again.goto("/p/it");
    await openWithReceipt(again, receipt);
    await again.getByText("Hai una modifica che non hai consegnato").waitFor();
    await expectAccessible(again);
    await expectNarrow(again);
    await again.getByRole("button", { name: "Riprendi la modifica" }).click();
    expect(await summary(again).inputValue()).toBe("Riassunto nuovo e laborioso");
    await again.getByRole("button", { name: "Consegna la modifica" }).click();
    await again.getByText("Modificata: il nuovo testo è in gara.").waitFor();
    await expect.poll(() => entries(again)).toEqual([]);
    expect(await again.getByText("Hai una modifica che non hai consegnato").count()).toBe(0);
  });

  test("on a computer that nobody called their own is in the window alone, which asks before it is left", async () => {
    const { page: own } = await ownBrowser(content());
    const receipt = await handIn(own);
    const { page } = await openProfile(browser, world.origin);
    await page.goto("/p/it");
    await openWithReceipt(page, receipt);
    await page.getByRole("button", { name: "Modifica", exact: true }).click();
    await summary(page).fill("Scritto in prestito");
    await page.getByText("È solo in questa finestra").waitFor();
    expect(await askedOnLeaving(page)).toEqual(["beforeunload"]);
    expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
  });

  test("is gone with the proposal once that is withdrawn", async () => {
    const { page } = await ownBrowser(content());
    const receipt = await handIn(page);
    await openWithReceipt(page, receipt);
    await page.getByRole("button", { name: "Modifica", exact: true }).click();
    await summary(page).fill("Non serve più");
    await expect.poll(() => entries(page)).toHaveLength(1);
    await page.getByRole("button", { name: "Continua dopo" }).click();
    await page.getByRole("button", { name: "Ritira", exact: true }).click();
    await page.getByRole("button", { name: "Ritira e cancella" }).click();
    await page.getByText("La proposta è stata ritirata e cancellata.").waitFor();
    await expect.poll(() => entries(page)).toEqual([]);
  });

  /** What the browser keeps of attachments and changes: names, and values as text. */
  const entries = (page: Page) =>
    page.evaluate(async () => {
      const databases = await indexedDB.databases();
      if (databases.length === 0) return [];
      const opened = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open("innova.files");
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(new Error("closed"));
      });
      const store = opened.transaction("drafts").objectStore("drafts");
      const asked = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve) => (request.onsuccess = () => resolve(request.result)));
      const [names, values] = [
        await asked(store.getAllKeys()),
        await asked<unknown[]>(store.getAll()),
      ];
      opened.close();
      const textOf = (value: unknown) =>
        JSON.stringify(value, (_key, each: unknown) =>
          each instanceof Uint8Array ? new TextDecoder("latin1").decode(each) : each,
        );
      return names.map((name, i) => [String(name), textOf(values[i])] as const);
    });
});

describe("whoever is invited into a team", () => {
  test("reads text and attachments before putting a name to them, and loses neither to another tab", async () => {
    const lead = await ownBrowser(content({ title: "Con un disegno" }));
    for (let step = 0; step < 4; step += 1) await next(lead.page);
    await lead.page.locator("input[type=file]").setInputFiles([pdf("disegno")]);
    await lead.page.locator(".files strong").waitFor({ timeout: 30_000 });
    await lead.page.reload();
    await title(lead.page).waitFor();
    const receipt = await handIn(lead.page);
    await openWithReceipt(lead.page, receipt);
    await lead.page.getByRole("button", { name: "Fai un invito" }).click();
    const code = (await lead.page.getByTestId("invite").textContent()) ?? "";
    const { page } = await ownBrowser();
    await page.getByRole("tab", { name: "Entra in un gruppo" }).click();
    await page.getByRole("textbox", { name: "Codice di invito" }).fill(code);
    await page.getByRole("button", { name: "Leggi la proposta" }).click();
    await page.getByRole("button", { name: "Mostra allegato-1.pdf" }).click();
    await page.getByRole("link", { name: "Guarda allegato-1.pdf in un'altra scheda" }).waitFor();
    await expectAccessible(page);
    await expectNarrow(page);
    await page.getByRole("tab", { name: "Nuova proposta" }).click();
    await page.getByRole("tab", { name: "Entra in un gruppo" }).click();
    await page.getByRole("heading", { name: "Con un disegno" }).waitFor();
  });
});
