import "#tests/support/database.ts";
import { describe, expect, it } from "vitest";
import { phases } from "#app/domain/phase.ts";
import { loader } from "#app/routes/area/manage/statistics.tsx";
import type { LiveStatistics } from "#app/queries/statistics/statistics.server.ts";
import { db } from "#app/platform/db.server.ts";
import { delivers, enters, judging, type Judging } from "#tests/factories/judging.ts";
import { aPerson } from "#tests/factories/person.ts";
import { ask } from "#tests/support/asking.ts";

// The organisers' statistics on the way: the published ones' functions, as far as may be seen.

async function judged(): Promise<Judging> {
  const j = await judging({ phase: "deliberation", proposals: 4 });
  for (const name of ["bruno", "elena"] as const)
    await delivers(j, name, { 1: [5, 5], 2: [4, 3], 3: [1, 1], 4: [2, 4] });
  await db().depositDay.createMany({
    data: [6, 5].map((count, at) => ({
      editionId: j.edition.id,
      day: new Date(Date.UTC(2026, 0, 10 + at)),
      count,
    })),
  });
  return j;
}

const seen = async (j: Judging) =>
  (await ask(loader, { as: j.carla, params: { edition: j.edition.code } })).value as LiveStatistics;

describe("an organiser's statistics", () => {
  it("are nothing, one total, counts, and scores only from the deliberation on, whatever the database holds", async () => {
    const j = await judged();
    for (const phase of phases.slice(0, 8)) {
      await enters(j, phase);
      const { visibility, total, statistics } = await seen(j);
      const scored = (statistics?.scores ?? []).reduce((sum, { count }) => sum + count, 0);
      expect([
        phase,
        visibility,
        total?.count ?? null,
        statistics?.submissions ?? null,
        scored,
        statistics?.agreement !== null && statistics !== null,
        statistics?.blindness ?? null,
      ]).toEqual([
        phase,
        ...((
          {
            preparation: ["nothing", null, null, 0, false],
            announced: ["nothing", null, null, 0, false],
            open: ["total", 6, null, 0, false],
            screening: ["counts", null, 4, 0, false],
            scoring: ["counts", null, 4, 0, false],
          } as Record<string, unknown[]>
        )[phase] ?? ["scores", null, 4, 4, true]),
        null,
      ]);
    }
  });

  it("keep scores from an organiser in conflict with a proposal, who could work its score out", async () => {
    const j = await judged();
    expect(await seen(j)).toMatchObject({ visibility: "scores", kept: false });
    await db().organiserConflict.create({
      data: { userId: j.carla.id, proposalId: j.proposals[0]!.id, kind: "family", at: new Date() },
    });
    expect(await seen(j)).toMatchObject({
      visibility: "counts",
      kept: true,
      statistics: { submissions: 4, scores: [], agreement: null, awarded: null },
    });
  });

  it("do not exist for jurors and employees", async () => {
    const j = await judged();
    for (const as of [j.jury.bruno.user, j.jury.dario.user, await aPerson()])
      expect((await ask(loader, { as, params: { edition: j.edition.code } })).status).toBe(404);
  });
});
