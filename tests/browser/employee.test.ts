import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { arrange, type Arranged } from "#cli/cycle/arrange.ts";
import { saveDates } from "#cli/cycle/edition.ts";
import { announce, enrol, nameCustodian, signTheManifest } from "#cli/cycle/keys.ts";
import { password, waitFor } from "#cli/cycle/people.ts";
import { startWorld, type World } from "#cli/cycle/world.ts";
import { localTimeOf } from "#app/domain/local-time.ts";
import { launchBrowser } from "#cli/chromium/launch.ts";
import { expectAccessible, expectNarrow, openProfile, type Profile } from "#tests/support/story.ts";

// A custodian makes a key, an employee hands in an idea and comes back to it: real browsers, the
// built product.

let world: World;
let browser: Browser;
let arranged: Arranged;
let custodian: Profile;
let employee: Profile;
let receipt = "";

const fields: Record<string, string> = {
  Titolo: "Meno carta allo sportello",
  "In poche righe": "Moduli digitali con firma remota.",
  "Il problema": "Si stampano **tre copie** di ogni modulo.",
  "La soluzione": "Moduli in linea e firma remota.",
};
const benefits: Record<string, string> = {
  "Chi ne trae vantaggio": "Cittadini e colleghi",
  "Risparmio o miglioramento": "Ventimila fogli in meno ogni mese",
};

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld(), launchBrowser()]);
  arranged = await arrange(world, 1, 4);
  const local = (offset: number) => localTimeOf(new Date(Date.now() + offset), "Europe/Rome");
  await saveDates(arranged.organiser, arranged.code, {
    opensAt: local(-3_600_000),
    closesAt: local(86_400_000),
  });
  for (const [i, { staff }] of arranged.custodians.entries())
    await nameCustodian(arranged, staff, i + 1);
  for (const { person } of arranged.custodians.slice(1)) await enrol(arranged, person);
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

describe("a custodian", () => {
  let file = "";
  let phrase = "";

  test("makes a key and proves that its file opens", async () => {
    custodian = await openProfile(browser, world.origin, arranged.custodians[0]!.person);
    const { page } = custodian;
    await page.goto(`/area/custody/${arranged.code}`);
    await expectAccessible(page);
    await expectNarrow(page);
    await page.getByRole("button", { name: "Crea la chiave" }).click();
    phrase = (await page.getByTestId("passphrase").textContent({ timeout: 60_000 })) ?? "";
    expect(phrase.split("-")).toHaveLength(7);
    await expectAccessible(page);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: /Salva innova-/ }).click(),
    ]);
    file = await download.path();
    expect(readFileSync(file, "latin1")).toContain("age-encryption.org");
    await choose(page, {
      name: "altro.age",
      mimeType: "application/octet-stream",
      buffer: Buffer.from("no"),
    });
    await page.getByRole("button", { name: "Esegui la prova" }).click();
    await page.getByText("Non è il file appena salvato.").waitFor();
    await choose(page, file);
    await page.getByRole("button", { name: "Esegui la prova" }).click();
    await page.getByRole("cell", { name: "Superata" }).nth(2).waitFor({ timeout: 60_000 });
  }, 180_000);

  test("opens the key with its phrase on another day, and signs the manifest", async () => {
    const { page, problems } = custodian;
    await page.reload();
    await choose(page, file);
    await page.getByLabel("Frase che apre il file").fill("una frase sbagliata");
    await page.getByRole("button", { name: "Apri la chiave" }).click();
    await page.getByText("La frase non apre questo file.").waitFor({ timeout: 60_000 });
    await page.getByLabel("Frase che apre il file").fill(phrase);
    await page.getByRole("button", { name: "Apri la chiave" }).click();
    await page.getByRole("button", { name: "Firma" }).click({ timeout: 60_000 });
    await page.getByText("Per ora non c'è altro da fare.").waitFor();
    for (const { person } of arranged.custodians.slice(1)) await signTheManifest(arranged, person);
    await world.pin(arranged.code);
    await announce(arranged);
    await waitFor(
      async () => ((await arranged.phase()) === "announced" ? true : undefined),
      "the announcement",
    );
    expect(problems).toEqual([]);
  }, 180_000);
});

