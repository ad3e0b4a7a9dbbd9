import "#tests/support/database.ts";
import { expect, test } from "vitest";
import { guides } from "#app/domain/city/guide.ts";
import { looked, setStage } from "#tests/support/stage.ts";

// The guides, as a visitor reads them: found from the home page, readable, with every picture.

const stage = setStage();
const shots = process.env.SCREENSHOTS;

test.each([
  ["it", "Guida"],
  ["en", "Help"],
])(
  "a visitor finds every guide from the home page, with its pictures: %s",
  async (locale, name) => {
    const { page, problems } = await stage.visitor();
    await page.goto(`/${locale}`);
    await page.getByRole("link", { name, exact: true }).click();
    await looked(page);
    if (shots) await page.screenshot({ path: `${shots}/help-${locale}.png`, fullPage: true });
    for (const guide of guides) {
      await page.goto(`/${locale}/help`);
      await page.locator(`main a[href="/${locale}/help/${guide}"]`).click();
      await page.locator("h1").waitFor();
      for (const picture of await page.locator("main img").all()) {
        await picture.scrollIntoViewIfNeeded();
        await expect
          .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth), {
            timeout: 10_000,
          })
          .toBe(1000);
      }
      await looked(page);
      if (shots)
        for (const width of [1280, 360]) {
          await page.setViewportSize({ width, height: 800 });
          await page.screenshot({
            path: `${shots}/help-${guide}-${locale}-${width}.png`,
            fullPage: true,
          });
        }
    }
    expect(problems).toEqual([]);
  },
);

test("the anonymous page leads to the guide for employees", async () => {
  const { page } = await stage.visitor();
  await page.goto("/p/en");
  await page.getByRole("link", { name: "Help", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Propose an idea" }).waitFor();
});
