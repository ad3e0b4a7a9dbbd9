import "#tests/support/database.ts";
import { expect, test } from "vitest";
import { judging } from "#tests/factories/judging.ts";
import { setStage } from "#tests/support/stage.ts";

// A slow connection: the page is there to be read and pressed before its script has come.

const stage = setStage();

test("who sends a form before the page's script has come is answered on the page, once", async () => {
  const { carla, edition } = await judging({ proposals: 1, assigned: "none" });
  const { page, problems } = await stage.profileOf(carla);
  const address = `/area/manage/${edition.code}/mails/scoring`;
  const sent: string[] = [];
  page.on(
    "request",
    (request) => request.method() === "POST" && sent.push(new URL(request.url()).pathname),
  );
  let come = () => {};
  const script = new Promise<void>((resolve) => (come = resolve));
  await page.route("**/assets/*.js", async (route) => {
    await script;
    await route.continue();
  });
  await page.goto(address, { waitUntil: "commit" });
  const plan = page.getByRole("button", { name: "Stabilisci" });
  await plan.click();
  await plan.click();
  expect(sent).toEqual([]);
  come();
  await page.getByText("Campo obbligatorio.").waitFor();
  expect(new URL(page.url()).pathname).toBe(address);
  expect(sent).toEqual([`${address}/date.data`]);
  expect(problems).toEqual([]);
});

test("without JavaScript nothing is held", async () => {
  const { carla } = await judging({ proposals: 1, assigned: "none" });
  const { context, page } = await stage.profileOf(carla);
  await page.close();
  const plain = await stage.browser.newContext({
    javaScriptEnabled: false,
    baseURL: stage.world.origin,
    storageState: await context.storageState(),
  });
  const silent = await plain.newPage();
  await silent.goto("/area/account");
  await silent.getByRole("button", { name: "Salva", exact: true }).first().click();
  await silent.getByText("Lingua salvata.").waitFor();
  await plain.close();
});
