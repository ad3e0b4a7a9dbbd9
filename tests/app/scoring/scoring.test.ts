import "#tests/support/database.ts";
import { describe, expect, it } from "vitest";
import { recuse } from "#app/commands/jury/conflict.server.ts";
import { confirmSheets, reviseSheet, saveDraft } from "#app/commands/scoring/score.server.ts";
import { db } from "#app/platform/db.server.ts";
import { progressPage } from "#app/queries/scoring/progress.server.ts";
import { action as confirmation } from "#app/routes/area/jury/confirmation.ts";
import { loader as desk } from "#app/routes/area/jury/desk.tsx";
import { action as draft } from "#app/routes/area/jury/draft.ts";
import { action as revision, loader as revisionPage } from "#app/routes/area/jury/revision.tsx";
import { action as save, loader as sheet } from "#app/routes/area/jury/sheet.tsx";
import { loader as progress } from "#app/routes/area/manage/progress.tsx";
import {
  delivers,
  drafts,
  enters,
  judging,
  type Judging,
  type JurorName,
} from "#tests/factories/judging.ts";
import { ask } from "#tests/support/asking.ts";
import { expectRefused, refusalOf } from "#tests/support/refusal.ts";

const text = { commentProposer: "Chiara.", commentJury: "Costosa." };
const complete = { scores: { impact: 4, cost: 2 }, ...text };

const saves = (j: Judging, name: JurorName, no: number, content: Parameters<typeof saveDraft>[3]) =>
  saveDraft(j.jury[name].userId, j.edition.id, no, content);
const recuses = (userId: string, editionId: string, no: number, note: string) =>
  recuse(userId, editionId, no, { kind: "none", note });
const storedDraft = (j: Judging, name: JurorName, no: number) =>
  db().scoreDraft.findUnique({
    where: {
      jurorId_proposalId: { jurorId: j.jury[name].id, proposalId: j.proposals[no - 1]!.id },
    },
  });
const storedSheets = (j: Judging, name: JurorName) =>
  db().scoreSheet.findMany({
    where: { jurorId: j.jury[name].id },
    orderBy: [{ proposal: { publicNo: "asc" } }, { version: "asc" }],
  });

describe("a draft", () => {
  it("is kept, and its version grows with each save", async () => {
    const j = await judging();
    expect(
      (
        await saves(j, "bruno", 1, {
          version: 0,
          scores: { impact: 3 },
          commentProposer: "",
          commentJury: "",
        })
      ).version,
    ).toBe(1);
    expect((await saves(j, "bruno", 1, { version: 1, ...complete })).version).toBe(2);
    expect(await storedDraft(j, "bruno", 1)).toMatchObject({ version: 2, ...complete });
    expect(await db().auditEntry.count({ where: { editionId: j.edition.id } })).toBe(0);
  });

  it("that was saved elsewhere meanwhile is refused as stale, and what is stored stays", async () => {
    const j = await judging();
    await saves(j, "bruno", 1, { version: 0, ...complete });
    await expectRefused(
      saves(j, "bruno", 1, { version: 0, ...complete, commentJury: "Dall'altro telefono." }),
      "stale",
    );
    await expectRefused(
      saves(j, "bruno", 1, { version: 7, ...complete, commentJury: "Da un'altra finestra." }),
      "stale",
    );
    expect(await storedDraft(j, "bruno", 1)).toMatchObject({ version: 1, ...complete });
  });

  it("whose answer was lost is saved again without harm", async () => {
    const j = await judging();
    const first = await saves(j, "bruno", 1, { version: 0, ...complete });
    expect(await saves(j, "bruno", 1, { version: 0, ...complete })).toEqual(first);
  });

  it("of two at once is one, and the other is stale", async () => {
    const j = await judging();
    const ends = await Promise.allSettled(
      [1, 2, 3].map((impact) => saves(j, "bruno", 1, { version: 0, scores: { impact }, ...text })),
    );
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(
      ends.flatMap((end) => (end.status === "rejected" ? [end.reason.refusal.code] : [])),
    ).toEqual(["stale", "stale"]);
  });

  it.each([
    ["screening", "too-early"],
    ["deliberation", "too-late"],
    ["frozen", "too-late"],
  ] as const)("is refused in %s: %s", async (phase, why) => {
    const j = await judging({ phase });
    await expectRefused(saves(j, "bruno", 1, { version: 0, ...complete }), why);
  });

  it("is refused alike for a proposal that is not assigned, in conflict or not there", async () => {
    const j = await judging({ assigned: { bruno: [2] } });
    await db().conflict.create({
      data: {
        jurorId: j.jury.bruno.id,
        proposalId: j.proposals[1]!.id,
        kind: "family",
        at: new Date(),
      },
    });
    const answers = await Promise.all(
      [1, 2, 99].map((no) => refusalOf(saves(j, "bruno", no, { version: 0, ...complete }))),
    );
    expect(answers).toEqual(Array(3).fill({ code: "not-found" }));
    const form = { version: "0", commentProposer: "", commentJury: "" };
    const replies = await Promise.all(
      ["1", "2", "99"].map((no) =>
        ask(draft, { as: j.jury.bruno.user, params: { edition: j.edition.code, no }, form }),
      ),
    );
    expect(replies).toMatchObject(
      Array(3).fill({ status: 404, text: "Not found", location: null, value: null }),
    );
  });

  it("is refused after a recusal and after their own confirmation", async () => {
    const j = await judging({ proposals: 2 });
    await recuses(j.jury.bruno.userId, j.edition.id, 1, "Conosco il servizio.");
    await expectRefused(saves(j, "bruno", 1, { version: 0, ...complete }), "recused");
    await drafts(j, "bruno", 2);
    await confirmSheets(j.jury.bruno.userId, j.edition.id);
    await expectRefused(saves(j, "bruno", 2, { version: 1, ...complete }), "already-confirmed");
  });
});

