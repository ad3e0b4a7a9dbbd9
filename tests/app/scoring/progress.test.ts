import "#tests/support/database.ts";
import { describe, expect, it } from "vitest";
import { declareOwnConflict, recuse } from "#app/commands/jury/conflict.server.ts";
import { divergence } from "#app/queries/ranking/jury-divergence.server.ts";
import { progressPage } from "#app/queries/scoring/progress.server.ts";
import { loader as progress } from "#app/routes/area/manage/progress.tsx";
import { delivers, drafts, judging, type Judging } from "#tests/factories/judging.ts";
import { ask } from "#tests/support/asking.ts";

// What organisers see of the jury's work while it goes on: how far it is and how far apart, never a
// score.

const numbers = (j: Judging) => divergence(j.carla.id, j.edition.id);

describe("the coverage", () => {
  it("says of each pair how far it is", async () => {
    const j = await judging({
      proposals: 2,
      assigned: { bruno: [1, 2], dario: [1], elena: [1, 2] },
    });
    await drafts(j, "bruno", 1);
    await drafts(j, "bruno", 2, { impact: 3 });
    await delivers(j, "dario", { 1: [3, 3] });
    await recuse(j.jury.elena.userId, j.edition.id, 1, { kind: "none", note: "x" });
    const { proposals } = await progressPage(j.carla.id, j.edition);
    const { bruno, dario, elena } = j.jury;
    expect(proposals.map(({ cells }) => cells)).toEqual([
      { [bruno.id]: "complete", [dario.id]: "delivered", [elena.id]: "recused" },
      { [bruno.id]: "begun", [elena.id]: "empty" },
    ]);
  });
});

describe("how far jurors are apart", () => {
  it("is unknown as long as a juror of the proposal has not confirmed", async () => {
    const j = await judging({
      proposals: 3,
      assigned: { bruno: [1, 2, 3], dario: [1, 2, 3], elena: [3] },
    });
    await delivers(j, "bruno", { 1: [5, 5], 2: [5, 5], 3: [5, 5] });
    await drafts(j, "dario", 1);
    expect(await numbers(j)).toEqual({ jurors: [], proposals: [] });
    await delivers(j, "dario", { 1: [0, 0], 2: [4, 4], 3: [5, 5] });
    expect((await numbers(j)).proposals.map(({ no, range }) => `${no}: ${range}`)).toEqual([
      "1: 100",
      "2: 20",
    ]);
    await delivers(j, "elena", { 3: [0, 0] });
    expect((await numbers(j)).proposals.map(({ no }) => no).sort()).toEqual([1, 2, 3]);
    expect((await numbers(j)).jurors.map(({ name }) => name).sort()).toEqual([
      "Bruno Conti",
      "Dario Chiari",
    ]);
  });

  it("counts no sheet of a juror who recused or is in conflict, and no proposal the organiser is in conflict with", async () => {
    const j = await judging({ proposals: 3, assigned: { bruno: [1, 2], dario: [1, 2] } });
    for (const [name, points] of [
      ["bruno", [5, 5]],
      ["dario", [0, 0]],
    ] as const)
      await delivers(j, name, { 1: [...points], 2: [...points] });
    await recuse(j.jury.bruno.userId, j.edition.id, 1, { kind: "family", note: "" });
    expect((await numbers(j)).proposals.map(({ no }) => no)).toEqual([2]);
    await declareOwnConflict(j.carla.id, j.edition.id, 2, { kind: "family", note: "" });
    expect(await numbers(j)).toEqual({ jurors: [], proposals: [] });
  });

  it("tells no score, total or comment to the page", async () => {
    const j = await judging({ proposals: 3 });
    for (const name of ["bruno", "dario", "elena", "gina"] as const)
      await delivers(j, name, { 1: [5, 2], 2: [4, 1], 3: [3, 5] });
    const { text } = await ask(progress, { as: j.carla, params: { edition: j.edition.code } });
    expect(text).toContain('"range"');
    expect(text).not.toMatch(/commento-di|"mean"|"scores"|"total"/);
  });
});
