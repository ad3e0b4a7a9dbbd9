import "#tests/support/database.ts";
import { describe, expect, it } from "vitest";
import type { MethodsPage } from "#app/queries/ranking/ranking-methods.server.ts";
import type { RankingPage } from "#app/queries/ranking/ranking.server.ts";
import { db } from "#app/platform/db.server.ts";
import { loader as methods } from "#app/routes/area/ranking/methods.tsx";
import { loader as ranking } from "#app/routes/area/ranking/page.tsx";
import { delivers, enters, judging, type Judging } from "#tests/factories/judging.ts";
import { ask } from "#tests/support/asking.ts";

/** Everybody judges four proposals; Gina is severe, and by her alone the second suffers. */
async function judged(method = "mean"): Promise<Judging> {
  const j = await judging({
    phase: "deliberation",
    proposals: 4,
    assigned: { dario: [1, 2, 3, 4], bruno: [1, 2, 3, 4], elena: [1, 2, 3, 4], gina: [2, 3, 4] },
    changes: { rankingMethod: method },
  });
  await delivers(j, "dario", { 1: [4, 4], 2: [5, 4], 3: [2, 2], 4: [1, 2] });
  await delivers(j, "bruno", { 1: [4, 3], 2: [5, 4], 3: [3, 2], 4: [1, 1] });
  await delivers(j, "elena", { 1: [3, 4], 2: [4, 4], 3: [3, 3], 4: [2, 1] });
  await delivers(j, "gina", { 2: [1, 0], 3: [1, 1], 4: [0, 0] });
  return j;
}
const pageOf = async <T>(loader: typeof methods | typeof ranking, j: Judging, as: { id: string }) =>
  (await ask(loader, { as, params: { edition: j.edition.code } })).value as T;
const comparison = async (j: Judging, as: { id: string } = j.carla) =>
  (await pageOf<MethodsPage>(methods, j, as)).comparison!;
const byMethod = (all: Awaited<ReturnType<typeof comparison>>, method: string) =>
  all.methods.find((each) => each.method === method)!;

describe("the page of methods", () => {
  it("shows the ranking by each method and what moves against the edition's own", async () => {
    const all = await comparison(await judged());
    expect(all).toMatchObject({ asked: "mean", applied: "mean", shortfall: null, hidden: 0 });
    expect(byMethod(all, "mean")).toMatchObject({
      shortfall: null,
      order: [1, 2, 3, 4],
      places: { 1: { rank: 1, moved: 0 }, 2: { rank: 2, moved: 0 } },
    });
    expect(byMethod(all, "additive")).toMatchObject({
      shortfall: null,
      order: [2, 1, 3, 4],
      places: { 1: { rank: 2, moved: -1 }, 2: { rank: 1, moved: 1 } },
    });
    expect(byMethod(all, "mean").places[2]!.interval).toMatchObject({
      from: expect.any(Number),
      to: expect.any(Number),
    });
  });

  it("says of a method below its minimum of data what it lacks", async () => {
    const all = await comparison(await judged("trimmed-mean"));
    expect(all).toMatchObject({
      asked: "trimmed-mean",
      applied: "mean",
      shortfall: { need: "sheets", least: 5, count: 4 },
    });
    expect(byMethod(all, "trimmed-mean").shortfall).toEqual(all.shortfall);
  });

  it("shows how far the jury agrees, on totals and on each criterion", async () => {
    const { agreement } = await comparison(await judged());
    expect(agreement.criteria.map(({ key }) => key)).toEqual(["impact", "cost"]);
    expect(agreement.totals).toMatchObject({
      common: 3,
      interval: expect.any(Number),
      kendallW: expect.any(Number),
    });
  });

  it("moves nothing: the ranking stays by the edition's method", async () => {
    const j = await judged("additive");
    await comparison(j);
    expect((await pageOf<RankingPage>(ranking, j, j.carla)).view).toMatchObject({
      asked: "additive",
      applied: "additive",
      rows: [{ publicNo: 2 }, { publicNo: 1 }, { publicNo: 3 }, { publicNo: 4 }],
    });
  });

  it("exists for organisers and the chair, and shows nothing before deliberation or before the chair confirmed", async () => {
    const j = await judged();
    const status = async (as: { id: string }) =>
      (await ask(methods, { as, params: { edition: j.edition.code } })).status;
    expect(await Promise.all([j.carla, j.jury.dario.user, j.jury.bruno.user].map(status))).toEqual([
      200, 200, 404,
    ]);
    await db().juror.update({ where: { id: j.jury.dario.id }, data: { confirmedAt: null } });
    expect((await pageOf<MethodsPage>(methods, j, j.jury.dario.user)).comparison).toBeNull();
    await enters(j, "scoring");
    expect((await pageOf<MethodsPage>(methods, j, j.carla)).comparison).toBeNull();
  });
});

describe("a chair in conflict with a proposal", () => {
  /**
   * The second leads by the additive model; the chair declared a conflict with it after all had
   * scored.
   */
  async function inConflict() {
    const j = await judged("additive");
    await db().conflict.create({
      data: {
        jurorId: j.jury.dario.id,
        proposalId: j.proposals[1]!.id,
        kind: "family",
        at: new Date(),
      },
    });
    return j;
  }

  it.each([
    ["ranking", ranking],
    ["page of methods", methods],
  ] as const)(
    "finds nothing of it on the %s: no title, no score, no gap in the ranks",
    async (_name, loader) => {
      const j = await inConflict();
      const [own, organiser] = [
        await pageOf<object>(loader, j, j.jury.dario.user),
        await pageOf<object>(loader, j, j.carla),
      ];
      for (const trace of ["titolo-della-proposta-2", j.proposals[1]!.id]) {
        expect(JSON.stringify(organiser)).toContain(trace); // control: there is something to leak
        expect(JSON.stringify(own)).not.toContain(trace);
      }
    },
  );

  it("sees the others ranked among themselves, is told which is left out, and confirms the whole all the same", async () => {
    const j = await inConflict();
    const [own, organiser] = [
      await pageOf<RankingPage>(ranking, j, j.jury.dario.user),
      await pageOf<RankingPage>(ranking, j, j.carla),
    ];
    expect(own).toMatchObject({
      hidden: 1,
      view: {
        rows: [
          { publicNo: 1, rank: 1 },
          { publicNo: 3, rank: 2 },
          { publicNo: 4, rank: 3 },
        ],
      },
    });
    expect(organiser).toMatchObject({
      hidden: 0,
      view: {
        rows: [
          { publicNo: 2, rank: 1 },
          { publicNo: 1, rank: 2 },
          { publicNo: 3 },
          { publicNo: 4 },
        ],
      },
    });
    expect(own.view!.hash).toBe(organiser.view!.hash);
    expect(byMethod(await comparison(j, j.jury.dario.user), "mean")).toMatchObject({
      order: [1, 3, 4],
    });
  });
});
