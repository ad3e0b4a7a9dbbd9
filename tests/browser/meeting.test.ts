import "#tests/support/database.ts";
import { expect, test } from "vitest";
import { db } from "#app/platform/db.server.ts";
import { delivers, judging } from "#tests/factories/judging.ts";
import { looked, setStage } from "#tests/support/stage.ts";

// A meeting of the jury held from its page: presence, agenda, who leaves, a note that somebody else
// wrote too, closing.

const stage = setStage();

test("an organiser holds a meeting", async () => {
  const j = await judging({ phase: "deliberation", proposals: 4 });
  for (const name of ["dario", "bruno", "elena", "gina"] as const)
    await delivers(j, name, { 1: [4, 2], 2: [3, 3], 3: [5, 5], 4: [1, 1] });
  for (const no of [1, 3])
    await db().conflict.create({
      data: {
        jurorId: j.jury.gina.id,
        proposalId: j.proposals[no - 1]!.id,
        kind: "family",
        at: new Date(),
      },
    });
  const { page } = await stage.profileOf(j.carla);
  await page.goto(`/area/manage/${j.edition.code}/ranking`);
  await page.getByRole("link", { name: "Riunioni della giuria" }).click();
  await page.getByRole("button", { name: "Apri una riunione" }).click();
  await page.waitForURL(/\/1$/);
  for (const name of ["Bruno Conti", "Gina Serra", "Dario Chiari"])
    await page.getByLabel(name).check();
  await page.getByRole("button", { name: "Registra le presenze" }).click();
  await page.getByText("Presenze registrate.").waitFor();
  await page.getByText("Scegli tra 4 proposte").click();
  for (const no of [1, 2, 3])
    await page.getByRole("checkbox", { name: new RegExp(`^${no}\\.`) }).check();
  await page.getByLabel("Con meno uscite").check();
  await page.getByRole("button", { name: "Salva l'ordine del giorno" }).click();
  await page.getByText("Ordine del giorno salvato.").waitFor();
  await page.getByRole("button", { name: "Passa alla proposta 3" }).click();
  await page.getByText("Fuori durante la discussione: Gina Serra").waitFor();
  await page.getByLabel("Nota sulla proposta 3").fill("La giuria chiede chi paga la manutenzione.");
  await page.getByRole("button", { name: "Salva la nota" }).first().click();
  await page.getByText("Nota salvata.").waitFor();
  await page.getByLabel("Nota sulla proposta 1").fill("Scritta qui.");
  await db().agendaItem.updateMany({
    where: { proposalId: j.proposals[0]!.id },
    data: { note: "Scritta altrove." },
  });
  await page.getByRole("button", { name: "Salva la nota" }).nth(1).click();
  await page.getByText(/modificato in un'altra finestra/).waitFor();
  // not lost
  expect(await page.getByLabel("Nota sulla proposta 1").inputValue()).toBe("Scritta qui.");
  await looked(page);
  await db().user.update({ where: { id: j.carla.id }, data: { locale: "en" } });
  await page.goto(`/area/meetings/${j.edition.code}/1`);
  await page.getByRole("button", { name: "Close the meeting" }).click();
  await page.getByText("it can only be read").waitFor();
});
