import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { enterByLink } from "#cli/cycle/people.ts";
import { startWorld, type World } from "#cli/cycle/world.ts";
import { launchBrowser } from "#cli/chromium/launch.ts";
import { expectAccessible, expectNarrow, openProfile, type Profile } from "#tests/support/story.ts";

// An administrator makes an edition and prepares it with nothing but the pages, in English.

let world: World;
let browser: Browser;
let profile: Profile;
let page: Page;

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld(), launchBrowser()]);
  const printed = await world.cli(
    "user",
    "create",
    "--email",
    "alma@comune.example",
    "--name",
    "Alma",
    "--surname",
    "Ministra",
    "--admin",
  );
  const person = await enterByLink(
    world,
    "alma@comune.example",
    /https?:\/\/\S+/.exec(printed)![0],
  );
  profile = await openProfile(browser, world.origin, person, { locale: "en-GB" });
  page = profile.page;
  await page.goto("/area/account");
  await page
    .locator("input[name=locale][value=en], select[name=locale]")
    .first()
    .evaluate((control: HTMLInputElement | HTMLSelectElement) => {
      if (control instanceof HTMLSelectElement) control.value = "en";
      else control.click();
    });
  await page
    .locator("form", { has: page.locator("select[name=locale]") })
    .locator("button[type=submit]")
    .click();
  await page.waitForFunction(() => document.documentElement.lang === "en");
});

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

describe("an organiser", () => {
  test("makes an edition, and is told when its code does not fit", async () => {
    await page.goto("/area/admin/editions");
    await page.getByLabel("Code").fill("Innova 2028!");
    await page.getByRole("textbox", { name: "Name" }).fill("Innova 2028");
    await page.getByRole("button", { name: "Create" }).click();
    await page.getByText("Only lower case letters, digits and hyphens.").waitFor();
    expect(await page.getByRole("textbox", { name: "Name" }).inputValue()).toBe("Innova 2028");
    await page.getByLabel("Code").fill("innova-2028");
    await page.getByRole("button", { name: "Create" }).click();
    await page.waitForURL("**/area/manage/innova-2028/settings");
  });

  test("cannot close before opening, and loses nothing of what was typed", async () => {
    await page.getByLabel("Opens").fill("2028-04-15T09:00");
    await page.getByLabel("Closes (inclusive)").fill("2028-04-01T23:59");
    await page.getByText("That is 3 days.").waitFor();
    await page.getByRole("textbox", { name: "Time to check inclusion" }).fill("2160");
    await page.getByText("That is 36 hours.").waitFor();
    await page.getByRole("textbox", { name: "Custodians" }).fill("3");
    await page.getByRole("textbox", { name: "Quorum" }).fill("2");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("It must close after it opens.").waitFor();
    expect(await page.getByLabel("Opens").inputValue()).toBe("2028-04-15T09:00");
    await page.getByLabel("Closes (inclusive)").fill("2028-05-29T23:59");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.").waitFor();
    await page.reload();
    expect(await page.getByLabel("Closes (inclusive)").inputValue()).toBe("2028-05-29T23:59");
    expect(await page.getByRole("textbox", { name: "Quorum" }).inputValue()).toBe("2");
    await expectAccessible(page);
  });

  test("writes texts, categories and criteria, and may delete one again", async () => {
    await page.goto("/area/manage/innova-2028/texts");
    await page.locator('textarea[name="it.rules"]').fill("Regole");
    await page.locator('textarea[name="en.rules"]').fill("Rules");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.").waitFor();
    await page.goto("/area/manage/innova-2028/categories");
    for (const key of ["environment", "welfare"]) {
      const form = page.locator("section").filter({ hasText: "Add a category" }).locator("form");
      await form.locator('input[name="name.en"]').fill(key);
      await form.locator('input[name="key"]').fill(key);
      await form.getByRole("button", { name: "Save" }).click();
      await page.locator("summary", { hasText: key }).waitFor();
    }
    await page.locator("summary", { hasText: "welfare" }).click();
    await page.locator("details[open]").getByRole("button", { name: "Delete" }).click();
    await page.locator("summary", { hasText: "welfare" }).waitFor({ state: "detached" });
    await expectAccessible(page);
    await page.goto("/area/manage/innova-2028/criteria");
    const form = page.locator("section").filter({ hasText: "Add a criterion" }).locator("form");
    await form.locator('input[name="name.en"]').fill("Impact");
    await form.locator('input[name="key"]').fill("impact");
    await form.locator('input[name="weight"]').fill("90");
    await form.locator('textarea[name="anchors.en"]').fill("5 Excellent");
    await form.getByRole("button", { name: "Save" }).click();
    await page.getByText("Each line is like: 5 = Excellent.").waitFor();
    await form.locator('textarea[name="anchors.en"]').fill("0 = None\n5 = Excellent");
    await form.getByRole("button", { name: "Save" }).click();
    await page.getByText("The weights add up to 90 of 100.").waitFor();
    await expectAccessible(page);
    await expectNarrow(page);
  });

  test("sees on one page what blocks the announcement, and is led to where it is mended", async () => {
    await page.goto("/area/manage/innova-2028");
    await page.getByText("The weights of the criteria add up to 90 instead of 100.").waitFor();
    await page.getByText("Custodians named: 0 of 3.").waitFor();
    expect(
      await page.getByRole("button", { name: "Begin the phase: Announced" }).isDisabled(),
    ).toBe(true);
    await page
      .getByRole("listitem")
      .filter({ hasText: "weights" })
      .getByRole("link", { name: "Go and see" })
      .click();
    await page.waitForURL("**/criteria");
    expect(profile.problems).toEqual([]);
  });
});
