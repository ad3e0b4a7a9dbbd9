import "#tests/support/database.ts";
import { describe, expect, test } from "vitest";
import { db } from "#app/platform/db.server.ts";
import { delivers, judging } from "#tests/factories/judging.ts";
import { looked, setStage } from "#tests/support/stage.ts";
import { expectAccessible, expectNarrow } from "#tests/support/story.ts";

// The chair from the appointment to the confirmation of the ranking, an organiser's page that
// notices each step by itself, a second round, the shortlist, and what jurors would gladly judge.

const stage = setStage();
const noticed = { timeout: 20_000 }; // a page asks every five seconds

test("the chair is appointed, reopens a sheet, reads the others' in deliberation, settles a tie and confirms with an organiser", async () => {
  const j = await judging({
    proposals: 3,
    assigned: { dario: [1, 2, 3], bruno: [1, 2, 3] },
    changes: { tieLadder: ["vote", "shared"] },
  });
  await db().juror.updateMany({ where: { editionId: j.edition.id }, data: { chair: false } });
  await delivers(j, "dario", { 1: [5, 5], 2: [3, 3], 3: [3, 3] });
  await delivers(j, "bruno", { 1: [4, 4], 2: [3, 3], 3: [1, 3] });
  const [carla, dario, bruno] = [
    await stage.profileOf(j.carla),
    await stage.profileOf(j.jury.dario.user),
    await stage.profileOf(j.jury.bruno.user),
  ];
  const desk = `/area/jury/${j.edition.code}`;

  await carla.page.goto(`/area/manage/${j.edition.code}/jury`);
  await carla.page
    .getByRole("listitem")
    .filter({ hasText: "Dario Chiari" })
    .getByRole("button", { name: "Fai presiedere" })
    .click();
  await carla.page.waitForURL(/done=chair/);

  await dario.page.goto(desk);
  await dario.page.getByRole("link", { name: /^Presiedi/ }).click();
  await dario.page.getByLabel("Giurato").selectOption({ label: "Bruno Conti" });
  await dario.page.getByLabel("Motivo").fill("La proposta 3 ha un punteggio sfuggito.");
  await dario.page.getByRole("button", { name: "Riapri" }).click();
  await dario.page.getByText("Schede riaperte.").waitFor();

  await bruno.page.goto(`${desk}/3`);
  await bruno.page.getByText("La proposta 3 ha un punteggio sfuggito.").waitFor();
  await bruno.page.locator("[data-criterion=impact] input[value='3']").check();
  await bruno.page.getByText(/^Salvato alle \d\d:\d\d$/).waitFor();
  await bruno.page.goto(desk);
  await bruno.page.getByRole("button", { name: "Conferma e chiudi" }).click();
  await bruno.page.waitForURL(/done=confirmed/);

  await carla.page.goto(`/area/manage/${j.edition.code}`);
  await carla.page.getByRole("link", { name: "Inizia la fase: Deliberazione" }).click();
  await carla.page.getByText("Una fase iniziata non si può annullare.").waitFor();
  expect(
    await carla.page
      .getByRole("link", { name: "Percorso", exact: true })
      .getAttribute("aria-current"),
  ).toBe("page");
  await looked(carla.page);
  await carla.page.getByRole("button", { name: "Inizia la fase: Deliberazione" }).focus();
  await carla.page.keyboard.press("Enter");
  await carla.page.getByText("È iniziata la fase: Deliberazione.").waitFor();
  expect((await db().edition.findUniqueOrThrow({ where: { id: j.edition.id } })).phase).toBe(
    "deliberation",
  );
  await carla.page.goto(`/area/manage/${j.edition.code}/ranking`);
  await carla.page.getByRole("heading", { name: "Voto sulle proposte 2, 3" }).waitFor();

  await dario.page.goto(`${desk}/3`);
  await dario.page.getByText("commento-di-bruno-alla-giuria-3").waitFor();
  await dario.page.getByText("Modificata: La proposta 3 ha un punteggio sfuggito.").waitFor();
  expect(await dario.page.content()).not.toContain("Conti"); // a letter, no name

  await dario.page.goto(desk);
  await dario.page.getByRole("link", { name: "Graduatoria" }).click();
  const positions = dario.page.locator("input[name^='position.']");
  await positions.nth(0).fill("2");
  await positions.nth(1).fill("1");
  await dario.page.getByLabel("Voto e motivo, per il verbale").fill("Due voti contro uno.");
  await dario.page.getByRole("button", { name: "Registra il voto" }).click();
  await dario.page.getByText("Voto registrato.").waitFor();
  await expectAccessible(dario.page);
  await expectNarrow(dario.page);
  await dario.page.getByRole("button", { name: "Confermo questa graduatoria" }).click();
  await dario.page.getByText("Graduatoria confermata.").waitFor();

  // the organiser's page has noticed both by itself
  await carla.page.getByText("Votato: proposte 2, 3").waitFor(noticed);
  await carla.page.getByText(/^Chi presiede: Dario Chiari/).waitFor(noticed);
  await carla.page.getByRole("button", { name: "Confermo questa graduatoria" }).click();
  await carla.page.getByText("Le due conferme ci sono.").waitFor();
  await dario.page.getByText("Le due conferme ci sono.").waitFor(noticed);
  expect([...carla.problems, ...dario.problems, ...bruno.problems]).toEqual([]);
});

