import "#tests/support/database.ts";
import sharp from "sharp";
import { expect, test } from "vitest";
import { enterPhase } from "#app/commands/edition/phase.server.ts";
import {
  freezeConfirmed,
  judgeAll,
  quorumOf,
  release,
  signAndOpen,
} from "#tests/factories/frozen-edition.ts";
import { content, depositBy, employee, openEdition } from "#tests/factories/sealed-edition.ts";
import { looked, setStage } from "#tests/support/stage.ts";

// An organiser brings a prize from its sponsor, with a logo, to whoever signs for it.

const stage = setStage();

test("a sponsor's prize, from the agreement and the logo to the receipt of the winner", async () => {
  const sealed = await openEdition();
  for (const title of ["Luci che si spengono", "Orti sui tetti"])
    await depositBy(await employee(), sealed, content({ title }));
  await judgeAll(sealed, 1);
  const desk = `/area/manage/${sealed.edition.code}`;
  const { page, problems } = await stage.profileOf(sealed.organiser);

  // the sponsor, with a file that is no picture first
  await page.goto(`${desk}/sponsors`);
  await page.getByLabel("Nome").fill("Cicli Po");
  await page.getByLabel("In denaro, in euro").fill("-5");
  await page.getByRole("button", { name: "Salva" }).click();
  await page.getByText("Scrivi un importo come 1.250,50.").waitFor();
  await page.getByLabel("In denaro, in euro").fill("1.000");
  await page.getByLabel("Accordo dal").fill("2027-01-01");
  await page.getByLabel("Contatto").fill("Rina, ufficio eventi");
  await page.getByRole("button", { name: "Salva" }).click();
  await page.getByText("Salvato.").waitFor();
  await looked(page);
  await page.getByRole("link", { name: "Cicli Po" }).click();
  await page
    .getByLabel("Immagine")
    .setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: Buffer.from("ciao") });
  await page.getByRole("button", { name: "Salva il logo" }).click();
  await page.getByText("Serve un'immagine PNG o JPEG").waitFor();
  const buffer = await sharp({
    create: { width: 900, height: 300, channels: 3, background: { r: 0, g: 102, b: 204 } },
  })
    .png()
    .toBuffer();
  await page
    .getByLabel("Immagine")
    .setInputFiles({ name: "logo.png", mimeType: "image/png", buffer });
  await page.getByLabel("Testo alternativo in italiano").fill("Una ruota");
  await page.getByRole("button", { name: "Salva il logo" }).click();
  await page.getByRole("img", { name: "Una ruota" }).waitFor();

  // the prize, and a rule that promises more than there are
  await page.getByRole("link", { name: "Aggiungi un oggetto" }).click();
  await page.getByLabel("Nome in italiano").fill("Bicicletta");
  await page.getByLabel("Quanti").fill("1");
  await page.getByLabel("Valore di uno").fill("450");
  await page.getByLabel("Valido fino al").fill("2099-12-31");
  await page.getByRole("button", { name: "Salva" }).click();
  await page.getByText(/1 × Bicicletta/).waitFor();
  await looked(page);
  await page.goto(`${desk}/awards`);
  await page.getByRole("heading", { name: "Aggiungi una regola" }).waitFor();
  const added = page.locator("section.panel").last();
  await added.getByLabel("Nome in italiano").fill("Premio Cicli Po");
  await added
    .getByLabel("Regola")
    .selectOption({ label: "Tema di uno sponsor, giudicato dalla giuria" });
  await added.getByLabel("Sponsor del tema").selectOption({ label: "Cicli Po" });
  await added.getByLabel("Posti").fill("2");
  await added
    .getByRole("combobox", { name: "Oggetto" })
    .selectOption({ label: "Bicicletta (Cicli Po)" });
  await added.getByRole("button", { name: "Salva" }).click();
  await page.getByText("«Premio Cicli Po» non si può rispettare.").waitFor();
  await looked(page);
  await page.getByRole("link", { name: "Cambia" }).click();
  await page.getByLabel("Valore di tutti i premi").fill("12.000");
  await looked(page);
  await page.getByRole("button", { name: "Salva" }).click();
  await page.getByText("Salvato.").waitFor();
  await page.goto(`${desk}/budget`);
  await page.getByText(/Il bando ammette premi fino a 12\.000/).waitFor();
  await looked(page);

  // what everybody reads
  const visitor = await (await stage.browser.newContext({ baseURL: stage.world.origin })).newPage();
  await visitor.goto(`/it/editions/${sealed.edition.code}`);
  const logo = visitor.getByRole("img", { name: "Una ruota" });
  await logo.scrollIntoViewIfNeeded();
  await expect.poll(() => logo.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBe(480);
  await visitor.getByText("Nessun denaro pubblico.").waitFor();
  expect(await visitor.content()).not.toContain("ufficio eventi");
  await looked(visitor);

  // the jury's choice, the freeze, the opening, the receipt
  await enterPhase(sealed.organiser.id, sealed.edition.id, "deliberation");
  await page.goto(`${desk}/ranking`);
  await page.getByText("Assegna un premio per decisione").click();
  await page.locator("select[name=ruleId]").selectOption({ label: "Premio Cicli Po" });
  await page.locator("select[name=publicNo]").last().selectOption({ index: 2 });
  await page.getByLabel("Motivo, per il verbale").last().fill("Si fa in bicicletta.");
  await page.getByRole("button", { name: "Assegna", exact: true }).click();
  await page.getByText("Per decisione: Si fa in bicicletta.").waitFor();
  await looked(page);
  await freezeConfirmed(sealed);
  await signAndOpen(sealed);
  for (const custodian of quorumOf(sealed)) await release(sealed, custodian);
  await page.goto(desk);
  await page.getByRole("link", { name: "Consegna premi" }).click();
  await page
    .getByText("Resta un oggetto da consegnare.")
    .or(page.getByText("Resta 1 oggetto da consegnare."))
    .waitFor();
  await page.getByText("Registra", { exact: true }).click();
  await page.getByLabel("Giorno").fill("2027-09-01");
  await page.getByRole("button", { name: "Salva" }).click();
  await page.getByText("Campo obbligatorio.").waitFor();
  await page.getByLabel("Ricevuta").fill("Firma sul registro, n. 12");
  await looked(page);
  await page.getByRole("button", { name: "Salva" }).click();
  await page
    .getByText("Consegnato il 1 settembre 2027. Ricevuta: Firma sul registro, n. 12.")
    .waitFor();
  await looked(page);

  // a frozen ranking takes nothing more in: no form to add with
  for (const part of ["sponsors", "awards", "categories", "criteria"]) {
    await page.goto(`${desk}/${part}`);
    await page.locator("fieldset:disabled").waitFor({ state: "attached" });
    expect(await page.getByRole("heading", { name: /^Aggiungi / }).count(), part).toBe(0);
  }
  expect(problems).toEqual([]);
}, 240_000);
