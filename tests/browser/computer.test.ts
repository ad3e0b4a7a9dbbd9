import "#tests/support/database.ts";
import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startWorld, type World } from "#cli/cycle/world.ts";
import { databaseUrl, db, type User } from "#app/platform/db.server.ts";
import { keyEncryptionKey } from "#app/platform/env.server.ts";
import { hashPassword } from "#app/platform/accounts/password.server.ts";
import { fromBase64 } from "#app/sealing/bytes.ts";
import { openPassFile } from "#app/sealing/wallet.ts";
import { employee, openEdition, type SealedEdition } from "#tests/factories/sealed-edition.ts";
import { launchBrowser } from "#cli/chromium/launch.ts";
import { ownBox } from "#tests/support/processes/own-box.ts";
import { openFolder, tracesIn, withFolder } from "#tests/support/processes/profile-folder.ts";
import {
  askedOnLeaving,
  expectAccessible,
  expectNarrow,
  openProfile,
} from "#tests/support/story.ts";

const box = ownBox();

// Whose computer it is: two people in one browser, each with an answer of their own, and what a
// computer that others use too has on its disk afterwards.

let world: World;
let browser: Browser;
let sealed: SealedEdition;
const [password, phrase] = ["tre gatti sul tetto", "quattro cani in cantina"];

beforeAll(async () => {
  sealed = await openEdition();
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

const colleague = async (): Promise<User> =>
  employee({ passwordHash: await hashPassword(password) });
const nameOf = ({ name, surname }: User) => `${name} ${surname}`;
const title = (page: Page) => page.getByRole("textbox", { name: "Titolo" });
const kept = (page: Page) =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("innova.")));

async function signIn(page: Page, { email }: User, computer?: "private" | "shared"): Promise<void> {
  await page.goto("/area/login");
  await page.locator("input[name=email]").fill(email);
  await page.locator("input[name=password]").fill(password);
  if (computer) await page.locator(`input[name=computer][value=${computer}]`).check();
  await page.locator("button[type=submit]").click();
  await page.waitForURL("**/area/desk");
}

/**
 * Leaves, and says whether what this browser keeps stays; undefined where there is nothing to be
 * asked about.
 */
async function signOut(page: Page, stays?: "yes" | "no"): Promise<void> {
  await page.goto("/area/desk");
  await page.getByRole("button", { name: "Esci" }).click();
  if (stays) {
    await page.locator(`input[name=stays][value=${stays}]`).check();
    await page.locator("main button[type=submit]").click();
  }
  await page.waitForURL("**/area/login");
}

/** From the desk to the anonymous page. */
async function write(page: Page): Promise<void> {
  await page.getByText("Il tuo pass è in questo browser").waitFor({ timeout: 60_000 });
  await page.getByRole("link", { name: "Scrivi la tua idea" }).click();
  await page.waitForURL("**/p/it");
  await page.getByText("La busta B è pronta, chiusa.").waitFor();
}

async function nameInEnvelope(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Mostra il nome" }).click();
  const said = await page.getByText("Ci sarà il nome:").innerText();
  await page.getByRole("button", { name: "Nascondi il nome" }).click();
  return said;
}

async function takeFile(page: Page): Promise<string> {
  await page.getByLabel("Frase segreta per il file").fill(phrase);
  const [download] = await Promise.all([
    page.waitForEvent("download", { timeout: 60_000 }),
    page.getByRole("button", { name: "Prepara il mio pass in un file" }).click(),
  ]);
  return download.path();
}

async function loadFile(page: Page, file: string): Promise<void> {
  await page.getByRole("link", { name: "Carica il file e scrivi" }).click();
  await page.waitForURL("**/p/it#pass");
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByLabel("Frase segreta del file").fill(phrase);
  await page.getByRole("button", { name: "Usa questo pass" }).click();
  await page.getByText("La busta B è pronta, chiusa.").waitFor({ timeout: 60_000 });
}

