import "#tests/support/database.ts";
import { describe, expect, it } from "vitest";
import { applyAssignment } from "#app/commands/assignment/assignment.server.ts";
import { endSeparation, separateJurors } from "#app/commands/jury/juror-separation.server.ts";
import { whyNot } from "#app/domain/edition/guards.ts";
import { editionFacts } from "#app/queries/edition/edition-facts.server.ts";
import { type Board, fromText, problemOf, toText } from "#app/domain/assignment/board.ts";
import { coverage } from "#app/domain/assignment/coverage.ts";
import { assignmentPage, planAssignment } from "#app/queries/assignment/assignment.server.ts";
import { db } from "#app/platform/db.server.ts";
import { action as apply, loader as page } from "#app/routes/area/manage/assignment/page.tsx";
import { action as plan } from "#app/routes/area/manage/assignment/plan.tsx";
import { aJuror, delivers, drafts, judging, type Judging } from "#tests/factories/judging.ts";
import { anOutsider } from "#tests/factories/person.ts";
import { ask } from "#tests/support/asking.ts";
import { expectRefused, refusalOf } from "#tests/support/refusal.ts";

const boardOf = async (j: Judging): Promise<Board> =>
  (await assignmentPage(j.carla.id, j.edition.id)).board;

async function planned(
  j: Judging,
  keep: "started" | "checked" = "started",
  pair: string[] = [],
): Promise<string[]> {
  const found = await planAssignment(j.carla.id, j.edition.id, { pair, keep });
  if (found.kind !== "assigned") throw new Error(JSON.stringify(found));
  return found.pairs.map(toText);
}

async function applies(j: Judging, pair: string[], basis?: string): Promise<void> {
  await applyAssignment(j.carla.id, j.edition.id, {
    basis: basis ?? (await boardOf(j)).basis,
    pair,
    planned: "",
  });
}

const rows = async (j: Judging) =>
  (
    await db().assignment.findMany({
      where: { juror: { editionId: j.edition.id } },
      include: { proposal: true },
    })
  ).map(({ proposal, jurorId, byHand }) => ({
    pair: toText([String(proposal.publicNo), jurorId]),
    byHand,
  }));