describe("an employee", () => {
  test("signs in, says whose computer it is, and gets the pass by itself", async () => {
    employee = await openProfile(browser, world.origin);
    const { page } = employee;
    await page.goto("/area/login");
    await expectAccessible(page);
    await page
      .getByLabel("Indirizzo")
      .or(page.getByRole("textbox").first())
      .first()
      .fill(arranged.proposers[0]!.staff.email);
    await page.locator("input[name=password]").fill(password);
    await page.locator("input[name=computer][value=private]").check();
    await page.locator("button[type=submit]").click();
    await page.waitForURL("**/area/desk");
    await page.getByText("Il tuo pass è in questo browser").waitFor({ timeout: 60_000 });
    await expectAccessible(page);
    await expectNarrow(page);
  });

  test("is told when the edition is not open yet, and may prepare the draft", async () => {
    // one activated employee meets the floor, so it opens by itself
    await waitFor(
      async () => ((await arranged.phase()) === "open" ? true : undefined),
      "the opening",
    );
    const { page } = employee;
    await page.getByRole("link", { name: "Scrivi la tua idea" }).click();
    await page.waitForURL("**/p/it");
    await expectAccessible(page);
    await expectNarrow(page);
    const name = page.getByText(
      `${arranged.proposers[0]!.staff.name} ${arranged.proposers[0]!.staff.surname}`,
    );
    await page.getByText("La busta B è pronta, chiusa.").waitFor();
    expect(await name.count()).toBe(0); // whoever passes reads no name
    await page.getByRole("button", { name: "Mostra il nome", expanded: false }).click();
    await name.waitFor();
    await page.getByRole("button", { name: "Nascondi il nome", expanded: true }).click();
  });

  test("is led to the field that is missing, and loses nothing", async () => {
    const { page } = employee;
    await page.getByRole("textbox", { name: "Titolo" }).fill(fields.Titolo!);
    await page.getByRole("button", { name: "Avanti" }).click();
    await page.getByText("Campo obbligatorio.").first().waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("field-summary");
    await page.getByText(/Salvato in questo browser/).waitFor();
    await page.reload();
    await expect
      .poll(() => page.getByRole("textbox", { name: "Titolo" }).inputValue())
      .toBe(fields.Titolo);
    await page.getByRole("button", { name: "Avanti" }).click();
    await page.getByRole("link", { name: "English" }).click(); // another language, the same moment
    await page.getByRole("textbox", { name: "In a few lines" }).waitFor();
    expect(
      await page.evaluate(() => [
        document.documentElement.lang,
        document.querySelector<HTMLInputElement>("#field-title")?.value,
      ]),
    ).toEqual(["en", fields.Titolo]);
    await page.getByRole("link", { name: "Italiano" }).click();
    await page.getByRole("textbox", { name: "In poche righe" }).waitFor();
  });

  test("writes, reviews, notes the receipt, and hands in", async () => {
    const { page } = employee;
    for (const [label, text] of Object.entries(fields))
      await page.getByRole("textbox", { name: label }).fill(text);
    await page.getByRole("button", { name: "Anteprima" }).first().click();
    await page.locator("strong", { hasText: "tre copie" }).waitFor();
    await page.getByRole("button", { name: "Avanti" }).click();
    for (const [label, text] of Object.entries(benefits))
      await page.getByRole("textbox", { name: label }).fill(text);
    await page.getByRole("button", { name: "Avanti" }).click();
    await page.getByRole("radio", { name: /Breve periodo/ }).check();
    await page.getByRole("button", { name: "Avanti" }).click();
    await page.getByRole("checkbox", { name: "environment" }).check();
    await page.getByRole("button", { name: "Avanti" }).click();
    await page.getByRole("heading", { name: "Gli allegati" }).waitFor(); // none is needed
    await page.getByRole("button", { name: "Avanti" }).click();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Avanti: il codice ricevuta" }).click();
    receipt = await waitFor(
      async () =>
        /^[0-9A-Z-]{26}$/.exec((await page.getByTestId("receipt").textContent()) ?? "")?.[0],
      "the receipt",
    );
    await page.getByLabel("Scrivi il terzo gruppo del codice").fill("00000");
    await page.getByRole("button", { name: "Consegna", exact: true }).click();
    await page.getByText("Non è il terzo gruppo.").waitFor();
    await expectAccessible(page);
    await employee.settled();
    expect(deposits(employee)).toHaveLength(0);
  });

  test("loses nothing when the connection fails while handing in", async () => {
    const { page, context } = employee;
    await context.setOffline(true);
    await page.getByLabel("Scrivi il terzo gruppo del codice").fill(receipt.split("-")[2]!);
    await page.getByRole("button", { name: "Consegna", exact: true }).click();
    await page.getByText(/La connessione è caduta/).waitFor();
    await context.setOffline(false);
    await page.getByRole("button", { name: "Consegna", exact: true }).click();
    await page.getByRole("heading", { name: "Consegnata" }).waitFor();
    await expectAccessible(page);
  });

  test("comes back from another browser with the receipt alone: reads, tests, replaces, withdraws", async () => {
    const { page, problems, setCookies, settled } = await openProfile(browser, world.origin);
    await page.goto("/p/it");
    await page.getByRole("tab", { name: "Ho il codice ricevuta" }).click();
    await page
      .getByRole("textbox", { name: "Codice ricevuta" })
      .fill(receipt.slice(0, -1) + (receipt.endsWith("A") ? "B" : "A"));
    await page.getByRole("button", { name: "Apri" }).click();
    await page.getByText("Il codice ha un carattere sbagliato").waitFor();
    await page.getByRole("textbox", { name: "Codice ricevuta" }).fill(receipt.toLowerCase());
    await page.getByRole("button", { name: "Apri" }).click();
    await page.getByRole("heading", { name: fields.Titolo! }).waitFor();
    await expectAccessible(page);
    await expectNarrow(page);
    await page.getByRole("button", { name: "Prova", exact: true }).click();
    await page.getByText(new RegExp(`nomina ${arranged.proposers[0]!.staff.name}`)).waitFor();
    const change = page.getByRole("button", { name: "Modifica", exact: true });
    const isAbove = await change.evaluate(
      (button, title) =>
        Boolean(
          button.compareDocumentPosition(
            [...document.querySelectorAll("h2")].find(({ textContent }) => textContent === title)!,
          ) & Node.DOCUMENT_POSITION_FOLLOWING,
        ),
      fields.Titolo,
    );
    expect(isAbove).toBe(true); // of the text
    await change.click();
    await page.getByRole("textbox", { name: "Titolo" }).fill("Titolo migliore");
    await page.getByRole("button", { name: "Consegna la modifica" }).click();
    await page.getByRole("heading", { name: "Titolo migliore" }).waitFor();
    await page.getByRole("button", { name: "Ritira", exact: true }).click();
    await page.getByRole("button", { name: "Ritira e cancella" }).click();
    await page.getByText("La proposta è stata ritirata e cancellata.").waitFor();
    await settled();
    expect(problems).toEqual([]);
    expect(setCookies).toEqual([]);
  });

  test("on a shared computer takes the pass along in a file, which opens with its phrase only", async () => {
    const { page } = await openProfile(browser, world.origin);
    await signIn(page, arranged.proposers[0]!.staff.email, "shared");
    await page.getByText("Su questo computer il pass non resta").waitFor();
    await page.getByLabel("Frase segreta per il file").fill("tre gatti sul tetto");
    const [download] = await Promise.all([
      page.waitForEvent("download", { timeout: 60_000 }),
      page.getByRole("button", { name: "Prepara il mio pass in un file" }).click(),
    ]);
    const file = await download.path();
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
    // from the desk straight to the open place for the file, which the address alone opens: nothing
    // of it is sent
    await page.getByRole("link", { name: "Carica il file e scrivi" }).click();
    await page.waitForURL("**/p/it#pass");
    const other = (await openProfile(browser, world.origin)).page;
    await other.goto("/p/it#pass");
    for (const at of [page, other]) await at.getByText("Scegli un file").waitFor();
    await expectAccessible(other);
    await expectNarrow(other);
    await choose(other, file);
    await other.getByLabel("Frase segreta del file").fill("quattro gatti sul tetto");
    await other.getByRole("button", { name: "Usa questo pass" }).click();
    await other.getByText("La frase non apre questo file.").waitFor({ timeout: 60_000 });
    await other.getByLabel("Frase segreta del file").fill("tre gatti sul tetto");
    await other.getByRole("button", { name: "Usa questo pass" }).click();
    await other.getByRole("button", { name: "Mostra il nome" }).click({ timeout: 60_000 });
    await other
      .getByText(`${arranged.proposers[0]!.staff.name} ${arranged.proposers[0]!.staff.surname}`)
      .waitFor();
    await expectAccessible(other);
  }, 180_000);

  test("leaves no trace when asked to", async () => {
    const { page } = employee;
    expect(
      await page.evaluate(() =>
        Object.keys(localStorage).some((key) => key.startsWith("innova.wallet")),
      ),
    ).toBe(true);
    await page.getByRole("button", { name: "Cancella tutto" }).click();
    await page.getByRole("heading", { name: "Cancellato" }).waitFor();
    await expectAccessible(page);
    await expectNarrow(page);
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
    expect(employee.problems.filter((problem) => !problem.includes("Failed to fetch"))).toEqual([]);
  });
});

async function signIn(page: Page, email: string, computer: "private" | "shared"): Promise<void> {
  await page.goto("/area/login");
  await page.locator("input[name=email]").fill(email);
  await page.locator("input[name=password]").fill(password);
  await page.locator(`input[name=computer][value=${computer}]`).check();
  await page.locator("button[type=submit]").click();
  await page.waitForURL("**/area/desk");
}

async function choose(
  page: Page,
  file: string | { name: string; mimeType: string; buffer: Buffer },
): Promise<void> {
  await page.locator("input[type=file]").setInputFiles(file);
}

function deposits({ sent }: Profile): Profile["sent"] {
  return sent.filter(
    ({ url, method, body }) =>
      method === "POST" &&
      new URL(url).pathname === "/p/api" &&
      body?.startsWith('{"op":"deposit"'),
  );
}