describe("in deliberation", () => {
  test("a proposal is given to a further juror, who judges it on a phone, and the ranking follows", async () => {
    const j = await judging({
      phase: "deliberation",
      proposals: 3,
      assigned: { dario: [1, 2, 3], bruno: [1, 2, 3], elena: [3] },
      changes: { secondRoundJurors: 1, shortlistSize: 1 },
    });
    await delivers(j, "dario", { 1: [5, 5], 2: [3, 3], 3: [1, 1] });
    await delivers(j, "bruno", { 1: [1, 1], 2: [4, 4], 3: [1, 1] });
    await delivers(j, "elena", { 3: [2, 2] });
    await db().juror.update({ where: { id: j.jury.gina.id }, data: { state: "INVITED" } });
    const [carla, elena] = [
      await stage.profileOf(j.carla),
      await stage.profileOf(j.jury.elena.user),
    ];
    const { page } = carla;
    await page.goto(`/area/manage/${j.edition.code}/second-round`);
    await page.getByRole("button", { name: "Cerca gli altri giurati" }).click();
    await page.getByText("Scegli almeno una proposta.").waitFor();
    await page.getByRole("checkbox", { name: /^1\./ }).check();
    await page.getByRole("button", { name: "Cerca gli altri giurati" }).click();
    await page.getByText("Proposta 1: Villa Elena").waitFor();
    await looked(page);
    await page.getByRole("button", { name: "Affida le proposte" }).click();
    await page.getByText("Proposte affidate; chi deve valutare riceve una mail.").waitFor();
    await page.goto(`/area/manage/${j.edition.code}/ranking`);
    await page.getByText("1 valutazione di un secondo turno manca ancora.").waitFor();
    expect(await page.locator("tr.edge th").innerText()).toMatch(/^2\./);

    await elena.page.setViewportSize({ width: 360, height: 740 });
    await elena.page.goto(`/area/jury/${j.edition.code}`);
    await elena.page.getByText("La giuria ti affida altre proposte").waitFor();
    await elena.page.getByRole("link", { name: "Continua con la 1" }).click();
    await elena.page.getByText("Secondo turno: finché è aperto").waitFor();
    expect(await elena.page.content()).not.toMatch(/di-(dario|bruno)-alla-giuria-1/);
    await expectAccessible(elena.page);
    await expectNarrow(elena.page);
    await elena.page.locator("[data-criterion=impact] input[value='5']").check();
    await elena.page.locator("[data-criterion=cost] input[value='5']").check();
    await elena.page.getByText(/^Salvato alle \d\d:\d\d$/).waitFor();
    await elena.page.goto(`/area/jury/${j.edition.code}`);
    await elena.page.getByRole("button", { name: "Conferma e chiudi" }).click();
    await elena.page.waitForURL(/done=confirmed/);

    // the organiser's page has noticed by itself: the first is the first now, by 73 to 70
    await page.getByText("1 del 2º turno").waitFor(noticed);
    expect(await page.locator("tr.edge th").innerText()).toMatch(/^1\./);
    await page.getByText("Aggiungi o togli una proposta").click();
    const list = page.locator("section[aria-labelledby=shortlist]");
    await list.locator("select[name=publicNo]").selectOption("2");
    await list.getByLabel("Aggiungi", { exact: true }).check();
    await list.getByLabel("Motivo, per il verbale").fill("Vale quanto la prima.");
    await page.getByRole("button", { name: "Registra", exact: true }).click();
    await page.getByText("Decisione sulla rosa registrata.").waitFor();
    await page.getByText("aggiunta dalla giuria").first().waitFor();
    await looked(page);
    expect([...carla.problems, ...elena.problems]).toEqual([]);
  });
});

test("a juror says by keyboard, on a phone, what to judge gladly; each choice is kept by itself", async () => {
  const j = await judging({
    phase: "screening",
    proposals: 3,
    assigned: "none",
    changes: { asksPreferences: true },
  });
  const { page, problems } = await stage.profileOf(j.jury.bruno.user);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`/area/jury/${j.edition.code}`);
  await page.getByRole("link", { name: "Che cosa valuteresti volentieri" }).click();
  await page.getByRole("heading", { level: 1, name: "Che cosa valuteresti volentieri" }).waitFor();
  await looked(page);
  const row = (no: number) => page.getByRole("group", { name: new RegExp(`^Proposta ${no}:`) });
  await row(1).getByLabel("Volentieri").focus();
  await page.keyboard.press("Space");
  await page.getByText("Hai risposto su 1 di 3.").waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  await page.getByText("Hai risposto su 2 di 3.").waitFor();
  await page.reload();
  expect(await row(1).getByLabel("Volentieri").isChecked()).toBe(true);
  expect(await row(2).getByLabel("È lo stesso").isChecked()).toBe(true);
  expect(problems).toEqual([]);
});
