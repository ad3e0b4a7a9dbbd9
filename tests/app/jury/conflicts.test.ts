import "#tests/support/database.ts";
import { describe, expect, it } from "vitest";
import {
  declareOwnConflict,
  liftOrganiserConflict,
  pinConflict,
  recuse,
} from "#app/commands/jury/conflict.server.ts";
import { declareConflicts } from "#app/commands/jury/juror-membership.server.ts";
import { pinSchema, stepBackSchema } from "#app/domain/jury/conflict.ts";
import { confirmRanking, overrideAward } from "#app/commands/ranking/ranking.server.ts";
import { db } from "#app/platform/db.server.ts";
import { rankingContent, type RankingPage } from "#app/queries/ranking/ranking.server.ts";
import { loader as ranking } from "#app/routes/area/ranking/page.tsx";
import { loader as sheet } from "#app/routes/area/jury/sheet.tsx";
import { action as recusal } from "#app/routes/area/jury/recusal.tsx";
import { action as pin, loader as board } from "#app/routes/area/manage/jury/conflicts.tsx";
import { action as lifting } from "#app/routes/area/manage/jury/conflicts-lifting.ts";
import { loader as progress } from "#app/routes/area/manage/progress.tsx";
import { loader as screening } from "#app/routes/area/manage/screening/page.tsx";
import { action as ownConflict } from "#app/routes/area/manage/screening/conflict.tsx";
import { loader as file } from "#app/routes/area/manage/screening/file.ts";
import { action as hide } from "#app/routes/area/manage/screening/hiding.ts";
import {
  action as verdict,
  loader as proposal,
} from "#app/routes/area/manage/screening/proposal.tsx";
import { action as question } from "#app/routes/area/manage/screening/questions.ts";
import {
  delivers,
  drafts,
  enters,
  judging,
  type Judging,
  type JurorName,
} from "#tests/factories/judging.ts";
import { aPerson } from "#tests/factories/person.ts";
import { ask } from "#tests/support/asking.ts";
import { asOwner } from "#tests/support/owner.ts";
import { expectRefused, refusalOf } from "#tests/support/refusal.ts";

// Conflicts that become known late, and what organisers decide about them.

const sheets = (j: Judging, name: JurorName, no: number) =>
  db().scoreSheet.findMany({
    where: { jurorId: j.jury[name].id, proposalId: j.proposals[no - 1]!.id },
    orderBy: { version: "asc" },
  });
const counted = async (j: Judging, no: number) =>
  (await rankingContent(j.edition.id)).sheets.filter(({ publicNo }) => publicNo === no).length;

describe("a juror who finds a conflict while scoring", () => {
  it("loses draft and assignment, and sees nothing of the proposal any more", async () => {
    const j = await judging();
    await drafts(j, "bruno", 1);
    const params = { edition: j.edition.code, no: "1" };
    await ask(recusal, { as: j.jury.bruno.user, params, form: { kind: "family", note: "" } });
    expect(await db().conflict.findMany({ where: { jurorId: j.jury.bruno.id } })).toMatchObject([
      { kind: "family", pinnedById: null },
    ]);
    expect(await db().scoreDraft.count({ where: { jurorId: j.jury.bruno.id } })).toBe(0);
    expect(
      await db().assignment.count({
        where: { jurorId: j.jury.bruno.id, proposalId: j.proposals[0]!.id },
      }),
    ).toBe(0);
    expect(await ask(sheet, { as: j.jury.bruno.user, params })).toMatchObject({
      status: 404,
      text: "Not found",
    });
  });

  it("says what another conflict is, and why it is none that has a name", () => {
    for (const kind of ["other", "none", ""])
      expect(stepBackSchema.safeParse({ kind, note: "" }).success).toBe(false);
    for (const kind of ["other", "none"])
      expect(stepBackSchema.safeParse({ kind, note: "È mio cugino." }).success).toBe(true);
    expect(
      pinSchema.safeParse({ jurorId: crypto.randomUUID(), publicNo: "1", kind: "family", note: "" })
        .success,
    ).toBe(false);
  });

  it("is not told from the log which proposal it was, where proposers name jurors too", async () => {
    const j = await judging({ changes: { sealedConflicts: true } });
    await recuse(j.jury.bruno.userId, j.edition.id, 1, { kind: "family", note: "" });
    expect(await db().auditEntry.findMany({ where: { editionId: j.edition.id } })).toMatchObject([
      { action: "juror.declared-one", objectId: "" },
    ]);
  });
});

