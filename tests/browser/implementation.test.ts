import "#tests/support/database.ts";
import { beforeAll, expect, test } from "vitest";
import type { User } from "#app/platform/db.server.ts";
import { aPerson } from "#tests/factories/person.ts";
import { type Judged, openedEdition, publish } from "#tests/factories/published-edition.ts";
import { looked, setStage } from "#tests/support/stage.ts";

// After the award: an organiser names an office and a person, who keeps the page that everybody
// reads.

const stage = setStage();
let judged: Judged;
let keeper: User;

beforeAll(async () => {
  judged = await openedEdition({ deposits: 3, awarded: 2 });
  await publish(judged, { 1: { named: true, prizeAccepted: true } });
  keeper = await aPerson({ email: "zenobia.custodisce@comune.example" });
}, 180_000);

test("an organiser gives a winner to an office and to somebody who keeps its page", async () => {
  const { edition, organiser } = judged.sealed;
  const { page, problems } = await stage.profileOf(organiser);
  await page.goto(`/area/manage/${edition.code}/implementation`);
  await page.getByText("nessuno tiene la pagina").first().waitFor();
  await looked(page);
  await page.getByRole("link", { name: /^1\. / }).click();
  await page.getByLabel("Ufficio responsabile").fill("Sistemi informativi");
  await page.getByLabel(/Chi tiene la pagina/).fill("nessuno@comune.example");
  await page
    .locator("form")
    .filter({ hasText: "Ufficio responsabile" })
    .getByRole("button", { name: "Salva" })
    .click();
  await page.getByText("Nessun accesso attivo ha questo indirizzo.").waitFor();
  await page.getByLabel(/Chi tiene la pagina/).fill(keeper.email);
  await page
    .locator("form")
    .filter({ hasText: "Ufficio responsabile" })
    .getByRole("button", { name: "Salva" })
    .click();
  await page.getByText("Salvato e pubblicato.").waitFor();
  await looked(page);
  expect(problems).toEqual([]);
});

test("who keeps the page finds it on the desk, and writes how far it is", async () => {
  const { page, problems } = await stage.profileOf(keeper);
  await page.goto("/area/desk");
  await looked(page);
  await page.getByRole("link", { name: "Scrivi le tappe della proposta che segui." }).click();
  const status = page
    .locator("form")
    .filter({ has: page.getByRole("heading", { name: "Stato", exact: true }) });
  await status.getByLabel("Stato").selectOption({ label: "Non si farà" });
  await status.getByRole("button", { name: "Salva" }).click();
  await status.getByText("Campo obbligatorio.").waitFor();
  await status.getByLabel("Stato").selectOption({ label: "In corso" });
  await status.getByLabel("In italiano").fill("Un gruppo di due uffici ha cominciato.");
  await status.getByRole("button", { name: "Salva" }).click();
  await page.getByText("Stato: In corso. Un gruppo di due uffici ha cominciato.").waitFor();
  for (const [title, due] of [
    ["Modulo in linea", "2026-03-01"],
    ["Prova in due circoscrizioni", "2098-06-30"],
  ] as const) {
    const milestone = page
      .locator("form")
      .filter({ has: page.getByRole("button", { name: "Aggiungi" }) });
    await milestone.getByLabel("In italiano").fill(title);
    await milestone.getByLabel("Entro il").fill(due);
    await milestone.getByRole("button", { name: "Aggiungi" }).click();
    await page.getByText(`Nuova tappa: ${title}`).waitFor();
  }
  const benefit = page
    .locator("form")
    .filter({ has: page.getByRole("heading", { name: "Beneficio" }) });
  await benefit.getByLabel("In italiano").first().fill("Meno visite agli sportelli.");
  await benefit.getByLabel("Quanto, atteso (un numero)").fill("12.500");
  await benefit.getByRole("button", { name: "Salva" }).click();
  await page.getByText(/Beneficio atteso: Meno visite/).waitFor();
  await page.getByLabel("Corregge").selectOption({ label: "la voce 2" });
  await page
    .locator("form")
    .filter({ has: page.getByLabel("Corregge") })
    .getByLabel("In italiano")
    .fill("Gli uffici sono tre.");
  await page.getByRole("button", { name: "Pubblica la voce" }).click();
  await page.getByText("corretta dalla voce").waitFor();
  await looked(page);
  expect(problems).toEqual([]);
});

test.each(["it", "en"])(
  "everybody reads it on the winner's page and on one of the edition: %s",
  async (locale) => {
    const { page, problems } = await stage.visitor();
    const base = `/${locale}/editions/${judged.sealed.edition.code}`;
    await page.goto(`${base}/implementation`);
    await page.getByText("Sistemi informativi").waitFor();
    await looked(page);
    await page.locator(`table a[href^="${base}/proposals/1"]`).click();
    await page.getByText("Gli uffici sono tre.").waitFor();
    expect(await page.content()).not.toContain(keeper.surname);
    await looked(page);
    expect(problems).toEqual([]);
  },
);
