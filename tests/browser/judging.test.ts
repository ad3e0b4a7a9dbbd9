import "#tests/support/database.ts";
import { readFileSync } from "node:fs";
import type { BrowserContext, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "#app/platform/db.server.ts";
import { judging, type Judging } from "#tests/factories/judging.ts";
import { openFolder, tracesIn, withFolder } from "#tests/support/processes/profile-folder.ts";
import { looked, setStage } from "#tests/support/stage.ts";
import {
  askedOnLeaving,
  expectAccessible,
  type Profile,
  signedInto,
} from "#tests/support/story.ts";

// A juror's evening: the network fails, the session ends, a second window is open, and no word is
// lost. An organiser's assignment: proposed, changed by hand, refused without losing a box,
// applied.

const stage = setStage();

describe("a juror", () => {
  let j: Judging;
  let bruno: Profile;
  let page: Page;
  let no: number;

  const at = (number: number) => `/area/jury/${j.edition.code}/${number}`;
  const stored = (number = no) =>
    db().scoreDraft.findFirst({
      where: { jurorId: j.jury.bruno.id, proposal: { publicNo: number } },
    });
  const jury = (on = page) => on.getByLabel("Commento per la giuria");
  const keeps = (text: string) =>
    expect.poll(async () => (await stored())?.commentJury, { timeout: 15_000 }).toBe(text);
  const saved = (on = page) => on.getByText(/^Salvato alle \d\d:\d\d$/).waitFor();

  beforeAll(async () => {
    j = await judging({ proposals: 3, changes: { asksAuthor: true } });
    bruno = await stage.profileOf(j.jury.bruno.user, "private");
    page = bruno.page;
    await page.goto(`/area/jury/${j.edition.code}`);
    await looked(page);
    await page.getByRole("link", { name: /^Continua con la/ }).click();
    await page.waitForURL(/\/\d+$/);
    no = Number(page.url().split("/").at(-1));
  });

  test("scores with number keys, and the page keeps itself", async () => {
    await looked(page);
    await page.getByRole("radio").first().focus();
    await page.keyboard.press("4");
    await page.keyboard.press("2");
    await jury().fill("Costa più di 3 volte."); // digits in a text are text
    await saved();
    expect(await stored()).toMatchObject({
      version: 1,
      scores: { impact: 4, cost: 2 },
      commentJury: "Costa più di 3 volte.",
    });
  });

  test("finds the keys on a sheet that '?' opens, and turns them off", async () => {
    const first = () => page.locator("[data-criterion] input:checked").first();
    const help = page.getByRole("dialog", { name: "Scorciatoie da tastiera" });
    await first().focus();
    await page.keyboard.press("?");
    await help.waitFor();
    await expectAccessible(page);
    await help.getByLabel("Usa le scorciatoie").uncheck();
    await page.keyboard.press("Escape");
    await help.waitFor({ state: "detached" });
    await first().focus();
    await page.keyboard.press("1");
    await page.keyboard.press("?");
    expect(await first().getAttribute("value")).toBe("4");
    expect(await help.count()).toBe(0);
    await page.getByRole("button", { name: "Scorciatoie da tastiera" }).click(); // and on again
    await help.getByLabel("Usa le scorciatoie").check();
    await page.keyboard.press("Escape");
    await help.waitFor({ state: "detached" });
  });

  test("says whether the author seems known, which is kept at once", async () => {
    const question = page.getByRole("group", { name: "Pensi di sapere di chi è?" });
    const isAbove = await question.evaluate((group) =>
      Boolean(
        group.compareDocumentPosition(document.querySelector(".sheet-foot")!) &
        Node.DOCUMENT_POSITION_FOLLOWING,
      ),
    );
    expect(isAbove).toBe(true); // of the buttons that save
    // every score is given
    await page.getByRole("link", { name: "resta una domanda: di chi è?" }).click();
    await question.getByLabel("Forse").check();
    await page.getByText("punteggi completi").waitFor();
    await expect
      .poll(
        async () =>
          (await db().authorGuess.findFirst({ where: { jurorId: j.jury.bruno.id } }))?.guess,
      )
      .toBe("PERHAPS");
    expect(
      await page
        .getByRole("group", { name: "Pensi di sapere di chi è?" })
        .getByLabel("Forse")
        .isChecked(),
    ).toBe(true);
  });

  test("with a second window open is asked which one to keep", async () => {
    const other = await bruno.context.newPage();
    await other.goto(at(no));
    await jury(other).fill("Dall'altra finestra");
    await keeps("Dall'altra finestra");
    await jury().fill("Da questa finestra");
    await page.getByText("Due versioni diverse").waitFor();
    await expectAccessible(page);
    // nothing is overwritten silently
    expect((await stored())?.commentJury).toBe("Dall'altra finestra");
    await page.getByRole("button", { name: "Quella che vedo qui" }).click();
    await keeps("Da questa finestra");
    await other.close();
  });

  test("goes on typing without a network, and what was typed is saved when it is back", async () => {
    await saved();
    await bruno.context.setOffline(true);
    await jury().fill("Scritto senza rete");
    await page.getByText(/^Non connesso/).waitFor();
    await bruno.context.setOffline(false);
    await keeps("Scritto senza rete");
  });

  test("loses nothing when the window closes before it was saved", async () => {
    await saved();
    await bruno.context.route("**/draft", (route) => route.abort());
    await jury().fill("Non ancora sul server");
    await page.goto(`/area/jury/${j.edition.code}`);
    await page.getByText(/modifiche non ancora salvate/).waitFor();
    await bruno.context.unroute("**/draft");
    await page.goto(at(no));
    await keeps("Non ancora sul server");
    expect(await jury().inputValue()).toBe("Non ancora sul server");
  });

  test("loses nothing when the session ends, and stays on the page", async () => {
    await saved();
    const cookies = await bruno.context.cookies();
    await bruno.context.clearCookies();
    await jury().fill("Dopo la scadenza");
    await page.getByText(/^Sessione scaduta/).waitFor();
    expect(page.url()).toContain(at(no));
    await bruno.context.addCookies(cookies);
    await page.goto(at(no));
    await keeps("Dopo la scadenza");
  });

  test("loses nothing that was typed before the page's script woke up", async () => {
    await saved();
    const early = await bruno.context.newPage();
    let wake = () => {};
    const asleep = new Promise<void>((awake) => (wake = awake));
    await early.route("**/assets/*.js", async (route) => {
      await asleep;
      await route.continue();
    });
    await early.goto(at(no), { waitUntil: "commit" });
    await jury(early).fill("Più veloce dello script");
    wake();
    await keeps("Più veloce dello script");
    expect(await jury(early).inputValue()).toBe("Più veloce dello script");
    await early.close();
    await page.goto(at(no));
  });

  test("saves and goes on to the next, with the keys alone", async () => {
    await saved();
    await jury().focus();
    await page.keyboard.press("Control+Enter");
    await page.waitForURL((url) => /\/\d+$/.test(url.pathname) && !url.pathname.endsWith(`/${no}`));
    const copies = () =>
      page.evaluate(() =>
        Object.keys(localStorage).filter((key) => key.startsWith("innova.sheet")),
      );
    await expect.poll(copies).toEqual([]); // no copy stays behind
  });

  test("sees how the scale was used so far, and skips", async () => {
    const here = page.url();
    await page.getByText("Come hai usato la scala").click();
    await page.getByRole("listitem", { name: "Una volta il punteggio 4" }).waitFor();
    await expectAccessible(page);
    await page.getByRole("link", { name: "Salta per ora" }).click();
    await page.waitForURL((url) => url.href !== here);
  });

  test("who leaves a sheet with a score missing is told so on the next one, and led back", async () => {
    const here = Number(new URL(page.url()).pathname.split("/").at(-1));
    await page.getByRole("radio").first().focus();
    await page.keyboard.press("4");
    await page.getByRole("button", { name: "Salva e vai alla prossima" }).click();
    await page.getByText(`Alla proposta ${here} manca 1 punteggio.`).waitFor();
    await looked(page);
    await page.getByRole("link", { name: `Torna alla ${here}` }).click();
    await page.waitForURL(`**${at(here)}`);
    // to the criterion without one
    await page.getByRole("link", { name: "manca 1 punteggio" }).click();
    expect(
      await page.evaluate(() =>
        document.querySelector(":target")?.matches("[data-criterion]:not(:has(:checked))"),
      ),
    ).toBe(true);
    await db().scoreDraft.deleteMany({
      where: { jurorId: j.jury.bruno.id, proposal: { publicNo: here } },
    });
  });

  test("takes the sheets along as a file, and brings them back filled in", async () => {
    await page.goto(`/area/jury/${j.edition.code}/offline`);
    await looked(page);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Scarica 3 schede" }).click(),
    ]);
    const text = readFileSync(await download.path(), "utf8");
    const other = j.proposals.map(({ publicNo }) => publicNo!).find((number) => number !== no)!;
    const from = text.indexOf(`== proposal ${other} `);
    const upload = async (changed: string) => {
      await page.getByLabel("Il file compilato").setInputFiles({
        name: "schede.txt",
        mimeType: "text/plain",
        buffer: Buffer.from(changed),
      });
      await page.getByRole("button", { name: "Carica" }).click();
    };
    await upload(text.replace("== proposal", "== proposta"));
    await page
      .getByText(/^Riga \d+: «== proposta .*» è fuori posto\.$/)
      .first()
      .waitFor();
    await expectAccessible(page);
    await upload(
      text.slice(0, from) +
        text.slice(from).replace("== score impact 0-5\n", "== score impact 0-5\n2"),
    );
    await page.getByRole("status").getByText("salvata.").first().waitFor();
    expect((await stored(other))?.scores).toEqual({ impact: 2 });
  });

  test("can do all of it without JavaScript, then confirm and close", async () => {
    const context = await stage.browser.newContext({
      baseURL: stage.world.origin,
      javaScriptEnabled: false,
    });
    await context.addCookies(await bruno.context.cookies());
    const form = await context.newPage();
    for (const each of j.proposals
      .map(({ publicNo }) => publicNo!)
      .filter((number) => number !== no)) {
      await form.goto(at(each));
      for (const key of ["impact", "cost"])
        await form.locator(`input[name="scores.${key}"][value="3"]`).check();
      await form.getByRole("button", { name: "Salva", exact: true }).click();
      await form.waitForURL(/done=saved/);
    }
    await form.goto(`/area/jury/${j.edition.code}`);
    await form.getByRole("button", { name: "Conferma e chiudi" }).click();
    await form.waitForURL(/done=confirmed/);
    expect(await db().scoreSheet.count({ where: { jurorId: j.jury.bruno.id, version: 1 } })).toBe(
      3,
    );
    expect(bruno.problems).toEqual([]);
    await context.close();
  });
});