describe("the proposed assignment", () => {
  it("gives every proposal its jurors, internal and external, with even loads and no conflict", async () => {
    const j = await judging({ phase: "screening", proposals: 6, assigned: "none" });
    await db().conflict.create({
      data: {
        jurorId: j.jury.bruno.id,
        proposalId: j.proposals[0]!.id,
        kind: "family",
        at: new Date(),
      },
    });
    const pairs = await planned(j);
    const found = coverage(problemOf(await boardOf(j)), pairs.map(fromText));
    expect(found).toMatchObject({ complete: true, spread: 0 });
    expect(found.proposals.map(({ internal, external }) => [internal, external])).toEqual(
      Array(6).fill([1, 1]),
    );
    expect(pairs).not.toContain(toText(["1", j.jury.bruno.id]));
    expect(await rows(j)).toEqual([]); // nothing is written
  });

  it("prefers those who know the category", async () => {
    const j = await judging({ phase: "screening", proposals: 4, assigned: "none" });
    const knows = (name: keyof Judging["jury"], key: string) =>
      db().juror.update({ where: { id: j.jury[name].id }, data: { expertise: { [key]: 2 } } });
    await Promise.all([
      knows("dario", "environment"),
      knows("bruno", "environment"),
      knows("elena", "informatics"),
      knows("gina", "informatics"),
    ]);
    const { dario, bruno, elena, gina } = j.jury;
    const wanted = ["1", "3"]
      .flatMap((no) => [dario, bruno].map(({ id }) => toText([no, id])))
      .concat(["2", "4"].flatMap((no) => [elena, gina].map(({ id }) => toText([no, id]))));
    expect(new Set(await planned(j))).toEqual(new Set(wanted));
  });

  it("keeps what is checked when it tops up", async () => {
    const j = await judging({ phase: "screening", proposals: 2, assigned: "none" });
    const own = toText(["1", j.jury.gina.id]);
    expect(await planned(j, "checked", [own])).toContain(own);
  });

  it("names the conditions that contradict each other when it is impossible", async () => {
    const j = await judging({ phase: "screening", proposals: 2, assigned: "none" });
    for (const name of ["bruno", "gina"] as const)
      await db().conflict.create({
        data: {
          jurorId: j.jury[name].id,
          proposalId: j.proposals[1]!.id,
          kind: "other",
          at: new Date(),
        },
      });
    expect(await planAssignment(j.carla.id, j.edition.id, { pair: [], keep: "started" })).toEqual({
      kind: "infeasible",
      reasons: [
        { key: "assignment-minimum-external", params: { numbers: "2", proposals: 1, count: 1 } },
        {
          key: "assignment-impossible",
          params: { name: "Conti Bruno", numbers: "2", proposals: 1 },
        },
        {
          key: "assignment-impossible",
          params: { name: "Serra Gina", numbers: "2", proposals: 1 },
        },
        { key: "assignment-jury", params: { internal: 2, external: 2 } },
      ],
    });
  });

  it("is on record with what the solver had no time for", async () => {
    const j = await judging({ phase: "screening", proposals: 2, assigned: "none" });
    const found = await planAssignment(j.carla.id, j.edition.id, { pair: [], keep: "started" });
    expect(found).toMatchObject({ kind: "assigned", unproved: [] });
    const pair = await planned(j);
    const form = {
      basis: (await boardOf(j)).basis,
      pair,
      planned: pair.join(" "),
      unproved: ["worst", "changes"],
    };
    expect(
      await ask(apply, { as: j.carla, params: { edition: j.edition.code }, form }),
    ).toMatchObject({ status: 302 });
    const [entry] = await db().auditEntry.findMany({
      where: { editionId: j.edition.id, action: "assignment.applied" },
    });
    expect(entry?.detail).toEqual({
      added: 4,
      removed: 0,
      pairs: 4,
      unproved: ["worst", "changes"],
    });
  });

  it("counts only jurors who accepted and declared, and says who is missing", async () => {
    const j = await judging({ phase: "screening", assigned: "none" });
    await aJuror(j.edition, await anOutsider({ name: "Ugo", surname: "Silente" }), {
      state: "INVITED",
    });
    await db().juror.update({ where: { id: j.jury.elena.id }, data: { confirmedOwn: false } });
    const { board, waiting } = await assignmentPage(j.carla.id, j.edition.id);
    expect(board.jurors.map(({ name }) => name)).toEqual([
      "Chiari Dario",
      "Conti Bruno",
      "Serra Gina",
    ]);
    expect(waiting).toEqual([
      { name: "Silente Ugo", state: "INVITED" },
      { name: "Villa Elena", state: "ACCEPTED" },
    ]);
  });

  it("is too early before screening and too late after scoring", async () => {
    for (const [phase, why] of [
      ["open", "too-early"],
      ["deliberation", "too-late"],
    ] as const) {
      const j = await judging({ phase, assigned: "none" });
      await expectRefused(
        planAssignment(j.carla.id, j.edition.id, { pair: [], keep: "started" }),
        why,
      );
      await expectRefused(applies(j, []), why);
    }
  });
});