describe("two colleagues in one browser", () => {
  test("who both said that it is theirs alone each hand in under their own name, and read their own draft", async () => {
    const [donato, delia] = [await colleague(), await colleague()];
    const { page, context } = await openProfile(browser, world.origin);
    for (const person of [donato, delia]) {
      await signIn(page, person, "private");
      await write(page);
      expect(await title(page).inputValue()).toBe("");
      await title(page).fill(`Idea di ${person.staffNumber}`);
      await page.getByText(/Salvato in questo browser/).waitFor();
      await signOut(page, "yes");
    }
    for (const person of [donato, delia, donato]) {
      await signIn(page, person, "private");
      await write(page);
      expect(await nameInEnvelope(page)).toContain(nameOf(person));
      expect(await title(page).inputValue()).toBe(`Idea di ${person.staffNumber}`);
      await page.reload();
      await page.getByText("La busta B è pronta, chiusa.").waitFor();
      expect(await nameInEnvelope(page)).toContain(nameOf(person));
      await signOut(page, "yes");
    }
    // somebody who comes without the desk is asked, and no name is guessed
    const fresh = await context.newPage();
    await fresh.goto("/p/it");
    await fresh.getByRole("heading", { name: "Di chi è la busta?" }).waitFor();
    await expectAccessible(fresh);
    await expectNarrow(fresh);
    expect(await title(fresh).count()).toBe(0);
    await fresh.getByRole("button", { name: nameOf(delia) }).click();
    expect(await nameInEnvelope(fresh)).toContain(nameOf(delia));
    expect(await title(fresh).inputValue()).toBe(`Idea di ${delia.staffNumber}`);
    await fresh.getByRole("button", { name: "Non sei tu?" }).click();
    await fresh.getByRole("button", { name: nameOf(donato) }).click();
    expect(await nameInEnvelope(fresh)).toContain(nameOf(donato));
  });

  test("of whom one said that others use it leave nothing of theirs, and nothing of the other's is touched", async () => {
    const [donato, delia] = [await colleague(), await colleague()];
    const { page } = await openProfile(browser, world.origin);
    await signIn(page, donato, "private");
    await write(page);
    await title(page).fill("Idea di Donato");
    await page.getByText(/Salvato in questo browser/).waitFor();
    await signOut(page, "yes");
    const his = (await kept(page)).sort();

    await signIn(page, delia); // says nothing: that counts as shared
    await page.getByText("Su questo computer il pass non resta").waitFor();
    await page.goto("/p/it");
    // his is not taken for hers
    await page.getByRole("heading", { name: "Non sei tra questi" }).waitFor();
    await page.goto("/area/desk");
    const file = await takeFile(page);
    await loadFile(page, file);
    expect(await nameInEnvelope(page)).toContain(nameOf(delia));
    await title(page).fill("Idea di Delia");
    await page.getByText("È solo in questa finestra").waitFor();
    await expectAccessible(page);
    await expectNarrow(page);
    await signOut(page);
    expect((await kept(page)).sort()).toEqual(his);
    await page.goto("/p/it");
    await page.getByText("La busta B è pronta, chiusa.").waitFor();
    expect([await nameInEnvelope(page), await title(page).inputValue()]).toEqual([
      expect.stringContaining(nameOf(donato)),
      "Idea di Donato",
    ]);
  });

  test("are asked when they sign out whether the pass stays, and it goes when it shall", async () => {
    const donato = await colleague();
    const { page } = await openProfile(browser, world.origin);
    await signIn(page, donato, "private");
    await write(page);
    await title(page).fill("Idea di passaggio");
    await page.getByText(/Salvato in questo browser/).waitFor();
    await page.goto("/area/logout");
    await page.getByText("In questo browser ci sono il tuo pass e la bozza").waitFor();
    await expectAccessible(page);
    await expectNarrow(page);
    await signOut(page, "no");
    expect(await kept(page)).toEqual([]);
  });
});

describe("the keys of an edition that differ from those the passes came with", () => {
  test("are an alarm on the desk and on the anonymous page, and no pass is replaced", async () => {
    const person = await colleague();
    const { page } = await openProfile(browser, world.origin);
    await signIn(page, person, "private");
    await write(page);
    const wallets = () =>
      page.evaluate(() =>
        Object.entries(localStorage)
          .filter(([key]) => key.startsWith("innova.wallet."))
          .join(),
      );
    const before = await wallets();
    const issued = () => db().activation.count({ where: { userId: person.id } });
    const given = await issued();
    const real = await db().manifest.findUniqueOrThrow({ where: { editionId: sealed.edition.id } });
    const exchange = (json: string) =>
      db().$transaction(async (tx) => {
        await tx.$executeRawUnsafe(`SET LOCAL session_replication_role = replica`);
        await tx.$executeRaw`UPDATE "Manifest" SET json = ${json} WHERE "editionId" = ${sealed.edition.id}::uuid`;
      });
    await exchange(real.json.replace(/"title":"Custode 1"/, '"title":"Custode x"'));
    try {
      await page.goto("/area/desk");
      await page
        .getByRole("alert")
        .getByText("Le chiavi di questa edizione non sono più quelle del tuo pass")
        .waitFor();
      await page.getByText("Avvisa i custodi, di persona o per telefono").waitFor();
      await expectAccessible(page);
      expect([await wallets(), await issued()]).toEqual([before, given]);
      await page.goto("/p/it");
      await page
        .getByRole("alert")
        .getByText("Le chiavi di questa edizione non sono più quelle del tuo pass")
        .waitFor();
      await expectNarrow(page);
      expect(await wallets()).toBe(before);
    } finally {
      await exchange(real.json);
    }
    await page.goto("/area/desk");
    await page.getByText("Il tuo pass è in questo browser").waitFor();
    expect([await wallets(), await issued()]).toEqual([before, given]);
  });
});