describe("a juror on a computer that others use too", () => {
  const text = "Zafferano sui balconi";
  const jury = (on: Page) => on.getByLabel("Commento per la giuria");
  const cut = (context: BrowserContext) => context.route("**/draft", (route) => route.abort());
  const sheetOf = (j: Judging) => `/area/jury/${j.edition.code}/${j.proposals[0]!.publicNo}`;
  const storedFor = (j: Judging) =>
    db().scoreDraft.findFirst({ where: { jurorId: j.jury.bruno.id } });

  test("leaves no word of a sheet in the browser's folder; on one's own it waits there", async () => {
    for (const computer of ["shared", "private"] as const) {
      const j = await judging({ proposals: 1 });
      await withFolder(async (folder) => {
        const context = await openFolder(folder, stage.world.origin);
        await signedInto(context, j.jury.bruno.user, computer);
        const page = await context.newPage();
        await page.goto(sheetOf(j));
        await context.setOffline(true);
        await jury(page).fill(text);
        await page.getByText(/^Non connesso/).waitFor();
        await context.close();
        const found = tracesIn(folder, [text]).length > 0;
        expect([computer, found]).toEqual([computer, computer === "private"]);
      });
    }
  });

  test("goes from sheet to list and back with what is not saved, and is asked before it is lost", async () => {
    const j = await judging({ proposals: 1 });
    const { page, context } = await stage.profileOf(j.jury.bruno.user); // nobody said: shared
    await page.goto(sheetOf(j));
    await cut(context);
    await jury(page).fill(text);
    await page.getByText("quanto scrivi è solo in questa finestra, non chiuderla").waitFor();
    await looked(page);
    await page.getByRole("link", { name: "Le tue proposte" }).click();
    await page.getByText("In questa finestra ci sono modifiche non ancora salvate").waitFor();
    await looked(page);
    await page.getByRole("alert").getByRole("link").click();
    expect(await jury(page).inputValue()).toBe(text);
    expect(await askedOnLeaving(page)).toEqual(["beforeunload"]);

    // what the server has is asked about no more
    await context.unroute("**/draft");
    await page.goto(sheetOf(j));
    await jury(page).fill("Altro");
    await page.getByText(/^Salvato alle/).waitFor();
    expect(await askedOnLeaving(page)).toEqual([]);
  });

  test("signs in again in another window, and what was typed meanwhile is saved", async () => {
    const j = await judging({ proposals: 1 });
    const { page, context } = await stage.profileOf(j.jury.bruno.user, "shared");
    await page.goto(sheetOf(j));
    await context.clearCookies();
    await jury(page).fill(text);
    await page.getByText("quanto hai scritto è solo in questa finestra").waitFor();
    await looked(page);
    const [other] = await Promise.all([
      context.waitForEvent("page"),
      page.getByRole("link", { name: "Accedi di nuovo in un'altra finestra" }).click(),
    ]);
    await other.getByRole("heading", { name: "Entra" }).waitFor();
    await signedInto(context, j.jury.bruno.user, "shared");
    await other.close();
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await expect.poll(async () => (await storedFor(j))?.commentJury).toBe(text);
  });

  test("is signed out after half an hour without a question that keeps the text in sight", async () => {
    const j = await judging({ proposals: 1 });
    const { page, context } = await stage.profileOf(j.jury.bruno.user, "shared");
    await page.clock.install();
    await page.goto(sheetOf(j));
    await cut(context);
    await jury(page).fill(text);
    await page.clock.runFor(2000);
    await page.getByText(/^Non connesso/).waitFor();
    const asked: string[] = [];
    page.on("dialog", (dialog) => {
      asked.push(dialog.type());
      void dialog.dismiss();
    });
    await page.clock.fastForward("31:00");
    await page.waitForURL("**/area/login?ended=idle");
    expect(asked).toEqual([]);
  });

  test("who says so later finds nothing in the browser any more, and loses nothing", async () => {
    const j = await judging({ proposals: 1 });
    const { page, context } = await stage.profileOf(j.jury.bruno.user, "private");
    const kept = () =>
      page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("sheet")));
    await page.goto(sheetOf(j));
    await cut(context);
    await jury(page).fill(text);
    await page.getByText("quanto scrivi resta in questo browser").waitFor();
    expect(await kept()).toHaveLength(1);
    await context.clearCookies();
    await signedInto(context, j.jury.bruno.user, "shared");
    await page.goto(`/area/jury/${j.edition.code}`);
    await page.getByText("In questa finestra ci sono modifiche non ancora salvate").waitFor();
    expect(await kept()).toEqual([]);
    await context.unroute("**/draft");
    await page.getByRole("alert").getByRole("link").click();
    await expect.poll(async () => (await storedFor(j))?.commentJury).toBe(text);
  });
});

