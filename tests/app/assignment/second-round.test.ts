import "#tests/support/database.ts";
import "#app/i18n/all.ts";
import { describe, expect, it } from "vitest";
import { recuse } from "#app/commands/jury/conflict.server.ts";
import {
  callItem,
  setAgenda,
  recordPresence,
  openMeeting,
} from "#app/commands/meetings/meeting.server.ts";
import { enterPhase } from "#app/commands/edition/phase.server.ts";
import { confirmRanking, recordTieVote } from "#app/commands/ranking/ranking.server.ts";
import { confirmSheets, reviseSheet, saveDraft } from "#app/commands/scoring/score.server.ts";
import {
  assignSecondRound,
  withdrawSecondRound,
} from "#app/commands/assignment/second-round.server.ts";
import { writeMessage } from "#app/commands/scoring/thread.server.ts";
import { rankingContent, rankingContentHash } from "#app/queries/ranking/ranking.server.ts";
import { planFurther } from "#app/queries/assignment/second-round.server.ts";
import { toHex } from "#app/sealing/bytes.ts";
import { db } from "#app/platform/db.server.ts";
import { loader as desk } from "#app/routes/area/jury/desk.tsx";
import { loader as download } from "#app/routes/area/jury/offline-file.ts";
import { loader as print } from "#app/routes/area/jury/print.tsx";
import { loader as revision } from "#app/routes/area/jury/revision.tsx";
import { loader as sheet } from "#app/routes/area/jury/sheet.tsx";
import { loader as page } from "#app/routes/area/manage/assignment/second-round.tsx";
import { loader as meeting } from "#app/routes/area/meetings/meeting.tsx";
import { loader as methods } from "#app/routes/area/ranking/methods.tsx";
import { loader as ranking } from "#app/routes/area/ranking/page.tsx";
import { loader as version } from "#app/routes/area/ranking/version.ts";
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

const id = (j: Judging, no: number) => j.proposals[no - 1]!.id;
const at = (j: Judging, no = "1") => ({ edition: j.edition.code, no });

/**
 * Dario (who presides) and Bruno judged three proposals; Elena and Gina judged the third alone. One
 * further juror each.
 */
async function deliberating(changes: Parameters<typeof judging>[0] = {}): Promise<Judging> {
  const j = await judging({
    phase: "deliberation",
    proposals: 3,
    assigned: { dario: [1, 2, 3], bruno: [1, 2, 3], elena: [3], gina: [3] },
    ...changes,
    changes: { secondRoundJurors: 1, ...changes.changes },
  });
  await delivers(j, "dario", { 1: [5, 5], 2: [3, 3], 3: [1, 1] });
  await delivers(j, "bruno", { 1: [1, 1], 2: [3, 3], 3: [1, 1] });
  await delivers(j, "elena", { 3: [2, 2] });
  await delivers(j, "gina", { 3: [2, 2] });
  return j;
}

/** Puts a juror into the open second round of a proposal. */
const joins = (j: Judging, name: JurorName, no: number) =>
  db().assignment.create({ data: { jurorId: j.jury[name].id, proposalId: id(j, no), round: 2 } });
const judges = async (j: Judging, name: JurorName, no: number, scores = { impact: 5, cost: 5 }) => {
  await saveDraft(j.jury[name].userId, j.edition.id, no, {
    version: 0,
    scores,
    commentProposer: "",
    commentJury: `commento-di-${name}-alla-giuria-${no}`,
  });
  await confirmSheets(j.jury[name].userId, j.edition.id);
};
const plan = async (j: Judging, numbers: string[], by = j.carla.id) => {
  const found = await planFurther(by, j.edition, numbers);
  if (found.kind === "infeasible") throw new Error(JSON.stringify(found.reasons));
  return found;
};
const gives = async (j: Judging, numbers: string[]) => {
  const { basis, added } = await plan(j, numbers);
  await assignSecondRound(j.carla.id, j.edition, {
    numbers,
    basis,
    pair: added.map(({ pair }) => pair),
  });
  return added;
};

