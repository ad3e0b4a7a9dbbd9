import "#tests/support/database.ts";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startWorld, type World } from "#cli/cycle/world.ts";
import { enterPhase } from "#app/commands/edition/phase.server.ts";
import { readBox } from "#app/box/store.server.ts";
import { databaseUrl, db, type User } from "#app/platform/db.server.ts";
import { keyEncryptionKey } from "#app/platform/env.server.ts";
import {
  freezeConfirmed,
  quorumOf,
  release,
  signAndOpen,
} from "#tests/factories/frozen-edition.ts";
import { publish } from "#tests/factories/published-edition.ts";
import { ask, employee } from "#tests/factories/sealed-edition.ts";
import {
  type VotedEdition,
  voteIs,
  voteTokenOf,
  votingEdition,
} from "#tests/factories/voted-edition.ts";
import { launchBrowser } from "#cli/chromium/launch.ts";
import { ownBox } from "#tests/support/processes/own-box.ts";
import { expectAccessible, expectNarrow, openProfileOf } from "#tests/support/story.ts";

const box = ownBox();

// An employee gets a vote token, votes on the anonymous page and sees that the vote is in; the
// count is nowhere before the publication and on the results page after it.

let world: World;
let browser: Browser;
let voted: VotedEdition;
let voter: User;

