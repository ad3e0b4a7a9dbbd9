import type { Page } from "playwright-core";
import { expect } from "vitest";
import { localTimeOf } from "#app/domain/local-time.ts";
import { arrange, type Arranged } from "#cli/cycle/arrange.ts";
import { saveDates } from "#cli/cycle/edition.ts";
import { announce, enrol, nameCustodian, signTheManifest } from "#cli/cycle/keys.ts";
import { password, waitFor } from "#cli/cycle/people.ts";
import type { World } from "#cli/cycle/world.ts";

// What people do where main server and ballot box are two processes behind one proxy.

/** An edition that custodians signed and that takes proposals, made at `origin`. */
export async function announcedEdition(main: World, origin: string): Promise<Arranged> {
  const arranged = await arrange({ ...main, origin }, 1, 4);
  const local = (offset: number) => localTimeOf(new Date(Date.now() + offset), "Europe/Rome");
  await saveDates(arranged.organiser, arranged.code, {
    opensAt: local(-3_600_000),
    closesAt: local(86_400_000),
  });
  for (const [i, { staff }] of arranged.custodians.entries())
    await nameCustodian(arranged, staff, i + 1);
  for (const { person } of arranged.custodians) await enrol(arranged, person);
  for (const { person } of arranged.custodians) await signTheManifest(arranged, person);
  await main.pin(arranged.code);
  await announce(arranged);
  return arranged;
}

/** An employee signs in, gets a pass, and goes to the anonymous page once that takes proposals. */
export async function takePass(page: Page, arranged: Arranged): Promise<void> {
  await page.goto("/area/login");
  await page.locator("input[name=email]").fill(arranged.proposers[0]!.staff.email);
  await page.locator("input[name=password]").fill(password);
  await page.locator("input[name=computer][value=private]").check();
  await page.locator("button[type=submit]").click();
  await page.waitForURL("**/area/desk");
  await page.getByText("Il tuo pass è in questo browser").waitFor({ timeout: 60_000 });
  const isOpen = async () => ((await arranged.phase()) === "open" ? true : undefined);
  await waitFor(isOpen, "the opening");
  await page.getByRole("link", { name: "Scrivi la tua idea" }).click();
  await page.waitForURL("**/p/it");
  await toldOfOpening(page);
}

/** Waits until the box was told that the edition is open. */
async function toldOfOpening(page: Page): Promise<void> {
  const early = page.getByText("Le consegne non sono ancora aperte");
  await expect
    .poll(async () => {
      await page.goto("/p/it");
      await page.getByText("La busta B è pronta").waitFor();
      return early.count();
    })
    .toBe(0);
}

/** Writes a proposal, with a PNG attached if there is one, and hands it in; gives the receipt. */
export async function handIn(page: Page, title: string, picture?: Buffer): Promise<string> {
  const next = () => page.getByRole("button", { name: "Avanti" }).click();
  const write = (name: string, text: string) => page.getByRole("textbox", { name }).fill(text);
  await write("Titolo", title);
  await write("In poche righe", "Moduli digitali con firma remota.");
  await write("Il problema", "Si stampano tre copie di ogni modulo.");
  await write("La soluzione", "Moduli in linea.");
  await next();
  await write("Chi ne trae vantaggio", "Cittadini e colleghi");
  await write("Risparmio o miglioramento", "Ventimila fogli in meno ogni mese");
  await next();
  await page.getByRole("radio", { name: /Breve periodo/ }).check();
  await next();
  await page.getByRole("checkbox", { name: "environment" }).check();
  await next();
  await page.getByRole("heading", { name: "Gli allegati" }).waitFor();
  if (picture) {
    const file = { name: "foto.png", mimeType: "image/png", buffer: picture };
    await page.locator("input[type=file]").setInputFiles(file);
    await page.getByAltText("allegato-1.png, com'è dopo la pulizia").waitFor();
  }
  await next();
  await page.getByRole("button", { name: "Avanti: il codice ricevuta" }).click();
  const shown = page.getByTestId("receipt");
  const receipt = await waitFor(
    async () => /^[0-9A-Z-]{26}$/.exec((await shown.textContent()) ?? "")?.[0],
    "the receipt",
  );
  await page.getByLabel("Scrivi il terzo gruppo del codice").fill(receipt.split("-")[2]!);
  await page.getByRole("button", { name: "Consegna", exact: true }).click();
  await page.getByRole("heading", { name: "Consegnata" }).waitFor();
  return receipt;
}

/** Comes back with a receipt, in a page opened again. */
export async function enter(page: Page, receipt: string): Promise<void> {
  await page.goto("/p/it");
  await page.getByRole("tab", { name: "Ho il codice ricevuta" }).click();
  await page.getByRole("textbox", { name: "Codice ricevuta" }).fill(receipt);
  await page.getByRole("button", { name: "Apri" }).click();
}

/** Comes back with a receipt, and reads what was handed in. */
export async function open(page: Page, receipt: string, title: string): Promise<void> {
  await enter(page, receipt);
  await page.getByRole("heading", { name: title, exact: true }).waitFor();
}