describe("further jurors", () => {
  it("are found among those who have not judged the proposal, and loads are told", async () => {
    const j = await deliberating();
    await db().conflict.create({
      data: { jurorId: j.jury.gina.id, proposalId: id(j, 1), kind: "family", at: new Date() },
    });
    const { added, loads } = await plan(j, ["1"]);
    expect(added).toMatchObject([{ no: 1, name: "Villa Elena" }]);
    expect(loads).toEqual([{ name: "Villa Elena", before: 1, after: 2, max: null }]);
    expect(await db().assignment.count({ where: { round: 2 } })).toBe(0); // looked at, not written
  });

  it("are not the chair, nobody who must be apart from one who judged it, nobody above the limit, and nobody who heard it discussed", async () => {
    const j = await deliberating({
      assigned: { dario: [3], bruno: [1, 2, 3], elena: [3], gina: [3] },
    });
    await db().jurorSeparation.create({
      data: {
        editionId: j.edition.id,
        jurorId: j.jury.gina.id,
        otherId: j.jury.bruno.id,
        actorId: j.carla.id,
        at: new Date(),
      },
    });
    expect((await plan(j, ["1"])).added.map(({ name }) => name)).toEqual(["Villa Elena"]);
    await db().juror.update({ where: { id: j.jury.elena.id }, data: { maxLoad: 1 } });
    expect(await planFurther(j.carla.id, j.edition, ["1"])).toMatchObject({ kind: "infeasible" });
    await db().juror.update({ where: { id: j.jury.elena.id }, data: { maxLoad: 2 } });
    expect((await plan(j, ["1"])).added).toHaveLength(1);
    const by = { userId: j.carla.id, edition: j.edition, number: 1 };
    await openMeeting(j.carla.id, j.edition.id);
    await recordPresence(by, [j.jury.elena.userId]);
    await setAgenda(by, { choice: "hand", numbers: [1], threshold: 0, order: "rank" });
    await callItem(by, 1);
    expect(await planFurther(j.carla.id, j.edition, ["1"])).toMatchObject({ kind: "infeasible" });
  });

  it("are given the proposals all at once, are told by mail that there is more and not what, and only as planned", async () => {
    const j = await deliberating();
    const { basis } = await plan(j, ["1", "2"]);
    const added = await gives(j, ["1", "2"]);
    expect(added).toHaveLength(2);
    expect(
      await db().assignment.findMany({
        where: { round: 2, proposal: { editionId: j.edition.id } },
      }),
    ).toHaveLength(2);
    const mails = await db().outboxMail.findMany({ where: { editionId: j.edition.id } });
    expect(mails.map(({ toAddress }) => toAddress).sort()).toEqual(
      [...new Set([j.jury.elena.user.email, j.jury.gina.user.email])].sort(),
    );
    for (const { subject, text, html } of mails)
      expect(subject + text + html).not.toMatch(/della-proposta|propost[ae] (?:n\.? ?)?\d/i);
    await expectRefused(
      assignSecondRound(j.carla.id, j.edition, {
        numbers: ["1"],
        basis,
        pair: [`1:${j.jury.gina.id}`],
      }),
      "stale",
    );
  });

  it("cannot be forged into a form", async () => {
    const j = await deliberating();
    const { basis } = await plan(j, ["1"]);
    const give = (pair: string[], numbers = ["1"]) =>
      refusalOf(assignSecondRound(j.carla.id, j.edition, { numbers, basis, pair }));
    // judged it, presides
    expect(await give([`1:${j.jury.dario.id}`])).toMatchObject({ code: "infeasible" });
    expect(await give([`1:${j.jury.elena.id}`, `1:${j.jury.gina.id}`])).toMatchObject({
      code: "infeasible",
    }); // one more than the rule
    // not what was chosen
    expect(await give([`2:${j.jury.elena.id}`])).toMatchObject({ code: "stale" });
    expect(await give([])).toMatchObject({ code: "stale" });
  });

  it("are for deliberation, where the edition foresees them, and never for a proposal that the organiser is in conflict with", async () => {
    const none = await deliberating({ changes: { secondRoundJurors: 0 } });
    await expectRefused(planFurther(none.carla.id, none.edition, ["1"]), "not-found");
    expect((await ask(page, { as: none.carla, params: at(none) })).status).toBe(404);
    const j = await deliberating();
    await db().organiserConflict.create({
      data: { userId: j.carla.id, proposalId: id(j, 1), kind: "family", at: new Date() },
    });
    await expectRefused(planFurther(j.carla.id, j.edition, ["1"]), "not-found");
    expect((await ask(page, { as: j.carla, params: at(j) })).text).not.toContain(
      "della-proposta-1",
    );
    await enters(j, "scoring");
    await expectRefused(planFurther(j.carla.id, j.edition, ["2"]), "too-early");
    await enters(j, "frozen");
    await expectRefused(planFurther(j.carla.id, j.edition, ["2"]), "too-late");
  });
});

