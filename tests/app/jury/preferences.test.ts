import "#tests/support/database.ts";
import { describe, expect, it } from "vitest";
import { prefer } from "#app/commands/jury/preference.server.ts";
import { pairValue } from "#app/domain/assignment/problem.ts";
import { phases } from "#app/domain/phase.ts";
import { preferredValue, whyNotPrefer } from "#app/domain/jury/preference.ts";
import { planAssignment } from "#app/queries/assignment/assignment.server.ts";
import { db } from "#app/platform/db.server.ts";
import { loader as desk } from "#app/routes/area/jury/desk.tsx";
import { action as say } from "#app/routes/area/jury/preference.ts";
import { loader as page } from "#app/routes/area/jury/preferences.tsx";
import { loader as board } from "#app/routes/area/manage/assignment/page.tsx";
import { enters, judging, type Judging } from "#tests/factories/judging.ts";
import { ask } from "#tests/support/asking.ts";
import { expectRefused } from "#tests/support/refusal.ts";

const asking = (changes: object = {}) =>
  judging({
    phase: "screening",
    proposals: 3,
    assigned: "none",
    changes: {
      asksPreferences: true,
      jurorsPerProposal: 1,
      minInternal: 0,
      minExternal: 0,
      ...changes,
    },
  });
const at = (j: Judging, no = "1") => ({ edition: j.edition.code, no });
const said = async (j: Judging) =>
  (
    await db().preference.findMany({
      where: { juror: { editionId: j.edition.id } },
      select: { value: true, proposal: { select: { publicNo: true } } },
      orderBy: { proposal: { publicNo: "asc" } },
    })
  ).map(({ value, proposal }) => [proposal.publicNo, value]);

describe("the rule", () => {
  const facts = { state: "ACCEPTED" as const, asked: true, declared: true, assigned: 0 };
  it("preferences are said after their own conflicts, before their own first proposal", () => {
    expect(phases.filter((phase) => whyNotPrefer({ ...facts, phase }) === null)).toEqual([
      "screening",
    ]);
    for (const but of [
      { asked: false },
      { declared: false },
      { assigned: 1 },
      { state: "INVITED" as const },
    ])
      expect(phases.filter((phase) => whyNotPrefer({ ...facts, phase, ...but }) === null)).toEqual(
        [],
      );
  });
  it("whoever would gladly judge comes before whoever knows more, and rather-not after all; among equals who knows more", () => {
    const proposal = { id: "1", categories: ["a"] };
    const juror = (level: number) => ({
      id: "x",
      kind: "internal" as const,
      expertise: { a: level },
    });
    const worth = (level: number, value: number) =>
      value === 0
        ? pairValue(proposal, juror(level))
        : preferredValue(proposal, juror(level), value);
    const order = [worth(2, 1), worth(0, 1), worth(2, 0), worth(0, 0), worth(2, -1), worth(0, -1)];
    expect([...order].sort((a, b) => b - a)).toEqual(order);
    expect(new Set(order).size).toBe(6);
  });
});

describe("a juror's preferences", () => {
  it("are said row by row, changed, and shown again", async () => {
    const j = await asking();
    expect((await ask(desk, { as: j.jury.bruno.user, params: at(j) })).value).toMatchObject({
      mayPrefer: true,
    });
    expect(
      (
        await ask(say, {
          as: j.jury.bruno.user,
          params: at(j, "2"),
          form: { preference: "gladly" },
        })
      ).location,
    ).toBe(`/area/jury/${j.edition.code}/preferences?done=2`);
    await prefer(j.jury.bruno.userId, j.edition, 1, "rather-not");
    await prefer(j.jury.bruno.userId, j.edition, 1, "none");
    expect(await said(j)).toEqual([
      [1, 0],
      [2, 1],
    ]);
    expect((await ask(page, { as: j.jury.bruno.user, params: at(j) })).value).toMatchObject({
      editable: true,
      proposals: [
        { no: 1, preference: "none" },
        { no: 2, preference: "gladly" },
        { no: 3, preference: null },
      ],
    });
    expect(
      await ask(say, { as: j.jury.bruno.user, params: at(j), form: { preference: "never" } }),
    ).toMatchObject({ status: 400 });
  });

  it("are asked with title and summary alone, and never of a proposal in conflict", async () => {
    const j = await asking();
    await db().conflict.create({
      data: {
        jurorId: j.jury.bruno.id,
        proposalId: j.proposals[0]!.id,
        kind: "family",
        at: new Date(),
      },
    });
    const { text } = await ask(page, { as: j.jury.bruno.user, params: at(j) });
    expect(text).toContain("sommario-della-proposta-2");
    expect(text).not.toMatch(/problema-|soluzione-|beneficio-|chi-della|della-proposta-1/);
    await expectRefused(prefer(j.jury.bruno.userId, j.edition, 1, "gladly"), "not-found");
    await expectRefused(prefer(j.jury.bruno.userId, j.edition, 9, "gladly"), "not-found");
  });

  it("are not asked where the edition does not, nor before the conflicts, nor once there is an assignment", async () => {
    for (const j of [
      await asking({ asksPreferences: false }),
      await asking().then(
        async (each) => (
          await db().juror.update({
            where: { id: each.jury.bruno.id },
            data: { confirmedOwn: false },
          }),
          each
        ),
      ),
    ]) {
      expect((await ask(page, { as: j.jury.bruno.user, params: at(j) })).status).toBe(404);
      await expectRefused(prefer(j.jury.bruno.userId, j.edition, 1, "gladly"), "not-found");
    }
    const j = await asking();
    await db().assignment.create({
      data: { jurorId: j.jury.bruno.id, proposalId: j.proposals[0]!.id },
    });
    await expectRefused(prefer(j.jury.bruno.userId, j.edition, 2, "gladly"), "too-late");
    await enters(j, "scoring");
    expect((await ask(page, { as: j.jury.elena.user, params: at(j) })).status).toBe(404);
  });

  it("are followed by the assignment, and shown to organisers as a number of people alone", async () => {
    const j = await asking();
    const without = (await ask(board, { as: j.carla, params: at(j) })).text;
    await prefer(j.jury.gina.userId, j.edition, 1, "gladly");
    await prefer(j.jury.gina.userId, j.edition, 2, "rather-not");
    await prefer(j.jury.elena.userId, j.edition, 2, "gladly");
    const plan = await planAssignment(j.carla.id, j.edition.id, { pair: [], keep: "started" });
    expect(plan.kind === "assigned" && plan.pairs).toEqual(
      expect.arrayContaining([
        ["1", j.jury.gina.id],
        ["2", j.jury.elena.id],
      ]),
    );
    const { text, value } = await ask(board, { as: j.carla, params: at(j) });
    expect(value).toMatchObject({ preferred: { said: 2, of: 4 } });
    expect(text).toBe(without.replace(/("said":)0/, "$12")); // nothing else of it
    expect(
      await db().auditEntry.count({
        where: { editionId: j.edition.id, action: { contains: "prefer" } },
      }),
    ).toBe(0);
  });

  it("are seen by no other juror", async () => {
    const j = await asking();
    const seen = async () =>
      (
        await Promise.all(
          [desk, page].map((loader) => ask(loader, { as: j.jury.dario.user, params: at(j) })),
        )
      )
        .map(({ text }) => text)
        .join();
    const before = await seen();
    await prefer(j.jury.gina.userId, j.edition, 1, "gladly");
    expect(await seen()).toBe(before);
  });
});