describe("on a computer that others use too", () => {
  test("the session ends with the browser and takes its cache along; on one's own it stays", async () => {
    const person = await colleague();
    const { page, context } = await openProfile(browser, world.origin);
    await signIn(page, person, "shared");
    const cookie = async () =>
      (await context.cookies(`${world.origin}/area/desk`)).find(
        ({ name }) => name === "innova_session",
      );
    expect((await cookie())?.expires).toBe(-1);
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.url().endsWith("/area/logout")),
      page.getByRole("button", { name: "Esci" }).click(),
    ]);
    expect((await answer.allHeaders())["clear-site-data"]).toBe('"cache", "storage"');
    await signIn(page, person, "private");
    expect((await cookie())?.expires).toBeGreaterThan(Date.now() / 1000 + 6 * 86_400);
  });

  test("a page that nobody touches signs out after half an hour and says so; on one's own computer it does not", async () => {
    const person = await colleague();
    for (const computer of ["shared", "private"] as const) {
      const { page, context } = await openProfile(browser, world.origin);
      await page.clock.install();
      await signIn(page, person, computer);
      await page.getByRole("heading", { name: `Ciao ${person.name}` }).waitFor();
      await page.clock.fastForward("29:00");
      expect(page.url()).toContain("/area/desk");
      await page.clock.fastForward("02:00");
      if (computer === "shared") {
        await page.getByText("La sessione è finita").waitFor();
        await expectAccessible(page);
        await expectNarrow(page);
      }
      const cookies = (await context.cookies(`${world.origin}/area/desk`))
        .map(({ name }) => name)
        .filter((name) => name === "innova_session");
      expect([new URL(page.url()).pathname, cookies]).toEqual(
        computer === "shared" ? ["/area/login", []] : ["/area/desk", ["innova_session"]],
      );
      await context.close();
    }
  });

  test("a draft begun without signing in stays in the window, which asks before it is left", async () => {
    const { page } = await openProfile(browser, world.origin);
    await page.goto("/p/it");
    await page.getByRole("button", { name: "Scrivi intanto una bozza" }).click();
    await title(page).fill("Idea allo sportello");
    await page.getByText("È solo in questa finestra").waitFor();
    expect(await askedOnLeaving(page)).toEqual(["beforeunload"]);
    await page.goBack();
    await page.getByRole("heading", { name: "Che cosa ti chiederemo" }).waitFor();
    expect(
      await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage })),
    ).not.toContain("sportello");
  });

  test("neither name, nor staff number, nor text, nor pass is anywhere in the browser's folder", async () => {
    const person = await colleague();
    await withFolder(async (folder) => {
      let context = await openFolder(folder, world.origin);
      let page = await context.newPage();
      await signIn(page, person, "shared");
      const file = await takeFile(page);
      const wallet = await openPassFile(new Uint8Array(readFileSync(file)), phrase);
      await loadFile(page, file);
      await title(page).fill("Zafferano sui balconi del municipio");
      await page
        .getByRole("textbox", { name: "In poche righe" })
        .fill("Piantare zafferano e venderlo.");
      await page
        .getByRole("textbox", { name: "Il problema" })
        .fill("I balconi sono vuoti, zafferano non ce n'è.");
      await page.getByRole("textbox", { name: "La soluzione" }).fill("Vasi, bulbi, zafferano.");
      await page.getByRole("button", { name: "Avanti", exact: true }).click();
      await page.getByRole("textbox", { name: "Chi ne trae vantaggio" }).waitFor();
      await page.goto("/it");
      await page.goto("/p/it");
      await context.close();

      const passes = [wallet!.holderKey, ...wallet!.tokens];
      const needles = [
        person.name,
        person.surname,
        person.staffNumber!,
        "afferano",
        ...passes.map((pass) => pass.slice(0, 40)),
      ];
      const raw = passes.map((pass) => Buffer.from(fromBase64(pass)).subarray(0, 24));
      expect(tracesIn(folder, needles, raw)).toEqual([]);

      // control: what a page kept for the tab alone is found there
      context = await openFolder(folder, world.origin);
      page = await context.newPage();
      await page.goto("/p/it");
      await page.evaluate(([name, pass]) => sessionStorage.setItem("planted", `${name} ${pass}`), [
        person.name,
        passes[1]!,
      ] as const);
      await context.close();
      expect(tracesIn(folder, needles, raw).map(({ needle }) => needle)).toEqual(
        expect.arrayContaining([person.name, passes[1]!.slice(0, 40)]),
      );
    });
  }, 180_000);
});