describe("the scoring page", () => {
  const params = (j: Judging, no: number) => ({ edition: j.edition.code, no: String(no) });
  const form = { version: "0", "scores.impact": "4", "scores.cost": "2", ...text };

  it("saves what autosave sends and answers with the version", async () => {
    const j = await judging();
    const answer = await ask(draft, { as: j.jury.bruno.user, params: params(j, 1), form });
    expect(JSON.parse(answer.text)).toEqual({
      version: 1,
      savedAt: (await storedDraft(j, "bruno", 1))?.savedAt.toISOString(),
    });
    const stale = await ask(draft, {
      as: j.jury.bruno.user,
      params: params(j, 1),
      form: { ...form, commentJury: "altro" },
    });
    expect(stale).toMatchObject({ status: 409, value: { refusal: { code: "stale" } } });
  });

  it("saves by hand without JavaScript, and leads to the next unfinished one in the juror's own order", async () => {
    const j = await judging();
    const order = (
      (await ask(desk, { as: j.jury.bruno.user, params: { edition: j.edition.code } })).value as {
        own: { no: number }[];
      }
    ).own.map(({ no }) => no);
    expect(
      (await ask(save, { as: j.jury.bruno.user, params: params(j, order[0]!), form })).location,
    ).toBe(`/area/jury/${j.edition.code}/${order[0]}?done=saved`);
    expect(
      (
        await ask(save, {
          as: j.jury.bruno.user,
          params: params(j, order[1]!),
          form: { ...form, then: "next" },
        })
      ).location,
    ).toBe(`/area/jury/${j.edition.code}/${order[2]}?done=saved&left=${order[1]}`);
    expect(
      (
        await ask(save, {
          as: j.jury.bruno.user,
          params: params(j, order[3]!),
          form: { ...form, then: "next" },
        })
      ).location,
    ).toBe(`/area/jury/${j.edition.code}/${order[2]}?done=saved&left=${order[3]}`);
    expect(
      (
        await ask(save, {
          as: j.jury.bruno.user,
          params: params(j, order[2]!),
          form: { ...form, then: "next" },
        })
      ).location,
    ).toBe(`/area/jury/${j.edition.code}?done=saved&left=${order[2]}`);
  });

  it.each([
    ["scores.impact", "6"],
    ["scores.impact", "-1"],
    ["scores.impact", "3.5"],
    ["scores.impact", "molto"],
    ["commentJury", "x".repeat(4001)],
    ["version", "first"],
    ["version", "-1"],
  ])("names %s when it does not fit, keeps the text and stores nothing", async (field, value) => {
    const j = await judging();
    const answer = await ask(save, {
      as: j.jury.bruno.user,
      params: params(j, 1),
      form: { ...form, [field]: value },
    });
    expect(answer).toMatchObject({
      status: 400,
      value: { errors: { [field]: [expect.any(String)] }, typed: { commentProposer: "Chiara." } },
    });
    expect(Object.keys((answer.value as { errors: object }).errors)).toEqual([field]);
    expect(await storedDraft(j, "bruno", 1)).toBeNull();
  });

  it("keeps what was typed when the sheet was saved elsewhere meanwhile", async () => {
    const j = await judging();
    await drafts(j, "bruno", 1);
    const answer = await ask(save, { as: j.jury.bruno.user, params: params(j, 1), form });
    expect(answer).toMatchObject({
      status: 409,
      value: { refusal: { code: "stale" }, typed: { scores: { impact: 4, cost: 2 }, ...text } },
    });
  });

  it("takes scores of this edition's criteria only", async () => {
    const j = await judging();
    await ask(save, {
      as: j.jury.bruno.user,
      params: params(j, 1),
      form: { ...form, "scores.charm": "5" },
    });
    expect((await storedDraft(j, "bruno", 1))?.scores).toEqual({ impact: 4, cost: 2 });
  });

  it("shuffles differently for each juror, and the same each time", async () => {
    const j = await judging({ proposals: 12 });
    const order = async (name: JurorName) =>
      (
        (await ask(desk, { as: j.jury[name].user, params: { edition: j.edition.code } })).value as {
          own: { no: number }[];
        }
      ).own.map(({ no }) => no);
    const [bruno, again, gina] = [await order("bruno"), await order("bruno"), await order("gina")];
    expect(again).toEqual(bruno);
    expect(gina).not.toEqual(bruno);
    expect([...bruno].sort((a, b) => a - b)).toEqual([...gina].sort((a, b) => a - b));
    expect(bruno).not.toEqual([...bruno].sort((a, b) => a - b));
  });
});