describe("scores given before a conflict was known", () => {
  it("are set aside by a new version that says why, and count no more", async () => {
    const j = await judging({ phase: "deliberation" });
    for (const name of ["bruno", "dario"] as const)
      await delivers(j, name, { 1: [5, 5], 2: [1, 1] });
    expect(await counted(j, 1)).toBe(2);
    await recuse(j.jury.bruno.userId, j.edition.id, 1, { kind: "collaboration", note: "" });
    expect(await sheets(j, "bruno", 1)).toMatchObject([
      { version: 1, reason: "" },
      { version: 2, reason: "collaboration", scores: { impact: 5, cost: 5 }, commentJury: "" },
    ]);
    expect(await counted(j, 1)).toBe(1);
    expect((await rankingContent(j.edition.id)).setAside).toMatchObject([
      { publicNo: 1, version: 2 },
    ]);
    expect(await counted(j, 2)).toBe(2);
  });

  it("enter the audit chain with that version", async () => {
    const j = await judging({ phase: "deliberation" });
    await delivers(j, "bruno", { 1: [5, 5] });
    await pinConflict(j.carla.id, j.edition.id, {
      jurorId: j.jury.bruno.id,
      publicNo: 1,
      kind: "sponsor",
      note: "Lavora per uno sponsor.",
    });
    const entry = await db().auditEntry.findFirstOrThrow({
      where: { editionId: j.edition.id, action: "sheet.revised" },
    });
    expect(entry).toMatchObject({
      actorId: j.carla.id,
      detail: {
        jurorId: j.jury.bruno.id,
        why: "sponsor",
        sheets: [{ no: 1, version: 2, hash: expect.stringMatching(/^[0-9a-f]{64}$/) }],
      },
    });
    expect(JSON.stringify(entry.detail)).not.toContain("Lavora");
  });

  it("void a vote on a tie with the proposal", async () => {
    const j = await judging({ phase: "deliberation" });
    await delivers(j, "bruno", { 1: [5, 5] });
    await db().tieVote.create({
      data: {
        editionId: j.edition.id,
        proposalId: j.proposals[0]!.id,
        position: 1,
        reason: "x",
        actorId: j.carla.id,
        at: new Date(),
      },
    });
    await recuse(j.jury.bruno.userId, j.edition.id, 1, {
      kind: "none",
      note: "Non sono sereno.",
    });
    expect(await db().tieVote.count({ where: { editionId: j.edition.id } })).toBe(0);
  });

  it("count again when organisers find that there is no conflict", async () => {
    const j = await judging({ phase: "deliberation" });
    await delivers(j, "bruno", { 1: [5, 5] });
    const pair = { jurorId: j.jury.bruno.id, publicNo: 1 };
    await pinConflict(j.carla.id, j.edition.id, { ...pair, kind: "other", note: "Da verificare." });
    expect(await counted(j, 1)).toBe(0);
    await pinConflict(j.carla.id, j.edition.id, { ...pair, kind: "none", note: "Omonimia." });
    expect(await counted(j, 1)).toBe(1);
    expect((await sheets(j, "bruno", 1)).map(({ reason }) => reason)).toEqual([
      "",
      "other",
      "no-conflict",
    ]);
  });
});

describe("a decision of the organisers", () => {
  it("stands whatever the juror declares afterwards", async () => {
    const j = await judging({ phase: "screening", assigned: "none" });
    await pinConflict(j.carla.id, j.edition.id, {
      jurorId: j.jury.bruno.id,
      publicNo: 1,
      kind: "sponsor",
      note: "Sponsor.",
    });
    await pinConflict(j.carla.id, j.edition.id, {
      jurorId: j.jury.bruno.id,
      publicNo: 2,
      kind: "none",
      note: "Omonimia.",
    });
    await declareConflicts(j.jury.bruno.userId, j.edition.id, {
      conflicts: [
        { publicNo: 2, kind: "family", reason: "" },
        { publicNo: 3, kind: "family", reason: "" },
      ],
    });
    const rows = await db().conflict.findMany({
      where: { jurorId: j.jury.bruno.id },
      include: { proposal: true },
    });
    expect(rows.map(({ kind, proposal: { publicNo } }) => `${publicNo} ${kind}`).sort()).toEqual([
      "1 sponsor",
      "3 family",
    ]);
  });

  it("is shown with what was declared, except where that would tell whom proposers named", async () => {
    for (const sealedConflicts of [false, true]) {
      const j = await judging({ phase: "screening", changes: { sealedConflicts } });
      await declareConflicts(j.jury.dario.userId, j.edition.id, {
        conflicts: [{ publicNo: 3, kind: "family", reason: "parente-di-dario" }],
      });
      await pinConflict(j.carla.id, j.edition.id, {
        jurorId: j.jury.bruno.id,
        publicNo: 1,
        kind: "sponsor",
        note: "Sponsor.",
      });
      const { rows } = (await ask(board, { as: j.carla, params: { edition: j.edition.code } }))
        .value as { rows: { no: number }[] };
      expect(rows.map(({ no }) => no)).toEqual(sealedConflicts ? [1] : [1, 3]);
    }
  });

  it("is for organisers, with a reason, of a juror and a proposal there are, and not once the ranking is frozen", async () => {
    const j = await judging();
    const params = { edition: j.edition.code };
    const form = { jurorId: j.jury.bruno.id, publicNo: "1", kind: "family", note: "Sorella." };
    expect((await ask(pin, { as: j.jury.dario.user, params, form })).status).toBe(404);
    expect(await ask(pin, { as: j.carla, params, form: { ...form, note: " " } })).toMatchObject({
      status: 400,
      value: { result: { error: { note: ["required"] } } },
    });
    expect(
      (await ask(pin, { as: j.carla, params, form: { ...form, publicNo: "99" } })).status,
    ).toBe(404);
    await enters(j, "frozen");
    await expectRefused(
      pinConflict(j.carla.id, j.edition.id, {
        jurorId: j.jury.bruno.id,
        publicNo: 1,
        kind: "family",
        note: "x",
      }),
      "too-late",
    );
  });
});

