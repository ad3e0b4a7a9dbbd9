import "#tests/support/database.ts";
import sharp from "sharp";
import { expect, test } from "vitest";
import { db } from "#app/platform/db.server.ts";
import { judging } from "#tests/factories/judging.ts";
import { looked, setStage } from "#tests/support/stage.ts";

// An administrator gives the product the city's face, and everybody sees it.

const stage = setStage();

test("name, colour, logo and links that an administrator sets are on every page", async () => {
  const { carla } = await judging({ proposals: 1, assigned: "none" });
  await db().user.update({ where: { id: carla.id }, data: { isAdministrator: true } });
  const { page, problems } = await stage.profileOf(carla);
  await page.goto("/area/admin/city");
  await page.getByLabel("Nome").fill("Città di Prova");
  await page.getByLabel("Colore").fill("#ffd400");
  await page.getByLabel("Note legali").fill("comune.example/note");
  await page.getByRole("button", { name: "Salva", exact: true }).click();
  await page.getByText("le parole bianche non si leggono").waitFor();
  await page.getByText("Scrivi un indirizzo").waitFor();
  await looked(page);
  await page.getByLabel("Colore").fill("#8A1538");
  await page.getByLabel("Note legali").fill("https://comune.example/note");
  await page.getByRole("button", { name: "Salva", exact: true }).click();
  await page.getByText("Salvato.").waitFor();

  await page
    .getByLabel("Immagine")
    .setInputFiles({ name: "stemma.png", mimeType: "image/png", buffer: Buffer.from("ciao") });
  await page.getByRole("button", { name: "Salva il logo" }).click();
  await page.getByText("Serve un'immagine PNG o JPEG").waitFor();
  const buffer = await sharp({
    create: { width: 300, height: 400, channels: 3, background: { r: 138, g: 21, b: 56 } },
  })
    .png()
    .toBuffer();
  await page
    .getByLabel("Immagine")
    .setInputFiles({ name: "stemma.png", mimeType: "image/png", buffer });
  await page.getByRole("button", { name: "Salva il logo" }).click();
  await page.locator("header .arms").waitFor();
  await looked(page);

  const visitor = await stage.visitor();
  for (const path of ["/it", "/en", "/p/it", "/area/login"]) {
    await visitor.page.goto(path);
    const header = visitor.page.getByRole("banner");
    await expect
      .poll(() => header.evaluate((top) => getComputedStyle(top).backgroundColor))
      .toBe("rgb(117, 18, 48)");
    await header.getByText("Città di Prova").waitFor();
    expect(
      await header.locator(".arms").evaluate((arms: HTMLImageElement) => arms.naturalHeight),
    ).toBe(240);
    expect(await visitor.page.locator('[data-element="legal-notes"]').getAttribute("href")).toBe(
      "https://comune.example/note",
    );
    await looked(visitor.page);
  }
  expect([...problems, ...visitor.problems]).toEqual([]);
});