describe("applying an assignment", () => {
  it("writes all pairs instead of those before, with who chose them, and one audit row", async () => {
    const j = await judging({ phase: "screening", proposals: 2, assigned: { elena: [1] } });
    const { dario, bruno, gina } = j.jury;
    const pair = [
      toText(["1", dario.id]),
      toText(["1", bruno.id]),
      toText(["2", dario.id]),
      toText(["2", gina.id]),
    ];
    await applyAssignment(j.carla.id, j.edition.id, {
      basis: (await boardOf(j)).basis,
      pair,
      planned: pair.slice(0, 3).join(" "),
    });
    expect(new Set(await rows(j))).toEqual(
      new Set(pair.map((each, at) => ({ pair: each, byHand: at === 3 }))),
    );
    expect(
      await db().auditEntry.findMany({
        where: { editionId: j.edition.id },
        select: { action: true, detail: true },
      }),
    ).toEqual([{ action: "assignment.applied", detail: { added: 4, removed: 1, pairs: 4 } }]);
  });

  it("is refused when somebody else applied one meanwhile: one of two at once wins", async () => {
    const j = await judging({ phase: "screening", proposals: 4, assigned: "none" });
    const pairs = await planned(j);
    const { basis } = await boardOf(j);
    const ends = await Promise.allSettled([applies(j, pairs, basis), applies(j, pairs, basis)]);
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(
      ends.flatMap((end) => (end.status === "rejected" ? [end.reason.refusal.code] : [])),
    ).toEqual(["stale"]);
    expect(await rows(j)).toHaveLength(8);
  });

  const refused = (
    name: string,
    code: string,
    key: string | null,
    pairs: (j: Judging) => string[],
  ) => ({ name, code, key, pairs });
  const good = ({ jury: { dario, bruno } }: Judging) =>
    ["1", "2"].flatMap((no) => [toText([no, dario.id]), toText([no, bruno.id])]);

  it.each([
    refused("a pair in conflict", "infeasible", "assignment-conflict", (j) => [
      ...good(j).filter((pair) => pair !== toText(["2", j.jury.bruno.id])),
      toText(["2", j.jury.gina.id]),
    ]),
    refused("a juror above their own limit", "infeasible", "assignment-over", (j) => [
      ...good(j).filter((pair) => !pair.endsWith(j.jury.dario.id)),
      toText(["1", j.jury.elena.id]),
      toText(["2", j.jury.elena.id]),
    ]),
    refused("more jurors than wanted", "infeasible", "assignment-extra", (j) => [
      ...good(j),
      toText(["1", j.jury.elena.id]),
    ]),
    refused("too few jurors", "incomplete", "assignment-lacks-external", (j) =>
      good(j).slice(0, 3),
    ),
    refused("a proposal that is not there", "stale", null, (j) => [
      ...good(j),
      toText(["9", j.jury.dario.id]),
    ]),
    refused("a juror who is not there", "stale", null, (j) => [
      ...good(j),
      toText(["1", j.edition.id]),
    ]),
  ])(
    "is refused with $name, and nothing is written: the form is never trusted",
    async ({ code, key, pairs }) => {
      const j = await judging({ phase: "screening", proposals: 2, assigned: "none" });
      await db().conflict.create({
        data: {
          jurorId: j.jury.gina.id,
          proposalId: j.proposals[1]!.id,
          kind: "family",
          at: new Date(),
        },
      });
      await db().juror.update({ where: { id: j.jury.elena.id }, data: { maxLoad: 1 } });
      const refusal = await refusalOf(applies(j, pairs(j)));
      expect(refusal.code).toBe(code);
      expect(refusal.reasons?.map((reason) => reason.key)[0] ?? null).toBe(key);
      expect(await rows(j)).toEqual([]);
    },
  );

  it("drops what a juror had who must declare conflicts again", async () => {
    const j = await judging({ phase: "screening", proposals: 2, assigned: { elena: [1, 2] } });
    await db().juror.update({ where: { id: j.jury.elena.id }, data: { confirmedOwn: false } });
    await applies(j, good(j));
    expect((await rows(j)).map(({ pair }) => pair).sort()).toEqual(good(j).sort());
  });
});

