import "#tests/support/database.ts";
import { readFile } from "node:fs/promises";
import { decodeJwt } from "jose";
import type { Page } from "playwright-core";
import { extractText, getDocumentProxy } from "unpdf";
import { beforeAll, expect, test } from "vitest";
import { db } from "#app/platform/db.server.ts";
import { answerClaim } from "#app/commands/opening/claim.server.ts";
import { type Judged, openedEdition, proposerOf } from "#tests/factories/published-edition.ts";
import { judging } from "#tests/factories/judging.ts";
import { asOwner } from "#tests/support/owner.ts";
import { looked, setStage } from "#tests/support/stage.ts";

// Results are planned, taken back and published; a winner and a participant get their certificates;
// a mistake is corrected.

const stage = setStage();
let judged: Judged;

beforeAll(async () => {
  judged = await openedEdition({ deposits: 3, awarded: 1 });
  const loser = await proposerOf(judged, 2);
  await asOwner((tx) =>
    tx.scoreSheet.updateMany({
      where: { proposalId: loser.request.proposalId },
      data: { commentProposer: "Buona idea: mancano i costi." },
    }),
  );
}, 180_000);

async function savedBy(page: Page, name: string | RegExp) {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name }).click(),
  ]);
  return readFile(await download.path());
}

test("an organiser plans the publication, takes it back, and publishes by hand", async () => {
  const { edition, organiser } = judged.sealed;
  const winner = await proposerOf(judged, 1);
  await db().edition.update({ where: { id: edition.id }, data: { answerMinutes: 60 } });
  await answerClaim(winner.user.id, winner.request.envelope.id, {
    named: true,
    prizeAccepted: true,
    notMine: false,
    reason: "",
  });
  const { page, problems } = await stage.profileOf(organiser);
  await page.goto(`/area/manage/${edition.code}/publication`);
  await page.getByRole("button", { name: "Stabilisci" }).click();
  await page.getByText("Campo obbligatorio.").waitFor();
  await page.getByLabel(/Giorno e ora/).fill("2020-01-01T09:00");
  await page.getByRole("button", { name: "Stabilisci" }).click();
  await page.getByRole("alert").waitFor(); // it is past
  await page.getByLabel(/Giorno e ora/).fill("2098-05-04T09:30");
  await page.getByRole("button", { name: "Stabilisci" }).click();
  await page.getByText("Momento stabilito.").waitFor();
  await page.getByText(/4 maggio 2098.*Europe\/Rome.*si pubblicano da soli/).waitFor();
  await looked(page);
  await page.getByRole("button", { name: "Revoca" }).click();
  await page.getByText("Momento revocato.").waitFor();
  await page.getByRole("checkbox", { name: /Ho controllato/ }).check();
  await page.getByRole("button", { name: "Pubblica i risultati" }).click();
  await page.getByText("I risultati sono pubblici.").waitFor();
  const waiting = page.getByRole("region", { name: "Messaggi da autorizzare" });
  for (const name of ["Risultati", "Ritiro del premio", "Attestati"])
    expect(await waiting.getByRole("link", { name, exact: true }).count()).toBe(1);
  await looked(page);
  await page.goto("/area/desk");
  await page
    .getByRole("link", {
      name: /^3 messaggi aspettano la tua autorizzazione: Risultati, Ritiro del premio, Attestati/,
    })
    .click();
  await page.waitForURL("**/mails");
  await page.goto("/area/desk");
  await page.getByRole("link", { name: "Risultati", exact: true }).click();
  await page.waitForURL(`**/it/editions/${edition.code}/results`);
  expect(problems).toEqual([]);
});

test("a winner gets a certificate whose code, PDF and badge say the same", async () => {
  const { user } = await proposerOf(judged, 1);
  const { page, problems } = await stage.profileOf(user);
  await page.goto("/area/desk");
  await page
    .getByText("I risultati sono pubblicati. Avevi risposto: il tuo nome può comparire.")
    .waitFor();
  await page.getByRole("button", { name: "Ottieni il certificato" }).click();
  await page.getByText("Il certificato è pronto.").waitFor();
  await looked(page);
  await page.getByRole("link", { name: "Apri il certificato" }).click();
  await page.getByText("Attestato autentico.").waitFor();
  await page.getByText(`${user.name} ${user.surname}`, { exact: true }).waitFor();
  await looked(page);
  for (const [link, said] of [
    ["PDF in italiano", "Attestato di premiazione"],
    ["PDF in inglese", "Certificate of award"],
  ] as const) {
    const { text } = await extractText(
      await getDocumentProxy(new Uint8Array(await savedBy(page, link))),
      { mergePages: true },
    );
    for (const words of [said, user.surname, new URL(page.url()).pathname.split("/").at(-1)!])
      expect(text).toContain(words);
  }
  expect(decodeJwt((await savedBy(page, /Open Badge/)).toString())).toMatchObject({
    id: page.url(),
    type: ["VerifiableCredential", "OpenBadgeCredential"],
  });
  expect(problems).toEqual([]);
});