describe("an organiser in conflict", () => {
  /** Proposal 2 still waits for its verdict; Carla is in conflict with it, Olga is not. */
  async function conflicted(phase: "screening" | "scoring" = "screening") {
    const j = await judging({ phase: "screening", proposals: 3 });
    const olga = await aPerson({ name: "Olga", surname: "Neri" });
    await db().role.create({
      data: { editionId: j.edition.id, userId: olga.id, kind: "ORGANISER" },
    });
    await asOwner((tx) => tx.screening.delete({ where: { proposalId: j.proposals[1]!.id } }));
    await ask(ownConflict, {
      as: j.carla,
      params: { edition: j.edition.code, no: "2" },
      form: { kind: "lineManagement", note: "" },
    });
    if (phase === "scoring") await enters(j, phase);
    return { j, olga, at: (no: string) => ({ edition: j.edition.code, no, position: "1" }) };
  }

  it("finds nothing of the proposal on any page, in any list or count, and cannot act on it", async () => {
    const { j, olga, at } = await conflicted();
    for (const loader of [screening, progress, proposal, file]) {
      expect((await ask(loader, { as: j.carla, params: at("1") })).text).not.toContain(
        "della-proposta-2",
      );
      const answer = await ask(loader, { as: j.carla, params: at("2") });
      expect(answer.text).not.toContain("della-proposta-2");
      if (loader === proposal || loader === file)
        expect(answer).toMatchObject({ status: 404, text: "Not found" });
    }
    expect((await ask(proposal, { as: olga, params: at("2") })).text).toContain(
      "titolo-della-proposta-2",
    ); // there is something to see
    expect((await ask(proposal, { as: j.carla, params: at("1") })).value).toMatchObject({
      left: 0,
    }); // and to count
    expect((await ask(proposal, { as: olga, params: at("1") })).value).toMatchObject({ left: 1 });
    for (const [action, form] of [
      [verdict, { verdict: "CLEARED" }],
      [question, { text: "Perché?" }],
      [hide, { field: "title", start: "0", end: "3", reason: "x" }],
    ] as const) {
      expect((await ask(action, { as: j.carla, params: at("2"), form })).status).toBe(404);
    }
    expect(
      (await ask(verdict, { as: olga, params: at("2"), form: { verdict: "CLEARED" } })).status,
    ).toBe(302);
  });

  it("sees no progress of it while the jury scores", async () => {
    const { j, olga } = await conflicted("scoring");
    await asOwner((tx) =>
      tx.screening.create({
        data: {
          proposalId: j.proposals[1]!.id,
          verdict: "CLEARED",
          actorId: olga.id,
          at: new Date(),
        },
      }),
    );
    const numbers = async (as: { id: string }) =>
      (
        (await ask(progress, { as, params: { edition: j.edition.code } })).value as {
          proposals: { no: number }[];
        }
      ).proposals.map(({ no }) => no);
    expect(await numbers(olga)).toEqual([1, 2, 3]);
    expect(await numbers(j.carla)).toEqual([1, 3]);
  });

  it("cannot lift their own conflict; another organiser can", async () => {
    const { j, olga } = await conflicted();
    const form = { userId: j.carla.id, publicNo: "2" };
    expect(
      (await ask(lifting, { as: j.carla, params: { edition: j.edition.code }, form })).status,
    ).toBe(404);
    await expectRefused(
      liftOrganiserConflict(j.carla.id, j.edition.id, { userId: j.carla.id, publicNo: 2 }),
      "not-found",
    );
    await ask(lifting, { as: olga, params: { edition: j.edition.code }, form });
    expect(await db().organiserConflict.count({ where: { userId: j.carla.id } })).toBe(0);
  });

  it("declares it once, and cannot tell a proposal in conflict from one that does not exist", async () => {
    const { j } = await conflicted();
    for (const no of [2, 99])
      await expectRefused(
        declareOwnConflict(j.carla.id, j.edition.id, no, { kind: "family", note: "" }),
        "not-found",
      );
    for (const no of [2, 99])
      await expectRefused(
        pinConflict(j.carla.id, j.edition.id, {
          jurorId: j.jury.bruno.id,
          publicNo: no,
          kind: "family",
          note: "x",
        }),
        "not-found",
      );
  });
});

