import "#tests/support/database.ts";
import { describe, expect, test } from "vitest";
import { db } from "#app/platform/db.server.ts";
import { judging } from "#tests/factories/judging.ts";
import { aPerson } from "#tests/factories/person.ts";
import { openedEdition } from "#tests/factories/published-edition.ts";
import { looked, setStage } from "#tests/support/stage.ts";

// An organiser writes a paragraph, reads the mail as it arrives, and releases it; and goes through
// what a publication releases.

const stage = setStage();
const words = {
  it: {
    page: "I messaggi dell'edizione",
    moment: "Ultimi giorni",
    own: "Italiano",
    other: "Inglese",
    save: "Salva e guarda l'anteprima",
    confirm: /Ho letto l'anteprima/,
    send: "Invia",
    done: "Autorizzato: i messaggi partono ora.",
    results: "Risultati",
    notPublic: "Anteprima: questa pagina non è pubblica",
  },
  en: {
    page: "The mails of the edition",
    moment: "Last days",
    own: "Italian",
    other: "English",
    save: "Save and see the preview",
    confirm: /I have read the preview/,
    send: "Send",
    done: "Released: the mails are going out.",
    results: "Results",
    notPublic: "Preview: this page is not public",
  },
} as const;

describe("an organiser", () => {
  test.each(["it", "en"] as const)(
    "writes a paragraph, previews the mail and releases it (%s)",
    async (locale) => {
      const t = words[locale];
      const j = await judging({ phase: "open", proposals: 0, assigned: "none" });
      await aPerson(); // somebody who may take part
      await db().user.update({ where: { id: j.carla.id }, data: { locale } });
      const { page, problems } = await stage.profileOf(j.carla);
      await page.goto(`/area/manage/${j.edition.code}/mails`);
      await page.getByRole("heading", { level: 1, name: t.page }).waitFor();
      await looked(page);
      await page.getByRole("link", { name: t.moment }).click();
      await page.getByRole("textbox", { name: t.own }).fill("Vi aspettiamo in sala verde.");
      await page.getByRole("textbox", { name: t.other }).fill("See you in the green hall.");
      await page.getByRole("button", { name: t.save }).click();
      await page.waitForURL(/done=saved/);
      await page.locator("pre", { hasText: "Vi aspettiamo in sala verde." }).waitFor();
      await page.locator("pre", { hasText: "See you in the green hall." }).waitFor();
      await looked(page);
      await page.getByRole("checkbox", { name: t.confirm }).check();
      await page.getByRole("button", { name: t.send, exact: true }).click();
      await page.getByText(t.done).waitFor();
      // the server writes them by itself
      const written = () =>
        db().outboxMail.findMany({ where: { editionId: j.edition.id, moment: "lastDays" } });
      await expect
        .poll(async () => (await written()).length, { timeout: 30_000 })
        .toBeGreaterThan(0);
      const mails = await written();
      expect(mails.every(({ text }) => /sala verde|green hall/.test(text))).toBe(true);
      await page.reload();
      expect(await page.getByRole("button", { name: t.send, exact: true }).count()).toBe(0);
      await looked(page);
      expect(problems).toEqual([]);
    },
  );

  test("limits a reminder to units that are large enough, and is told so where they are not", async () => {
    const j = await judging({ phase: "open", proposals: 0, assigned: "none" });
    for (let i = 0; i < 5; i += 1) await aPerson({ unit: "Verde pubblico" });
    await aPerson({ unit: "Tributi" });
    const { page, problems } = await stage.profileOf(j.carla);
    await page.goto(`/area/manage/${j.edition.code}/mails/lastDays`);
    await page.getByText("Scegli le unità").click();
    await page.getByRole("checkbox", { name: /^Tributi/ }).check();
    await page.getByRole("button", { name: "Salva le unità" }).click();
    await page.getByText("meno di 5 persone").waitFor();
    await looked(page);
    await page.getByRole("checkbox", { name: /^Verde pubblico/ }).check();
    await page.getByRole("button", { name: "Salva le unità" }).click();
    await page.getByText("Unità salvate.").waitFor();
    expect(await page.getByRole("main").innerText()).toContain(
      "Tributi, Verde pubblico, 6 persone in elenco",
    );
    await looked(page);
    await page.goto(`/area/manage/${j.edition.code}/mails`);
    await page.getByText("Tributi, Verde pubblico, 6 persone in elenco").waitFor();
    await looked(page);
    expect(problems).toEqual([]);
  });

  test.each(["it", "en"] as const)(
    "goes through what a publication releases (%s)",
    async (locale) => {
      const {
        sealed: { edition, organiser },
      } = await openedEdition({ deposits: 3, awarded: 1 });
      await db().user.update({ where: { id: organiser.id }, data: { locale } });
      const { page, problems } = await stage.profileOf(organiser);
      await page.goto(`/area/manage/${edition.code}/publication`);
      await looked(page);
      await page
        .getByRole("link", {
          name: `${words[locale].results} · ${locale === "it" ? "Italiano" : "English"}`,
        })
        .click();
      await page.getByText(words[locale].notPublic).waitFor();
      await looked(page);
      await page.locator("a[href*='/proposals/1']").first().click();
      await page.waitForURL(/publication\/preview\/\w\w\/proposals\/1$/);
      await looked(page);
      expect(problems).toEqual([]);
    },
  );
});