beforeAll(async () => {
  [world, browser] = await Promise.all([
    startWorld({
      DATABASE_URL: databaseUrl(),
      BOX_DIR: box.directory,
      APP_KEK: keyEncryptionKey().toString("base64"),
    }),
    launchBrowser(),
  ]);
  voted = await votingEdition();
  voter = await employee();
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

async function looked(page: Page, name: string): Promise<void> {
  await expectAccessible(page);
  await expectNarrow(page);
  const folder = process.env.PICTURES;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

test("an employee gets one token, votes with it on the anonymous page, and sees the vote again", async () => {
  const { page, problems, sent, settled } = await openProfileOf(browser, world.origin, voter);
  await page.goto("/area/desk");
  await page.getByRole("radio", { name: "Sì, solo io" }).check();
  await page.getByText("Il gettone è in questo browser.").waitFor({ timeout: 60_000 });
  await looked(page, "desk-vote");
  await page.reload();
  await page.getByText("Il gettone è in questo browser.").waitFor(); // and is not asked for again
  expect(await db().voteIssue.count({ where: { userId: voter.id } })).toBe(1);

  await page.getByRole("link", { name: "Vai a votare" }).click();
  await page.getByRole("tab", { name: "Vota" }).click();
  await page.getByRole("button", { name: "Vota la proposta 2" }).waitFor();
  expect(await page.getByRole("button", { name: /^Vota la proposta/ }).count()).toBe(4);
  await page.getByRole("button", { name: "Leggi tutta la proposta 2" }).click();
  await page
    .getByRole("button", { name: "Leggi tutta la proposta 2" })
    .waitFor({ state: "detached" });
  await looked(page, "p-vote");
  const order = await page
    .getByRole("button", { name: /^Vota la proposta/ })
    .evaluateAll((all) => all.map((each) => each.getAttribute("aria-label")));
  await page.reload();
  await page.getByRole("tab", { name: "Vota" }).click();
  await page.getByRole("button", { name: "Vota la proposta 2" }).waitFor();
  expect(
    await page
      .getByRole("button", { name: /^Vota la proposta/ })
      .evaluateAll((all) => all.map((each) => each.getAttribute("aria-label"))),
  ).toEqual(order);
  await page.getByRole("button", { name: "Vota la proposta 2" }).click();
  await page.getByText("Poi non si cambia.").waitFor();
  await looked(page, "p-vote-confirm");
  await page.getByRole("button", { name: "Vota", exact: true }).click();
  await page.getByText("Il tuo voto è nell'urna").waitFor();
  await looked(page, "p-vote-done");
  await page.goto("/p/en");
  await page.getByRole("tab", { name: "Vote" }).click();
  await page.getByText(/You voted for proposal 2/).waitFor();
  expect(
    await readBox((box) => box.ballot.count({ where: { editionId: voted.sealed.edition.id } })),
  ).toBe(1);

  await settled();
  const requests = sent.filter(({ url }) => url.endsWith("/p/api"));
  expect(requests.length).toBeGreaterThan(3);
  for (const { cookie, body, referer } of requests)
    expect([cookie, referer, body?.length]).toEqual([undefined, undefined, 16_384]);
  const { token } = JSON.parse(requests[0]!.body!) as { token: string };
  expect(world.output()).not.toContain(token);
  expect(world.output()).not.toContain("vote-token");
  expect(problems).toEqual([]);
});

test("a token out of a file votes in another browser, and one that was given elsewhere is not given again", async () => {
  const another = await employee();
  const token = await voteTokenOf(another, voted.sealed);
  const { page, problems } = await openProfileOf(browser, world.origin, another);
  await page.goto("/area/desk");
  await page.getByRole("radio", { name: "Sì, solo io" }).check();
  await page
    .getByText("Il tuo gettone è già stato dato a un altro browser.")
    .waitFor({ timeout: 60_000 });
  await page.goto("/p/it");
  await page.getByRole("tab", { name: "Vota" }).click();
  await page.getByLabel("Il gettone di voto").fill("non è questo");
  await page.getByRole("button", { name: "Usa questo gettone" }).click();
  await page.getByText("Il pass non è valido per questa edizione.").waitFor();
  await looked(page, "p-vote-paste");
  await page.getByLabel("Il gettone di voto").fill(`${token}\n`);
  await page.getByRole("button", { name: "Usa questo gettone" }).click();
  await page.getByRole("button", { name: "Vota la proposta 3" }).click();
  await page.getByRole("button", { name: "Vota", exact: true }).click();
  await page.getByText("Il tuo voto è nell'urna").waitFor();
  expect(problems).toEqual([]);
});

test("organisers move the end and see no count; it is on the results page after the publication and not before", async () => {
  const { edition, organiser, sealed } = { ...voted.sealed, sealed: voted.sealed };
  const { page, problems } = await openProfileOf(browser, world.origin, organiser);
  await page.goto(`/area/manage/${edition.code}/vote`);
  await page.getByText("nemmeno tu").waitFor();
  await page.getByLabel("Il voto finisce").fill("2098-05-04T09:30");
  await page.getByRole("button", { name: "Cambia le date" }).click();
  await page.getByText("Campo obbligatorio.").waitFor();
  await page.getByLabel("Motivo").fill("C'è uno sciopero di mezzo.");
  await looked(page, "manage-vote");
  await page.getByRole("button", { name: "Cambia le date" }).click();
  await page.getByText("Date cambiate.").waitFor();
  for (let i = 0; i < 5; i += 1)
    await ask({
      op: "vote",
      edition: edition.id,
      token: await voteTokenOf(await employee(), sealed),
      publicNo: 4,
    });
  await enterPhase(organiser.id, edition.id, "deliberation");
  await page.goto(`/area/manage/${edition.code}`);
  await page.getByText("Il voto dei dipendenti non è finito").waitFor();
  await page.goto(`/area/manage/${edition.code}/ranking`);
  await page.getByText("I voti si contano alla chiusura della graduatoria").waitFor();
  await voteIs(sealed, "over");
  await freezeConfirmed(sealed);
  await signAndOpen(sealed);
  for (const custodian of quorumOf(sealed)) await release(sealed, custodian);
  expect((await page.goto(`/it/editions/${edition.code}/results`))?.status()).toBe(404);
  await publish(voted, {});
  await page.goto(`/it/editions/${edition.code}/results`);
  const table = page.getByRole("group", { name: "Il voto dei dipendenti" });
  expect(await table.getByRole("row").allInnerTexts()).toEqual([
    expect.stringMatching(/Proposta\s+Voti/),
    expect.stringMatching(/n\. 4 Idea \d+\s+5/),
  ]);
  await looked(page, "results-vote");
  await page.goto(`/en/editions/${edition.code}`);
  await page.getByRole("heading", { name: "Employees' vote" }).waitFor();
  await looked(page, "call-vote");
  expect(problems).toEqual([]);
});
