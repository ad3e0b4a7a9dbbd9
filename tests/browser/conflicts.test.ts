import "#tests/support/database.ts";
import "#app/i18n/all.ts";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { askForConflicts } from "#app/commands/jury/sealed-conflicts.server.ts";
import { localTimeOf } from "#app/domain/local-time.ts";
import { readBox } from "#app/box/store.server.ts";
import { db } from "#app/platform/db.server.ts";
import { type Screened, screened } from "#tests/factories/screened-edition.ts";
import { employee, openEdition } from "#tests/factories/sealed-edition.ts";
import { looked, setStage } from "#tests/support/stage.ts";
import { expectAccessible } from "#tests/support/story.ts";

// A proposer names a juror behind the seal with nothing but the keyboard; somebody gives back
// passes and may then judge.

const stage = setStage();

describe("a proposer with the receipt", () => {
  let set: Screened;
  let page: Page;

  beforeAll(async () => {
    set = await screened({ jurors: 7 });
    await askForConflicts(
      set.sealed.organiser.id,
      set.sealed.edition,
      localTimeOf(new Date(Date.now() + 86_400_000), "Europe/Rome"),
    );
    ({ page } = await stage.visitor());
    await page.goto("/p/it");
    await page.getByRole("tab").last().click();
    await page.getByLabel("Edizione").selectOption(set.sealed.edition.id);
    await page.getByRole("textbox", { name: "Codice ricevuta" }).fill(set.own[0]!.receipt);
    await page.getByRole("button", { name: "Apri", exact: true }).click();
    await page
      .getByRole("heading", { name: "Giurati in conflitto con te" })
      .waitFor({ timeout: 30_000 });
  });

  const stored = async () =>
    (
      await readBox((box) =>
        box.blockedPair.findMany({ where: { proposalId: set.own[0]!.request.proposalId } }),
      )
    ).map(({ jurorId }) => jurorId);

  test("names one with the keyboard; another is drawn in the browser", async () => {
    await looked(page);
    const boxes = page.getByRole("group", { name: /Chi non deve valutare/ }).getByRole("checkbox");
    await boxes.nth(2).focus();
    await page.keyboard.press("Space");
    await page.getByRole("button", { name: "Indica, e estrai l'altro a sorte" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("Registrato.").waitFor();
    const named = await db().juror.findMany({
      where: { editionId: set.sealed.edition.id },
      orderBy: [{ user: { surname: "asc" } }, { user: { name: "asc" } }, { id: "asc" }],
    });
    expect(await stored()).toContain(named[2]!.id);
    expect(await stored()).toHaveLength(2);
  });

  test("cannot choose a third", async () => {
    const boxes = page.getByRole("group", { name: /Chi non deve valutare/ }).getByRole("checkbox");
    await boxes.nth(4).check();
    await expect.poll(() => boxes.nth(0).isDisabled()).toBe(true);
    await page.getByRole("button", { name: "Indica questi due" }).click();
    await page.getByText("Registrato.").waitFor();
    await expectAccessible(page);
  });
});

describe("somebody who took passes", () => {
  test("gives them all back from the desk, and sees that it is done", async () => {
    const sealed = await openEdition();
    const user = await employee();
    const { page, problems } = await stage.profileOf(user, "private");
    await page.goto("/area/desk");
    await page.getByText("Il tuo pass è in questo browser").first().waitFor({ timeout: 60_000 });
    await page.reload();
    const panel = page.locator("details").filter({ hasText: "Restituisci i miei pass" }).first();
    await panel.locator("summary").first().click();
    await panel.getByText("I pass che sono in questo browser sono pronti").waitFor();
    await looked(page);
    await panel.getByLabel("Rinuncio a partecipare a questa edizione").check();
    await panel.getByRole("button", { name: "Restituisci" }).click();
    await page.getByText("Hai restituito tutti i pass").waitFor();
    expect(await db().passReturn.findMany({ where: { userId: user.id } })).toEqual([
      { editionId: sealed.edition.id, userId: user.id, count: 2 },
    ]);
    expect(
      await page.evaluate(() =>
        Object.keys(localStorage).filter((key) => key.startsWith("innova.wallet")),
      ),
    ).toEqual([]);
    await expectAccessible(page);
    expect(problems).toEqual([]);
  });
});