describe("a juror who signs out on a computer of their own", () => {
  test("is asked whether sheets that are not saved stay, and they go when they shall", async () => {
    const j = await judging({ proposals: 1 });
    const { page, context } = await stage.profileOf(j.jury.bruno.user, "private");
    const kept = () => page.evaluate(() => JSON.stringify({ ...localStorage }));
    await page.goto(`/area/jury/${j.edition.code}/${j.proposals[0]!.publicNo}`);
    await context.route("**/draft", (route) => route.abort());
    await page.getByLabel("Commento per la giuria").fill("Non ancora salvato");
    await page.getByText(/^Non connesso/).waitFor();
    await page.getByRole("button", { name: "Esci" }).click();
    await page.getByText("In questo browser ci sono valutazioni non ancora salvate").waitFor();
    await looked(page);
    expect(await kept()).toContain("Non ancora salvato");
    await page.locator("input[name=stays][value=no]").check();
    await page.locator("main button[type=submit]").click();
    await page.waitForURL("**/area/login");
    expect(await kept()).not.toContain("Non ancora salvato");
  });
});

describe("an organiser", () => {
  test("lets the solver propose, changes by hand, loses no box when refused, and applies", async () => {
    const j = await judging({ phase: "screening", proposals: 6, assigned: "none" });
    const { page, problems } = await stage.profileOf(j.carla);
    await page.goto(`/area/manage/${j.edition.code}/assignment`);
    const box = page.locator(".board input:enabled").first();
    await box.check();
    // and back, on the same page, where nothing is lost
    await page.getByRole("button", { name: "English" }).click();
    await page.getByRole("heading", { level: 1, name: "Assignment" }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    expect(await box.isChecked()).toBe(true);
    await page.getByRole("button", { name: "Italiano" }).click();
    await page.getByRole("heading", { level: 1, name: "Abbinamento" }).waitFor();
    await box.uncheck();
    const apply = page.getByRole("button", { name: "Applica" });
    await page.getByText("Niente da applicare").waitFor(); // no box is checked
    expect(await apply.getAttribute("aria-disabled")).toBe("true");
    let asked = 0;
    let goOn = () => {};
    const held = new Promise<void>((resolve) => (goOn = resolve));
    await page.route(/assignment\/plan/, async (route) => {
      asked += Number(route.request().method() === "POST");
      await held;
      await route.continue();
    });
    // there is nothing to complete
    expect(await page.getByRole("button", { name: "Completa" }).count()).toBe(0);
    await page
      .getByRole("row", { name: /^Giurati confrontabili/ })
      .getByRole("cell", { name: "–", exact: true })
      .waitFor();
    const propose = page.getByRole("button", { name: "Proponi", exact: true });
    await propose.click();
    await expect.poll(() => propose.getAttribute("aria-busy")).toBe("true");
    await propose.press("Enter"); // somebody is impatient
    goOn();
    await page.getByText("Questo è l'abbinamento migliore").waitFor();
    expect(asked).toBe(1);
    expect(
      await page.getByRole("button", { name: "Proponi da capo" }).getAttribute("aria-busy"),
    ).toBeNull();
    await page.unroute(/assignment\/plan/);
    await looked(page);
    const boxes = page.locator(".board input:checked");
    expect(await boxes.count()).toBe(12);
    await boxes.first().uncheck();
    await page.getByText("1 proposta non è a posto").waitFor();
    await page.getByRole("button", { name: "Applica" }).click();
    await page
      .getByRole("alert")
      .getByText(/^Proposta 1: manca 1 giurato/)
      .waitFor();
    expect(await boxes.count()).toBe(11);
    await page.getByRole("button", { name: "Completa" }).click();
    await expect.poll(() => boxes.count()).toBe(12);
    await page.getByRole("button", { name: "Applica" }).click();
    await page.waitForURL(/done=applied/);
    expect(await db().assignment.count({ where: { juror: { editionId: j.edition.id } } })).toBe(12);
    await page.getByRole("button", { name: "Completa" }).click();
    await page.getByText("L'abbinamento in vigore è già il migliore").waitFor();
    await page.goto(`/area/manage/${j.edition.code}/progress`);
    await page.getByText("La valutazione non è ancora iniziata.").waitFor();
    expect(await page.getByText("in corso", { exact: true }).count()).toBe(0);
    expect(problems).toEqual([]);
  });
});