describe("a second round", () => {
  it("counts with the first, and the ranking says which sheets are of it", async () => {
    const j = await deliberating();
    await joins(j, "elena", 1);
    await judges(j, "elena", 1);
    const { order, sheets } = await rankingContent(j.edition.id);
    expect(order[0]).toMatchObject({ publicNo: 1, sheets: 3, mean: 73.333333 }); // 100, 20 and 100
    expect(
      sheets.filter(({ round }) => round === 2).map(({ publicNo, total }) => [publicNo, total]),
    ).toEqual([[1, 100]]);
    const { value } = await ask(ranking, { as: j.carla, params: at(j) });
    expect(
      (value as { view: { rows: { publicNo: number; later: number }[] } }).view.rows.map(
        ({ publicNo, later }) => [publicNo, later],
      ),
    ).toEqual([
      [1, 1],
      [2, 0],
      [3, 0],
    ]);
    await reviseSheet(j.jury.elena.userId, j.edition.id, 1, {
      version: 1,
      scores: { impact: 0, cost: 0 },
      commentProposer: "",
      commentJury: "",
      reason: "x",
    });
    expect(
      (await rankingContent(j.edition.id)).sheets.filter(({ round }) => round === 2),
    ).toMatchObject([{ version: 2, total: 0 }]); // stays of the second round
  });

  it("takes nothing from whoever is in it: the first sheets stay closed, and no other can be written", async () => {
    const j = await deliberating();
    await joins(j, "elena", 1);
    await expectRefused(
      saveDraft(j.jury.elena.userId, j.edition.id, 3, {
        version: 0,
        scores: {},
        commentProposer: "",
        commentJury: "",
      }),
      "too-late",
    );
    await expectRefused(
      saveDraft(j.jury.gina.userId, j.edition.id, 1, {
        version: 0,
        scores: {},
        commentProposer: "",
        commentJury: "",
      }),
      "not-found",
    );
    await expectRefused(confirmSheets(j.jury.gina.userId, j.edition.id), "too-late");
    expect(await refusalOf(confirmSheets(j.jury.elena.userId, j.edition.id))).toMatchObject({
      code: "incomplete",
      reasons: [{ params: { no: 1 } }],
    });
    await judges(j, "elena", 1);
    await expectRefused(
      saveDraft(j.jury.elena.userId, j.edition.id, 1, {
        version: 0,
        scores: {},
        commentProposer: "",
        commentJury: "",
      }),
      "already-confirmed",
    );
  });

  it("voids a vote on a tie, which was about other scores", async () => {
    const j = await deliberating({ changes: { tieLadder: ["vote", "shared"] } });
    await db().scoreSheet.create({
      data: {
        jurorId: j.jury.bruno.id,
        proposalId: id(j, 1),
        version: 2,
        scores: { impact: 1, cost: 1 },
        authorId: j.carla.id,
        at: new Date(),
      },
    });
    const tied = (await rankingContent(j.edition.id)).shared[0]?.publicNos ?? [];
    expect(tied).toEqual([1, 2]); // 60 each
    await recordTieVote({ userId: j.carla.id, capacity: "ORGANISER" }, j.edition.id, {
      position: { 1: 1, 2: 2 },
      reason: "x",
    });
    await joins(j, "elena", 1);
    await judges(j, "elena", 1);
    expect(
      await db().tieVote.count({ where: { editionId: j.edition.id, proposalId: id(j, 1) } }),
    ).toBe(0);
  });

  it("keeps the letters of the first round as they are, and is read by the others once it is over", async () => {
    const j = await deliberating({ changes: { secondRoundJurors: 2 } });
    const letters = async () =>
      (
        (await ask(sheet, { as: j.jury.bruno.user, params: at(j) })).value as {
          sheets: { letter: string; commentJury: string; later: boolean }[];
        }
      ).sheets.map(({ letter, commentJury, later }) => [letter, commentJury, later] as const);
    const before = await letters();
    expect(before).toHaveLength(2);
    await joins(j, "elena", 1);
    await joins(j, "gina", 1);
    await judges(j, "elena", 1);
    expect(await letters()).toEqual(before); // the round is open
    await judges(j, "gina", 1);
    const after = await letters();
    expect(after.slice(0, 2)).toEqual(before);
    expect(after.slice(2).map(([letter, , later]) => [letter, later])).toEqual([
      ["C", true],
      ["D", true],
    ]);
  });

  it("blocks confirming, freezing and discussing the proposal until its sheets are there", async () => {
    const j = await deliberating({ changes: { tieLadder: ["shared"] } });
    await joins(j, "elena", 1);
    const hash = async () => toHex(rankingContentHash(await rankingContent(j.edition.id)));
    expect(
      await refusalOf(
        confirmRanking({ userId: j.carla.id, capacity: "ORGANISER" }, j.edition.id, await hash()),
      ),
    ).toMatchObject({ code: "blocked", reasons: [{ key: "second-round", params: { count: 1 } }] });
    expect(
      (await refusalOf(enterPhase(j.carla.id, j.edition.id, "frozen"))).reasons?.map(
        ({ key }) => key,
      ),
    ).toContain("second-round");
    const by = { userId: j.carla.id, edition: j.edition, number: 1 };
    await openMeeting(j.carla.id, j.edition.id);
    await setAgenda(by, { choice: "hand", numbers: [1], threshold: 0, order: "rank" });
    expect(await refusalOf(callItem(by, 1))).toMatchObject({
      code: "blocked",
      reasons: [{ key: "second-round-item" }],
    });
    await judges(j, "elena", 1);
    await callItem(by, 1);
    await confirmRanking({ userId: j.carla.id, capacity: "ORGANISER" }, j.edition.id, await hash());
  });

  it("waits no longer for whom an organiser takes it from, with a reason, and finds somebody else", async () => {
    const j = await deliberating();
    const [given] = await gives(j, ["1"]);
    const first = Object.values(j.jury).find((juror) => given!.pair.endsWith(juror.id))!;
    await saveDraft(first.userId, j.edition.id, 1, {
      version: 0,
      scores: { impact: 1 },
      commentProposer: "",
      commentJury: "",
    });
    await withdrawSecondRound(j.carla.id, j.edition, {
      publicNo: 1,
      jurorId: first.id,
      reason: "Malattia.",
    });
    expect(await db().scoreDraft.count({ where: { jurorId: first.id } })).toBe(0);
    expect(await ask(sheet, { as: first.user, params: at(j) })).toMatchObject({ status: 404 });
    expect((await ask(page, { as: j.carla, params: at(j) })).text).toContain("Malattia.");
    const [other] = await gives(j, ["1"]);
    expect(other!.pair).not.toBe(given!.pair);
    const second = Object.values(j.jury).find((juror) => other!.pair.endsWith(juror.id))!;
    await saveDraft(second.userId, j.edition.id, 1, {
      version: 0,
      scores: { impact: 1, cost: 1 },
      commentProposer: "",
      commentJury: "",
    });
    await confirmSheets(second.userId, j.edition.id);
    await expectRefused(
      withdrawSecondRound(j.carla.id, j.edition, { publicNo: 1, jurorId: second.id, reason: "x" }),
      "already-confirmed",
    );
    await expectRefused(
      withdrawSecondRound(j.carla.id, j.edition, {
        publicNo: 1,
        jurorId: j.jury.bruno.id,
        reason: "x",
      }),
      "not-found",
    ); // of the first round
    expect(
      (
        await db().auditEntry.findMany({
          where: { editionId: j.edition.id, action: { startsWith: "second-round" } },
          orderBy: { seq: "asc" },
        })
      ).map(({ action }) => action),
    ).toEqual(["second-round.given", "second-round.taken-back", "second-round.given"]);
  });

  it("waits for nobody who recused or is in conflict", async () => {
    const j = await deliberating();
    await joins(j, "elena", 1);
    await recuse(j.jury.elena.userId, j.edition.id, 1, { kind: "none", note: "x" });
    expect(
      (await refusalOf(enterPhase(j.carla.id, j.edition.id, "frozen"))).reasons?.map(
        ({ key }) => key,
      ),
    ).not.toContain("second-round");
  });
});