describe("a recusal", () => {
  it("takes the draft away, hides the proposal and leaves its number", async () => {
    const j = await judging();
    await drafts(j, "bruno", 1);
    await recuses(j.jury.bruno.userId, j.edition.id, 1, "Ci ho lavorato.");
    expect(await storedDraft(j, "bruno", 1)).toBeNull();
    expect(await db().recusal.findMany({ where: { jurorId: j.jury.bruno.id } })).toMatchObject([
      { reason: "Ci ho lavorato." },
    ]);
    const answer = await ask(desk, { as: j.jury.bruno.user, params: { edition: j.edition.code } });
    expect(answer.text).not.toContain("titolo-della-proposta-1");
    expect((answer.value as { own: object[] }).own).toContainEqual({
      no: 1,
      title: "",
      locale: "it",
      categories: [],
      state: "recused",
      round: 1,
      scores: {},
      missing: 0,
    });
    expect(
      await ask(sheet, { as: j.jury.bruno.user, params: { edition: j.edition.code, no: "1" } }),
    ).toMatchObject({ status: 404, text: "Not found" });
  });

  it("happens once, from scoring until the ranking is frozen, on an assigned proposal", async () => {
    const j = await judging({ assigned: { bruno: [1, 3, 4] } });
    await recuses(j.jury.bruno.userId, j.edition.id, 1, "x");
    await expectRefused(recuses(j.jury.bruno.userId, j.edition.id, 1, "x"), "not-found");
    await expectRefused(recuses(j.jury.bruno.userId, j.edition.id, 2, "x"), "not-found");
    await enters(j, "deliberation");
    await recuses(j.jury.bruno.userId, j.edition.id, 3, "x");
    await enters(j, "frozen");
    await expectRefused(recuses(j.jury.bruno.userId, j.edition.id, 4, "x"), "too-late");
  });

  it("does not write its reason into the audit log, which others read", async () => {
    const j = await judging();
    await recuses(j.jury.bruno.userId, j.edition.id, 1, "motivo-riservato");
    expect(
      JSON.stringify(await db().auditEntry.findMany({ where: { editionId: j.edition.id } })),
    ).not.toContain("motivo-riservato");
  });
});

