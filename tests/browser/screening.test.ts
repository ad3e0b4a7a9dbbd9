import "#tests/support/database.ts";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readBox } from "#app/box/store.server.ts";
import { rewriteGuardIndex } from "#app/commands/self-identification/guard-index.server.ts";
import { databaseUrl, db } from "#app/platform/db.server.ts";
import type { Person } from "#cli/cycle/person.ts";
import { startWorld, type World } from "#cli/cycle/world.ts";
import { lucia, sessionCookieName } from "#app/platform/accounts/session.server.ts";
import {
  close,
  content,
  employee,
  openEdition,
  type SealedEdition,
  walletOf,
} from "#tests/factories/sealed-edition.ts";
import { launchBrowser } from "#cli/chromium/launch.ts";
import { ownBox } from "#tests/support/processes/own-box.ts";
import { expectAccessible, expectNarrow, openProfile, type Profile } from "#tests/support/story.ts";

const box = ownBox();

// Somebody writes a colleague's name into a proposal, is told, changes one thing, and hands in the
// rest as it is. At screening an organiser hides a passage and asks; the answer comes back through
// the receipt.

let world: World;
let browser: Browser;
let sealed: SealedEdition;
let writer: Profile;
let page: Page;
let receipt = "";

beforeAll(async () => {
  sealed = await openEdition();
  await employee({
    name: "Agnese",
    surname: "Barberis",
    staffNumber: "40177",
    unit: "Edilizia privata",
  });
  await rewriteGuardIndex();
  [world, browser] = await Promise.all([
    startWorld({ DATABASE_URL: databaseUrl(), BOX_DIR: box.directory }),
    launchBrowser(),
  ]);
  writer = await openProfile(browser, world.origin);
  page = writer.page;
  const wallet = await walletOf(await employee(), sealed);
  const draft = {
    ...content({
      problem: "L'ha detto anche **Agnese Barberis**: i moduli sono troppi.",
      solution: "Nel mio ufficio basterebbe una firma. Chiamatemi al 349 1234567.",
    }),
    title: "Un modulo solo",
  };
  await page.goto("/p/it");
  await page.evaluate(
    ([key, stored, draftKey, kept]) => {
      localStorage.setItem(key, stored);
      localStorage.setItem(draftKey, kept);
    },
    [
      `innova.wallet.${wallet.editionId}.${wallet.cert.certificate.sub}`,
      JSON.stringify(wallet),
      `innova.draft.${wallet.editionId}.${wallet.cert.certificate.sub}`,
      JSON.stringify(draft),
    ] as const,
  );
  await page.reload();
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

const next = () => page.getByRole("button", { name: "Avanti" }).click();
const marked = () => page.locator("mark").allTextContents();

describe("before handing in", () => {
  test("one is shown the words, what they are and why, in their context", async () => {
    for (let step = 0; step < 5; step += 1) await next();
    await page.getByText("4 passaggi possono dire chi sei").waitFor();
    expect(await marked()).toEqual(["Agnese Barberis", "mio ufficio", "Chiamatemi", "349 1234567"]);
    await page.getByText("L'ha detto anche **Agnese Barberis**: i moduli sono troppi.").waitFor();
    await page.getByText("Dice dove o come lavora chi scrive.").first().waitFor();
    await expectAccessible(page);
    await expectNarrow(page);
  });

  test("goes to the field and changes it", async () => {
    await page.getByRole("button", { name: "Vai e cambia: Il problema" }).click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("field-problem");
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText("I moduli sono troppi.");
    for (let step = 0; step < 5; step += 1) await next();
    await page.getByText("3 passaggi possono dire chi sei").waitFor();
    expect(await marked()).toEqual(["mio ufficio", "Chiamatemi", "349 1234567"]);
  });

  test("hands in the rest as it is: it is a warning", async () => {
    await page.getByRole("button", { name: "Avanti: il codice ricevuta" }).click();
    await expect
      .poll(async () => (receipt = (await page.getByTestId("receipt").textContent()) ?? ""), {
        timeout: 60_000,
      })
      .toMatch(/^[0-9A-Z-]{26}$/);
    await page.getByLabel("Scrivi il terzo gruppo del codice").fill(receipt.split("-")[2]!);
    await page.getByRole("button", { name: "Consegna", exact: true }).click();
    await page.getByRole("heading", { name: "Consegnata" }).waitFor();
    expect(
      await readBox((box) =>
        box.proposal.findFirstOrThrow({ where: { editionId: sealed.edition.id } }),
      ),
    ).toMatchObject({
      problem: "I moduli sono troppi.",
      solution: expect.stringContaining("349 1234567"),
    });
  });
});

describe("before replacing", () => {
  test("one is told once, and the same text goes through the second time", async () => {
    await page.goto("/p/it");
    await page.getByRole("tab", { name: "Ho il codice ricevuta" }).click();
    await page.getByRole("textbox", { name: "Codice ricevuta" }).fill(receipt);
    await page.getByRole("button", { name: "Apri" }).click();
    await page.getByRole("button", { name: "Modifica", exact: true }).click();
    await page
      .getByRole("textbox", { name: "La soluzione" })
      .fill("Chiedere all'ufficio edilizia privata.");
    await page.getByRole("button", { name: "Consegna la modifica" }).click();
    await page.getByText("Un passaggio può dire chi sei").waitFor();
    expect(await marked()).toEqual(["ufficio edilizia privata"]);
    await expectAccessible(page);
    await page.getByRole("button", { name: "Consegna così com'è" }).click();
    await page.getByRole("article").getByText("Chiedere all'ufficio edilizia privata.").waitFor();
    expect(writer.problems).toEqual([]);
  });
});

let organiser: Profile;
let at: string;

describe("at screening", () => {
  beforeAll(async () => {
    await close(sealed);
    const { publicNo } = await db().proposal.findFirstOrThrow({
      where: { editionId: sealed.edition.id },
    });
    at = `/area/manage/${sealed.edition.code}/screening/${publicNo}`;
    const { id } = await lucia().createSession(sealed.organiser.id, {});
    organiser = await openProfile(browser, world.origin, {
      session: () => ({ name: sessionCookieName, value: id }),
    } as Person);
  });

  test("the organiser sees the same words, and hides one with a press", async () => {
    const { page } = organiser;
    await page.goto(at);
    expect(await page.locator("mark").allTextContents()).toEqual(["ufficio edilizia privata"]);
    await expectAccessible(page);
    await expectNarrow(page);
    await page
      .getByRole("button", { name: "Nascondi ai giurati: ufficio edilizia privata" })
      .click();
    await page.getByText("Passaggio nascosto ai giurati: l'originale resta.").waitFor();
    expect(await page.locator("del").allTextContents()).toEqual(["ufficio edilizia privata"]);
    await page.getByText("Come la leggono i giurati").click();
    await page.getByText("Chiedere all'[nascosto dall'organizzazione].").waitFor();
  });

  test("hides any words by selecting them, with the keyboard too, and says why", async () => {
    const { page } = organiser;
    await page.getByText("Nascondi un altro passaggio").click();
    await page.getByLabel("Parte della proposta").selectOption("problem");
    await page.getByLabel("Seleziona le parole da nascondere").focus();
    await page.keyboard.press("Control+Home");
    for (let letter = 0; letter < "I moduli".length; letter += 1)
      await page.keyboard.press("Shift+ArrowRight");
    await page.getByText("Selezionato: «I moduli»").waitFor();
    await page.getByLabel("Motivo", { exact: true }).fill("Li usa un ufficio solo.");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Nascondi la selezione" }).click();
    await expect
      .poll(() => page.locator("del").allTextContents())
      .toEqual(["I moduli", "ufficio edilizia privata"]);
  });

  test("shows a passage again", async () => {
    const { page, problems } = organiser;
    await page.getByRole("button", { name: "Mostra di nuovo: I moduli" }).click();
    await page.getByText("I giurati leggono di nuovo il passaggio.").waitFor();
    expect(await page.locator("del").allTextContents()).toEqual(["ufficio edilizia privata"]);
    await expectNarrow(page);
    expect(problems).toEqual([]);
  });
});

describe("the dialogue", () => {
  const answering = () => writer.page.getByLabel("Rispondi", { exact: true });

  test("the organiser asks, and then tells everybody", async () => {
    const { page } = organiser;
    await page.goto(at);
    await page.getByLabel("Che cosa vuoi chiedere?").fill("Quanti moduli sono?");
    await page.getByRole("button", { name: "Invia la domanda" }).click();
    await page.getByText("Domanda inviata.").waitFor();
    await page.getByRole("listitem").getByText("Quanti moduli sono?").waitFor();
    await expect.poll(() => page.getByLabel("Che cosa vuoi chiedere?").inputValue()).toBe("");
    await expectAccessible(page);
    await page.goto(`/area/manage/${sealed.edition.code}/screening`);
    await page.getByText("Una domanda di cui nessuno è stato avvisato.").waitFor();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Avvisa tutti" }).click();
    await page.getByText("Avviso in partenza per tutti.").waitFor();
    expect(await page.getByRole("button", { name: "Avvisa tutti" }).count()).toBe(0);
  });

  test("the public page says it to all alike", async () => {
    const { page } = await openProfile(browser, world.origin);
    await page.goto(`/it/editions/${sealed.edition.code}`);
    await page.getByText("Alcune proposte hanno domande dell'organizzazione").waitFor();
    await expectAccessible(page);
  });

  test("the proposer finds the question with the receipt, is warned once, and answers", async () => {
    const { page } = writer;
    await page.goto("/p/it");
    await page.getByRole("tab", { name: "Ho il codice ricevuta" }).click();
    await page.getByRole("textbox", { name: "Codice ricevuta" }).fill(receipt);
    await page.getByRole("button", { name: "Apri" }).click();
    await page.getByText("Quanti moduli sono?").waitFor();
    await page.getByRole("button", { name: "Invia", exact: true }).click();
    await page.getByText("Campo obbligatorio.").waitFor();
    await answering().fill("Tre, nel mio ufficio.");
    // and what is typed is still there
    await writer.page.getByRole("tab", { name: "Nuova proposta" }).click();
    await writer.page.getByRole("tab", { name: "Ho il codice ricevuta" }).click();
    expect(await answering().inputValue()).toBe("Tre, nel mio ufficio.");
    await page.getByRole("button", { name: "Invia", exact: true }).click();
    await page.getByText("Un passaggio può dire chi sei").waitFor();
    expect(await marked()).toEqual(["mio ufficio"]);
    await expectAccessible(page);
    await expectNarrow(page);
    await answering().fill("Sono tre.");
    await page.getByRole("button", { name: "Invia così com'è" }).click();
    await page.getByText("l'organizzazione la legge da domani").waitFor();
    await page.getByRole("listitem").getByText("Sono tre.").waitFor();
    await expectAccessible(page);
    expect(writer.problems).toEqual([]);
  });

  test("the organiser does not read it today", async () => {
    const { page, problems } = organiser;
    await page.goto(at);
    await page.getByRole("listitem").getByText("Quanti moduli sono?").waitFor();
    expect(await page.getByText("Sono tre.").count()).toBe(0);
    expect(problems).toEqual([]);
  });
});