test("a participant reads what the jury says, gets a token with the receipt, and later a certificate that names no proposal", async () => {
  const { receipt, user, request } = await proposerOf(judged, 2);
  const { page, context, problems, sent, settled } = await stage.visitor();
  await page.goto("/p/it");
  await page.getByRole("tab", { name: "Ho il codice ricevuta" }).click();
  await page.getByRole("textbox", { name: "Codice ricevuta" }).fill(receipt);
  await page.getByRole("button", { name: "Apri" }).click();
  await page.getByText("Buona idea: mancano i costi.").first().waitFor();
  await page.getByText(/º posto su 3/).waitFor();
  await page.getByText("Finché non lo usi, niente.").waitFor();
  await page.getByRole("button", { name: "Ottieni il gettone" }).click();
  await page
    .getByText("Il gettone è pronto, e sta solo in questa finestra")
    .waitFor({ timeout: 60_000 });
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Salva in un file" }).click(),
  ]);
  const saved = (await readFile(await download.path())).toString();
  await looked(page);
  await settled();
  const blinded = JSON.parse(sent.findLast(({ url }) => url.endsWith("/p/api"))!.body!) as {
    op: string;
    blinded: string;
  };
  expect(blinded.op).toBe("took-part");

  // another day, signed in with the same browser
  const signedIn = await stage.profileOf(user);
  await context.addCookies(await signedIn.context.cookies());
  await page.goto("/area/desk");
  await page.getByText("Hai partecipato a Prova?").click();
  await page.getByText("Che tu hai partecipato a questa edizione, e nient'altro").waitFor();
  await page.getByLabel("Il gettone").fill(saved);
  const token = await page.getByLabel("Il gettone").inputValue();
  expect(token.length).toBeGreaterThan(400);
  await looked(page);
  await page.getByRole("button", { name: "Ottieni l'attestato" }).click();
  await page.getByRole("link", { name: "Apri il certificato" }).click();
  await page.getByRole("heading", { name: "Attestato di partecipazione" }).waitFor();
  await page.getByText(`${user.name} ${user.surname}`, { exact: true }).waitFor();
  const seen = await page.content();
  for (const hidden of [request.proposalId, blinded.blinded, token])
    expect(seen).not.toContain(hidden);
  expect(
    await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("took-part"))),
  ).toEqual([]);
  expect(stage.world.output()).not.toContain(token);
  expect(problems).toEqual([]);
});

test("an organiser corrects what was published, in both languages, beside it", async () => {
  const { edition, organiser } = judged.sealed;
  const { page, problems } = await stage.profileOf(organiser);
  await page.goto(`/area/manage/${edition.code}/publication`);
  await page.getByRole("link", { name: "Correggi con un errata corrige" }).click();
  await page.getByLabel("Pagina").selectOption({ label: "Proposta 1" });
  await page
    .getByRole("group", { name: "Che cosa è giusto" })
    .getByLabel("In italiano")
    .fill("Il risparmio è di 2.000 fogli.");
  await page.getByRole("button", { name: "Pubblica la correzione" }).click();
  await expect.poll(() => page.getByText("Campo obbligatorio.").count()).toBe(3);
  await page
    .getByRole("group", { name: "Che cosa è giusto" })
    .getByLabel("In inglese")
    .fill("2,000 sheets are saved.");
  await page
    .getByRole("group", { name: "Perché si corrige" })
    .getByLabel("In italiano")
    .fill("Errore di battitura.");
  await page
    .getByRole("group", { name: "Perché si corrige" })
    .getByLabel("In inglese")
    .fill("A typing mistake.");
  await looked(page);
  await page.getByRole("button", { name: "Pubblica la correzione" }).click();
  await page.getByText("La correzione è pubblica.").waitFor();
  for (const [address, said] of [
    [`/it/editions/${edition.code}/proposals/1`, "Il risparmio è di 2.000 fogli."],
    [`/en/editions/${edition.code}/results`, "2,000 sheets are saved."],
  ] as const) {
    await page.goto(address);
    await page.getByText(said).waitFor();
    await looked(page);
  }
  expect(problems).toEqual([]);
});

test("visitors read titles in the ranking where they are public and nowhere else, and find new winners first on the home page", async () => {
  const { edition } = judged.sealed;
  await judging({ phase: "announced", proposals: 0 });
  const { title } = await db().proposal.findFirstOrThrow({
    where: { editionId: edition.id, publicNo: 1 },
  });
  const { page, problems } = await stage.visitor();
  await page.goto(`/it/editions/${edition.code}/results`);
  const ranking = page.getByRole("group", { name: "Graduatoria" });
  await ranking
    .getByRole("rowheader", { name: `n. 1 ${title}` })
    .getByRole("link", { name: title })
    .waitFor();
  for (const name of ["n. 2", "n. 3"])
    expect(
      await ranking.getByRole("rowheader", { name, exact: true }).getByRole("link").count(),
    ).toBe(0);
  await page.getByText("Il titolo è pubblico solo per le proposte premiate.").waitFor();
  await looked(page);
  const order = async () => {
    await page.goto("/it");
    await page.reload(); // a browser keeps a public page for a while
    return page
      .locator("main h2[id]")
      .evaluateAll((headings) =>
        headings.map(({ id }) => id).filter((id) => id === "winners" || id === "how"),
      );
  };
  expect(await order()).toEqual(["winners", "how"]);
  await looked(page);
  await asOwner((tx) =>
    tx.publication.update({
      where: { editionId: edition.id },
      data: { at: new Date(Date.now() - 61 * 86_400_000) },
    }),
  );
  // the server does so for a second
  await expect.poll(order, { timeout: 20_000 }).toEqual(["how", "winners"]);
  expect(problems).toEqual([]);
});