describe("confirm and close", () => {
  it("delivers every own sheet as version 1, and from then on it is read only", async () => {
    const j = await judging({ proposals: 2 });
    for (const no of [1, 2]) await drafts(j, "bruno", no, { impact: no, cost: 5 });
    await confirmSheets(j.jury.bruno.userId, j.edition.id);
    expect(await storedSheets(j, "bruno")).toMatchObject(
      [1, 2].map((no) => ({
        version: 1,
        scores: { impact: no, cost: 5 },
        commentJury: `bozza-di-bruno-alla-giuria-${no}`,
        authorId: j.jury.bruno.userId,
        reason: "",
      })),
    );
    expect(await db().scoreDraft.count({ where: { jurorId: j.jury.bruno.id } })).toBe(0);
    expect(
      (await ask(sheet, { as: j.jury.bruno.user, params: { edition: j.edition.code, no: "1" } }))
        .value,
    ).toMatchObject({ mode: "read" });
  });

  it("is refused while a score is missing, naming the proposals; nothing is delivered", async () => {
    const j = await judging({ proposals: 3 });
    await drafts(j, "bruno", 1);
    await drafts(j, "bruno", 2, { impact: 3 });
    const answer = await ask(confirmation, {
      as: j.jury.bruno.user,
      params: { edition: j.edition.code },
      form: {},
    });
    expect(answer).toMatchObject({
      status: 422,
      value: {
        refusal: {
          code: "incomplete",
          reasons: [
            { key: "sheet-incomplete", params: { no: 2 } },
            { key: "sheet-incomplete", params: { no: 3 } },
          ],
        },
      },
    });
    expect(await storedSheets(j, "bruno")).toEqual([]);
    expect(await db().juror.findUnique({ where: { id: j.jury.bruno.id } })).toMatchObject({
      confirmedAt: null,
    });
  });

  it("happens once, also of several at once", async () => {
    const j = await judging({ proposals: 1 });
    await drafts(j, "bruno", 1);
    const ends = await Promise.allSettled(
      [1, 2, 3].map(() => confirmSheets(j.jury.bruno.userId, j.edition.id)),
    );
    expect(
      ends.flatMap((end) => (end.status === "rejected" ? [end.reason.refusal.code] : [])),
    ).toEqual(["already-confirmed", "already-confirmed"]);
    expect(await storedSheets(j, "bruno")).toHaveLength(1);
  });

  it("does not ask for recused proposals", async () => {
    const j = await judging({ proposals: 2 });
    await drafts(j, "bruno", 1);
    await recuses(j.jury.bruno.userId, j.edition.id, 2, "x");
    await confirmSheets(j.jury.bruno.userId, j.edition.id);
    expect(await storedSheets(j, "bruno")).toHaveLength(1);
  });

  it("after one more was assigned, delivers that one and leaves the others as they are", async () => {
    const j = await judging({ proposals: 2, assigned: { bruno: [1, 2] } });
    await delivers(j, "bruno", { 1: [5, 5] });
    await db().juror.update({ where: { id: j.jury.bruno.id }, data: { confirmedAt: null } });
    await expectRefused(saves(j, "bruno", 1, { version: 1, ...complete }), "already-confirmed");
    await saves(j, "bruno", 2, { version: 0, ...complete });
    await confirmSheets(j.jury.bruno.userId, j.edition.id);
    expect(
      (await storedSheets(j, "bruno")).map(({ version, scores }) => [version, scores]),
    ).toEqual([
      [1, { impact: 5, cost: 5 }],
      [1, complete.scores],
    ]);
  });
});

