import "#tests/support/database.ts";
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { extractText, getDocumentProxy } from "unpdf";
import { db } from "#app/platform/db.server.ts";
import { delivers, judging } from "#tests/factories/judging.ts";
import { aPerson } from "#tests/factories/person.ts";
import { looked, setStage } from "#tests/support/stage.ts";

// The secretary holds a meeting, from her desk: agenda, a vote, closing, a remark. The chair signs,
// she signs, the PDF says so.

const stage = setStage();

test("secretary and chair bring a meeting from its agenda to signed minutes", async () => {
  const j = await judging({ phase: "deliberation", proposals: 4 });
  for (const name of ["dario", "bruno", "elena", "gina"] as const)
    await delivers(j, name, { 1: [4, 2], 2: [3, 3], 3: [5, 5], 4: [1, 1] });
  const sara = await aPerson({ name: "Sara", surname: "Neri" });
  await db().role.create({ data: { editionId: j.edition.id, userId: sara.id, kind: "SECRETARY" } });
  await db().conflict.create({
    data: {
      jurorId: j.jury.gina.id,
      proposalId: j.proposals[2]!.id,
      kind: "family",
      at: new Date(),
    },
  });

  const { page, problems } = await stage.profileOf(sara);
  await page.goto("/area/desk");
  await page.getByRole("link", { name: "Riunioni della giuria" }).click();
  await page.getByRole("button", { name: "Apri una riunione" }).click();
  await page.waitForURL(/\/1$/);
  // nobody is there yet
  expect(await page.getByRole("button", { name: "Registra il voto" }).isDisabled()).toBe(true);
  for (const name of ["Bruno Conti", "Gina Serra", "Dario Chiari", "Sara Neri"])
    await page.getByRole("checkbox", { name }).check();
  await page.getByRole("button", { name: "Registra le presenze" }).click();
  await page.getByText("Presenze registrate.").waitFor();
  await page.getByText("Scegli tra 4 proposte").click();
  for (const no of [1, 3])
    await page.getByRole("checkbox", { name: new RegExp(`^${no}\\.`) }).check();
  await page.getByRole("button", { name: "Salva l'ordine del giorno" }).click();
  await page.getByText("Ordine del giorno salvato.").waitFor();
  await page.getByRole("button", { name: "Passa alla proposta 3" }).click();
  await page.getByText("Fuori durante la discussione: Gina Serra").waitFor();
  await page.getByLabel("Nota sulla proposta 3").fill("La giuria chiede chi paga la manutenzione.");
  await page.getByRole("button", { name: "Salva la nota" }).first().click();
  await page.getByText("Nota salvata.").waitFor();

  // the vote is of those in the room: neither Gina, who left, nor Sara, who has none
  await page.getByLabel("Su che cosa").selectOption({ label: "proposta 3" });
  const ballots = page.getByRole("group", { name: "Voto di ciascuno" });
  expect(
    await ballots
      .getByRole("radiogroup")
      .evaluateAll((groups) => groups.map((group) => group.getAttribute("aria-label"))),
  ).toEqual(["Dario Chiari", "Bruno Conti"]);
  await page.getByRole("button", { name: "Registra il voto" }).click();
  await page.getByText("Campo obbligatorio.").waitFor(); // what is voted on is missing
  await page.getByLabel("Che cosa si vota").fill("Ammettere la proposta al premio della giuria.");
  await ballots.getByRole("radiogroup", { name: "Dario Chiari" }).getByLabel("favorevole").check();
  await ballots.getByRole("radiogroup", { name: "Bruno Conti" }).getByLabel("contrario").check();
  await looked(page);
  await page.getByRole("button", { name: "Registra il voto" }).click();
  await page.getByText("Favorevoli 1, contrari 1, astenuti 0.").waitFor();
  await page.getByText("non approvato", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Chiudi la riunione" }).click();
  await page.getByText("si può solo leggere").waitFor();

  await page.getByRole("main").getByRole("link", { name: "Verbale" }).click();
  await page.getByRole("heading", { level: 1, name: /^Verbale della riunione 1/ }).waitFor();
  await page.getByLabel("Osservazione").fill("Si riprende la settimana prossima.");
  await page.getByRole("button", { name: "Aggiungi" }).click();
  await page.getByText("Osservazione aggiunta.").waitFor();
  await page.getByRole("button", { name: "Firma il verbale" }).click();
  await page.getByText("Verbale firmato.").waitFor();
  await looked(page);

  const chair = await stage.profileOf(j.jury.dario.user);
  await chair.page.goto(`/area/meetings/${j.edition.code}/1/minutes`);
  await chair.page.getByText("Firmi come presidente.").waitFor();
  await chair.page.getByRole("button", { name: "Firma il verbale" }).click();
  await chair.page.getByText("Verbale firmato.").waitFor();
  expect(
    await chair.page
      .getByRole("button")
      .filter({ hasText: /Firma|Aggiungi|Correggi/ })
      .count(),
  ).toBe(0);
  const [download] = await Promise.all([
    chair.page.waitForEvent("download"),
    chair.page.getByRole("link", { name: "PDF accessibile (English)" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`minutes-${j.edition.code}-1-en.pdf`);
  const words = (
    await extractText(
      await getDocumentProxy(new Uint8Array(await readFile(await download.path()))),
      { mergePages: true },
    )
  ).text;
  for (const said of [
    "Minutes of meeting 1 of the jury",
    "Gina Serra",
    "not adopted",
    "Sara Neri",
    "Dario Chiari",
    "Si riprende la settimana prossima.",
  ])
    expect(words).toContain(said);
  expect([...problems, ...chair.problems]).toEqual([]);
});