describe("the ranking, for an organiser or a chair in conflict", () => {
  /** Proposal 2 is the best and wins the only prize; Carla and Dario are in conflict with it. */
  async function ranked() {
    const j = await judging({ phase: "screening", proposals: 3 });
    const prize = await db().sponsor.create({
      data: {
        editionId: j.edition.id,
        position: 1,
        name: "Banca",
        prizes: { create: { name: { it: "Bici" }, quantity: 1 } },
      },
      include: { prizes: true },
    });
    await db().awardRule.create({
      data: {
        editionId: j.edition.id,
        position: 1,
        kind: "OVERALL",
        name: { it: "Primo" },
        places: 1,
        prizeId: prize.prizes[0]!.id,
      },
    });
    await declareOwnConflict(j.carla.id, j.edition.id, 2, { kind: "family", note: "" });
    await enters(j, "deliberation");
    for (const name of ["bruno", "elena", "gina"] as const)
      await delivers(j, name, { 1: [3, 3], 2: [5, 5], 3: [2, 2] });
    await delivers(j, "dario", { 1: [3, 3], 2: [5, 5], 3: [2, 2] });
    await recuse(j.jury.dario.userId, j.edition.id, 2, { kind: "none", note: "x" });
    const olga = await aPerson({ name: "Olga", surname: "Neri" });
    await db().role.create({
      data: { editionId: j.edition.id, userId: olga.id, kind: "ORGANISER" },
    });
    return { j, olga };
  }
  const page = async (j: Judging, as: { id: string }) =>
    (await ask(ranking, { as, params: { edition: j.edition.code } })) as {
      text: string;
      value: RankingPage;
    };

  it("is that of the others among themselves: no row, no gap in the ranks, no prize that is gone", async () => {
    const { j, olga } = await ranked();
    const seen = await page(j, olga);
    expect(seen.value.view!.rows.map(({ publicNo, rank }) => `${rank}: ${publicNo}`)).toEqual([
      "1: 2",
      "2: 1",
      "3: 3",
    ]);
    expect(seen.value.view!.awards).toMatchObject([{ no: 2 }]);
    for (const as of [j.carla, j.jury.dario.user]) {
      const { text, value } = await page(j, as);
      expect(value.hidden).toBe(1);
      expect(value.view!.rows.map(({ publicNo, rank }) => `${rank}: ${publicNo}`)).toEqual([
        "1: 1",
        "2: 3",
      ]);
      expect(value.view!.awards).toMatchObject([{ no: 1 }]);
      expect(text).not.toContain("della-proposta-2");
      expect(text).not.toContain(j.proposals[1]!.id);
    }
  });

  it("is confirmed as a whole, by the same hash for all", async () => {
    const { j, olga } = await ranked();
    expect((await page(j, j.carla)).value.view!.hash).toBe((await page(j, olga)).value.view!.hash);
  });

  it("takes no decision of theirs on the proposal, alike for one that does not exist", async () => {
    const { j } = await ranked();
    const ruleId = (await db().awardRule.findFirstOrThrow({ where: { editionId: j.edition.id } }))
      .id;
    for (const [userId, capacity] of [
      [j.carla.id, "ORGANISER"],
      [j.jury.dario.userId, "CHAIR"],
    ] as const) {
      for (const publicNo of [2, 99])
        await expectRefused(
          overrideAward({ userId, capacity }, j.edition.id, { ruleId, publicNo, reason: "x" }),
          "not-found",
        );
    }
  });

  it("says that something is open elsewhere, and not what", async () => {
    const { j } = await ranked();
    await asOwner((tx) => tx.scoreSheet.deleteMany({ where: { proposalId: j.proposals[1]!.id } }));
    const { hash } = (await page(j, j.carla)).value.view!;
    const refused = await refusalOf(
      confirmRanking({ userId: j.carla.id, capacity: "ORGANISER" }, j.edition.id, hash),
    );
    expect(refused).toEqual({ code: "blocked", reasons: [{ key: "open-elsewhere" }] });
  });
});