describe("a revision in deliberation", () => {
  async function deliberating(): Promise<Judging> {
    const j = await judging({
      phase: "deliberation",
      proposals: 2,
      assigned: { bruno: [1, 2], dario: [1, 2] },
    });
    await delivers(j, "bruno", { 1: [3, 3], 2: [1, 1] });
    await delivers(j, "dario", { 1: [4, 4], 2: [2, 2] });
    return j;
  }
  const revises = (j: Judging, no: number, version: number, reason = "Dopo la discussione.") =>
    reviseSheet(j.jury.bruno.userId, j.edition.id, no, { version, reason, ...complete });

  it("appends a version with its reason and leaves the first", async () => {
    const j = await deliberating();
    await revises(j, 1, 1);
    expect((await storedSheets(j, "bruno")).slice(0, 2)).toMatchObject([
      { version: 1, scores: { impact: 3, cost: 3 }, reason: "" },
      { version: 2, ...complete, reason: "Dopo la discussione.", authorId: j.jury.bruno.userId },
    ]);
  });

  it("shows the others what the sheet said before, and nobody who may not see it", async () => {
    const j = await deliberating();
    await revises(j, 1, 1);
    const read = async (name: "dario" | "gina") =>
      ask(sheet, { as: j.jury[name].user, params: { edition: j.edition.code, no: "1" } });
    const { sheets } = (await read("dario")).value as {
      sheets: { own: boolean; version: number; earlier: unknown[] }[];
    };
    expect(sheets.find(({ own }) => !own)).toMatchObject({
      version: 2,
      reason: "Dopo la discussione.",
      earlier: [{ version: 1, scores: { impact: 3, cost: 3 }, total: 60 }],
    });
    expect(sheets.find(({ own }) => own)).toMatchObject({ version: 1, earlier: [] });
    expect((await read("gina")).status).toBe(404);
  });

  it("needs a reason, and the version it was made from", async () => {
    const j = await deliberating();
    expect(await refusalOf(revises(j, 1, 1, "  "))).toEqual({ code: "invalid", field: "reason" });
    await revises(j, 1, 1);
    await expectRefused(revises(j, 1, 1), "stale");
    const ends = await Promise.allSettled([revises(j, 2, 1), revises(j, 2, 1)]);
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("is refused for another's proposal, before deliberation and after the freeze", async () => {
    const j = await deliberating();
    await expectRefused(
      reviseSheet(j.jury.gina.userId, j.edition.id, 1, { version: 1, reason: "x", ...complete }),
      "too-early",
    ); // has confirmed nothing
    await db().juror.update({ where: { id: j.jury.gina.id }, data: { confirmedAt: new Date() } });
    await expectRefused(
      reviseSheet(j.jury.gina.userId, j.edition.id, 1, { version: 1, reason: "x", ...complete }),
      "not-found",
    );
    await enters(j, "scoring");
    await expectRefused(revises(j, 1, 1), "too-early");
    await enters(j, "frozen");
    await expectRefused(revises(j, 1, 1), "too-late");
  });

  it("has a page that names what is missing", async () => {
    const j = await deliberating();
    const params = { edition: j.edition.code, no: "1" };
    expect((await ask(revisionPage, { as: j.jury.bruno.user, params })).value).toMatchObject({
      no: 1,
      sheet: { version: 1 },
    });
    const answer = await ask(revision, {
      as: j.jury.bruno.user,
      params,
      form: { version: "1", "scores.impact": "2", commentProposer: "", commentJury: "" },
    });
    expect(answer).toMatchObject({
      status: 400,
      value: { errors: { "scores.cost": ["required"], reason: ["required"] } },
    });
    await enters(j, "frozen");
    expect((await ask(revisionPage, { as: j.jury.bruno.user, params })).status).toBe(404);
  });
});

describe("the organiser's progress", () => {
  it("counts and shows no score, comment or total", async () => {
    const j = await judging({
      proposals: 2,
      assigned: { dario: [1, 2], bruno: [1, 2], elena: [2] },
    });
    await drafts(j, "dario", 1, { impact: 5, cost: 5 });
    await drafts(j, "dario", 2, { impact: 5 });
    await delivers(j, "bruno", { 1: [2, 2], 2: [3, 3] });
    await db().recusal.create({
      data: {
        jurorId: j.jury.elena.id,
        proposalId: j.proposals[1]!.id,
        reason: "motivo-riservato",
        at: new Date(),
      },
    });
    const { jurors, proposals } = await progressPage(j.carla.id, j.edition);
    expect(
      jurors.map(({ name, assigned, complete: done, recused, confirmed }) => [
        name,
        assigned,
        done,
        recused,
        confirmed,
      ]),
    ).toEqual([
      ["Dario Chiari", 2, 1, 0, false],
      ["Bruno Conti", 2, 2, 0, true],
      ["Gina Serra", 0, 0, 0, false],
      ["Elena Villa", 0, 0, 1, false],
    ]);
    expect(proposals.map(({ cells: _, ...counts }) => counts)).toEqual([
      { no: 1, assigned: 2, complete: 2, recused: 0 },
      { no: 2, assigned: 2, complete: 1, recused: 1 },
    ]);
    const { text: all } = await ask(progress, { as: j.carla, params: { edition: j.edition.code } });
    expect(all).not.toMatch(/impact|cost|scores|bozza|commento|motivo-riservato/);
  });
});