describe("whoever judges in a second round is told nothing by", () => {
  // there is something to tell: scores, comments, a discussion, a rank, a place on an agenda
  const telling = async () => {
    const j = await deliberating({ changes: { secondRoundJurors: 2 } });
    await writeMessage(j.jury.dario.userId, j.edition, 1, "messaggio-di-dario-sulla-1");
    await joins(j, "elena", 1);
    await joins(j, "gina", 1);
    return j;
  };
  const pages = async (j: Judging, name: JurorName) => {
    const answers = await Promise.all(
      [desk, sheet, revision, print, download].map((loader) =>
        ask(loader, { as: j.jury[name].user, params: at(j) }),
      ),
    );
    return answers.map(({ text }) => text).join("\n");
  };

  it("any own page, before delivering and after, until the round is over", async () => {
    const j = await telling();
    const leak = /di-(dario|bruno|gina)-(alla-giuria|a-chi-propone)-1|messaggio-di-dario/;
    expect(await pages(j, "bruno")).toMatch(leak); // it is there to be seen
    expect(await pages(j, "elena")).toContain("titolo-della-proposta-1");
    expect(await pages(j, "elena")).not.toMatch(leak);
    await judges(j, "elena", 1);
    expect(await pages(j, "elena")).not.toMatch(leak);
    await expectRefused(writeMessage(j.jury.elena.userId, j.edition, 1, "x"), "too-early");
    await judges(j, "gina", 1);
    expect(await pages(j, "elena")).toMatch(leak);
    await writeMessage(j.jury.elena.userId, j.edition, 1, "x");
  });

  it("the work of the others: what is shown does not move", async () => {
    const j = await telling();
    const before = await pages(j, "elena");
    await reviseSheet(j.jury.bruno.userId, j.edition.id, 1, {
      version: 1,
      scores: { impact: 5, cost: 0 },
      commentProposer: "",
      commentJury: "altro",
      reason: "x",
    });
    await writeMessage(j.jury.bruno.userId, j.edition, 1, "altro");
    await drafts(j, "gina", 1);
    await confirmSheets(j.jury.gina.userId, j.edition.id);
    expect(await pages(j, "elena")).toBe(before);
  });

  it("ranking, methods, version and meeting, were it the chair: the proposal is not there", async () => {
    const j = await judging({
      phase: "deliberation",
      proposals: 3,
      assigned: { bruno: [1, 2, 3], dario: [2, 3] },
      changes: { secondRoundJurors: 1 },
    });
    await delivers(j, "bruno", { 1: [5, 5], 2: [3, 3], 3: [1, 1] });
    await delivers(j, "dario", { 2: [3, 3], 3: [1, 1] });
    await openMeeting(j.carla.id, j.edition.id);
    await setAgenda(
      { userId: j.carla.id, edition: j.edition, number: 1 },
      { choice: "hand", numbers: [1, 2], threshold: 0, order: "rank" },
    );
    const seen = async () =>
      (
        await Promise.all(
          [ranking, methods, meeting].map((loader) =>
            ask(loader, { as: j.jury.dario.user, params: { ...at(j), meeting: "1" } }),
          ),
        )
      )
        .map(({ text }) => text)
        .join("\n");
    expect(await seen()).toContain("della-proposta-1");
    await joins(j, "dario", 1); // no act does this: the chair is never chosen
    expect(await seen()).not.toContain("della-proposta-1");
    expect(await seen()).toContain("della-proposta-2");
    const versionNow = async () =>
      (await ask(version, { as: j.jury.dario.user, params: at(j) })).text;
    const before = await versionNow();
    await reviseSheet(j.jury.bruno.userId, j.edition.id, 1, {
      version: 1,
      scores: { impact: 0, cost: 0 },
      commentProposer: "",
      commentJury: "",
      reason: "x",
    });
    expect(await versionNow()).toBe(before);
    await reviseSheet(j.jury.bruno.userId, j.edition.id, 2, {
      version: 1,
      scores: { impact: 0, cost: 0 },
      commentProposer: "",
      commentJury: "",
      reason: "x",
    });
    expect(await versionNow()).not.toBe(before);
    await judges(j, "dario", 1);
    expect(await seen()).toContain("della-proposta-1");
  });
});