describe("while scoring", () => {
  const recusal = (j: Judging, no: number) => ({
    jurorId: j.jury.bruno.id,
    proposalId: j.proposals[no - 1]!.id,
    reason: "x",
    at: new Date(),
  });

  it("a recusal is topped up and nobody else's work is touched", async () => {
    const j = await judging({
      phase: "scoring",
      proposals: 2,
      assigned: { dario: [1, 2], bruno: [1, 2] },
    });
    await db().recusal.create({ data: recusal(j, 1) });
    await db().juror.update({ where: { id: j.jury.gina.id }, data: { confirmedAt: new Date() } });
    const pairs = await planned(j, "checked", (await boardOf(j)).pairs.map(toText));
    expect(pairs).toEqual(
      expect.arrayContaining([
        toText(["1", j.jury.dario.id]),
        toText(["2", j.jury.bruno.id]),
        toText(["1", j.jury.gina.id]),
      ]),
    );
    await applies(j, pairs);
    expect(await db().juror.findUnique({ where: { id: j.jury.gina.id } })).toMatchObject({
      confirmedAt: null,
    }); // has one more to fill
    expect(await rows(j)).toHaveLength(5); // the recused pair stays on record
  });

  it("what has begun stays, and what has not can be planned again", async () => {
    const j = await judging({
      phase: "scoring",
      proposals: 4,
      assigned: { dario: [1, 2, 3, 4], bruno: [1, 2, 3, 4] },
    });
    const { dario, bruno, elena, gina } = j.jury;
    await drafts(j, "bruno", 2);
    await delivers(j, "dario", { 1: [3, 3] });
    const pairs = await planned(j);
    expect(pairs).toEqual(
      expect.arrayContaining([toText(["1", dario.id]), toText(["2", bruno.id])]),
    );
    expect(coverage(problemOf(await boardOf(j)), pairs.map(fromText))).toMatchObject({
      complete: true,
      spread: 0,
    });
    await applies(j, pairs);
    expect(
      (await rows(j)).filter(({ pair }) => pair.endsWith(elena.id) || pair.endsWith(gina.id)),
    ).toHaveLength(4);
    const { pairs: now } = await boardOf(j);
    await expectRefused(
      applies(
        j,
        now.map(toText).filter((pair) => pair !== toText(["2", bruno.id])),
      ),
      "in-use",
    );
  });

  it("shows an organiser in conflict neither title nor category of the proposal, nor what has begun of it", async () => {
    const j = await judging({
      phase: "scoring",
      proposals: 2,
      assigned: { dario: [1, 2], bruno: [1, 2] },
    });
    await db().organiserConflict.create({
      data: { userId: j.carla.id, proposalId: j.proposals[0]!.id, kind: "family", at: new Date() },
    });
    const boards = async () => JSON.stringify(await assignmentPage(j.carla.id, j.edition.id));
    const before = await boards();
    expect(before).not.toContain(j.proposals[0]!.title);
    expect(before).toContain(j.proposals[1]!.title);
    await drafts(j, "bruno", 1);
    expect(await boards()).toBe(before);
    await drafts(j, "bruno", 2);
    expect(await boards()).not.toBe(before); // of the other it shows
    expect(await planned(j)).toEqual(
      expect.arrayContaining([toText(["1", j.jury.dario.id]), toText(["1", j.jury.bruno.id])]),
    );
  });

  it("a proposal may stay short for a while, so that the others go on", async () => {
    const j = await judging({
      phase: "scoring",
      proposals: 2,
      assigned: { dario: [1, 2], bruno: [1, 2] },
    });
    await db().recusal.createMany({ data: [recusal(j, 1), recusal(j, 2)] });
    await db().juror.update({ where: { id: j.jury.gina.id }, data: { maxLoad: 1 } });
    const kept = [toText(["1", j.jury.dario.id]), toText(["2", j.jury.dario.id])];
    await applies(j, [...kept, toText(["1", j.jury.gina.id])]);
    expect(await rows(j)).toHaveLength(5);
  });
});