describe("the version of the ranking", () => {
  it("is for those who may see the ranking, and for nobody else", async () => {
    const j = await deliberating();
    expect((await ask(version, { as: j.carla, params: at(j) })).status).toBe(200);
    expect((await ask(version, { as: j.jury.dario.user, params: at(j) })).status).toBe(200);
    for (const name of ["bruno", "elena", "gina"] as const)
      expect((await ask(version, { as: j.jury[name].user, params: at(j) })).status).toBe(404);
    await enters(j, "scoring");
    for (const reader of [j.carla, j.jury.dario.user])
      expect((await ask(version, { as: reader, params: at(j) })).status).toBe(404);
  });

  it("is the one that the page carries, and changes with everything the page shows", async () => {
    const j = await deliberating({ changes: { shortlistSize: 1, tieLadder: ["shared"] } });
    const now = async () => (await ask(version, { as: j.carla, params: at(j) })).text;
    expect(
      ((await ask(ranking, { as: j.carla, params: at(j) })).value as { version: string }).version,
    ).toBe(await now());
    const seen = [await now()];
    const changes = [
      () =>
        reviseSheet(j.jury.bruno.userId, j.edition.id, 1, {
          version: 1,
          scores: { impact: 1, cost: 2 },
          commentProposer: "",
          commentJury: "",
          reason: "x",
        }),
      () =>
        db().shortlistDecision.create({
          data: {
            editionId: j.edition.id,
            proposalId: id(j, 2),
            listed: true,
            reason: "x",
            actorId: j.carla.id,
            at: new Date(),
          },
        }),
      () =>
        db().recusal.create({
          data: { jurorId: j.jury.bruno.id, proposalId: id(j, 2), reason: "x", at: new Date() },
        }),
      () =>
        db()
          .recusal.deleteMany({ where: { jurorId: j.jury.bruno.id } })
          .then(() =>
            db().conflict.create({
              data: {
                jurorId: j.jury.bruno.id,
                proposalId: id(j, 2),
                kind: "family",
                at: new Date(),
              },
            }),
          ),
      () => joins(j, "elena", 1),
      () =>
        db().freezeConfirmation.create({
          data: {
            editionId: j.edition.id,
            capacity: "CHAIR",
            actorId: j.carla.id,
            rankingHash: new Uint8Array(32),
            at: new Date(),
          },
        }),
    ];
    for (const change of changes) {
      await change();
      expect(seen).not.toContain(await now());
      seen.push(await now());
    }
  });
});