describe("jurors who must be apart", () => {
  const separates = (j: Judging, a: string, b: string) =>
    separateJurors(j.carla.id, j.edition.id, {
      jurorId: a,
      otherId: b,
      reason: "Lo stesso ufficio",
    });

  it("never judge the same proposal, whether it is proposed or done by hand", async () => {
    const j = await judging({ phase: "screening", proposals: 4, assigned: "none" });
    const { dario, bruno } = j.jury;
    await separates(j, dario.id, bruno.id);
    const pairs = await planned(j);
    const panel = (id: string) =>
      pairs.filter((pair) => pair.endsWith(id)).map((pair) => fromText(pair)[0]);
    expect(panel(dario.id).filter((no) => panel(bruno.id).includes(no))).toEqual([]);
    const together = pairs
      .filter((pair) => !pair.startsWith("1:"))
      .concat([toText(["1", dario.id]), toText(["1", bruno.id])]);
    expect(await refusalOf(applies(j, together))).toMatchObject({
      code: "infeasible",
      reasons: [{ key: "assignment-together", params: { no: "1" } }],
    });
  });

  it("block the scoring where they already judge together", async () => {
    const j = await judging({
      phase: "screening",
      proposals: 2,
      assigned: { dario: [1, 2], bruno: [1, 2] },
    });
    await separates(j, j.jury.bruno.id, j.jury.dario.id);
    expect(whyNot("scoring", await editionFacts(j.edition.id))).toContainEqual({
      key: "jurors-together",
      where: "assignment",
      params: { numbers: "1, 2" },
    });
  });

  it("are two of this edition, once, until the organisers think otherwise", async () => {
    const [j, other] = [
      await judging({ phase: "screening" }),
      await judging({ phase: "screening" }),
    ];
    const { dario, bruno } = j.jury;
    await expectRefused(separates(j, dario.id, other.jury.bruno.id), "not-found");
    await expectRefused(separates(j, dario.id, dario.id), "invalid");
    await separates(j, dario.id, bruno.id);
    await expectRefused(separates(j, bruno.id, dario.id), "duplicate");
    const [row] = await db().jurorSeparation.findMany({ where: { editionId: j.edition.id } });
    await expectRefused(endSeparation(other.carla.id, other.edition.id, row!.id), "not-found");
    await endSeparation(j.carla.id, j.edition.id, row!.id);
    expect(
      await db().auditEntry.findMany({
        where: { editionId: j.edition.id },
        select: { action: true },
      }),
    ).toEqual([{ action: "jurors.separated" }, { action: "jurors.separation-ended" }]);
  });
});

describe("the assignment page", () => {
  it("shows the board, proposes and applies as forms do", async () => {
    const j = await judging({ phase: "screening", proposals: 4, assigned: "none" });
    const params = { edition: j.edition.code };
    const shown = await ask(page, { as: j.carla, params });
    const { board } = shown.value as { board: Board };
    const proposal = await ask(plan, {
      as: j.carla,
      params,
      form: { keep: "started", basis: board.basis },
    });
    const pair = (proposal.value as { plan: { pairs: [string, string][] } }).plan.pairs.map(toText);
    const done = await ask(apply, {
      as: j.carla,
      params,
      form: { basis: board.basis, pair, planned: pair.join(" ") },
    });
    expect(done.location).toBe(`/area/manage/${j.edition.code}/assignment?done=applied`);
    expect((await rows(j)).every(({ byHand }) => !byHand)).toBe(true);
  });

  it("keeps the boxes as they were checked when it is refused", async () => {
    const j = await judging({ phase: "screening", proposals: 2, assigned: "none" });
    const pair = [toText(["1", j.jury.dario.id]), toText(["1", j.jury.bruno.id])];
    const answer = await ask(apply, {
      as: j.carla,
      params: { edition: j.edition.code },
      form: { basis: (await boardOf(j)).basis, pair, planned: pair[0]! },
    });
    expect(answer).toMatchObject({
      status: 422,
      value: { refusal: { code: "incomplete" }, typed: { pair, planned: pair[0] } },
    });
  });

  it.each([
    { basis: "x", pair: "zzz" },
    { pair: "1:2" },
    { basis: "x", pair: "1:00000000-0000-0000-0000-00000000000Z" },
  ])("answers nonsense with a refusal: %j", async (form) => {
    const j = await judging({ phase: "screening", assigned: "none" });
    expect(
      await ask(apply, {
        as: j.carla,
        params: { edition: j.edition.code },
        form: form as Record<string, string>,
      }),
    ).toMatchObject({ status: 400 });
  });

  it("does not exist for jurors", async () => {
    const j = await judging({ phase: "screening" });
    expect(
      (await ask(page, { as: j.jury.dario.user, params: { edition: j.edition.code } })).status,
    ).toBe(404);
  });
});
