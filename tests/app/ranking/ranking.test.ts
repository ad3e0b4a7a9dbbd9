import "#tests/support/database.ts";
import { describe, expect, it } from "vitest";
import { enterPhase } from "#app/commands/edition/phase.server.ts";
import { confirmRanking, recordTieVote } from "#app/commands/ranking/ranking.server.ts";
import { reviseSheet } from "#app/commands/scoring/score.server.ts";
import {
  freezeState,
  rankingContent,
  rankingContentHash,
  type RankingPage,
} from "#app/queries/ranking/ranking.server.ts";
import { canonical, toHex } from "#app/sealing/bytes.ts";
import { db } from "#app/platform/db.server.ts";
import { action as confirmation } from "#app/routes/area/ranking/confirmation.ts";
import { loader as page } from "#app/routes/area/ranking/page.tsx";
import { action as votes } from "#app/routes/area/ranking/votes.ts";
import { delivers, enters, judging, type Judging } from "#tests/factories/judging.ts";
import { ask } from "#tests/support/asking.ts";
import { expectRefused, refusalOf } from "#tests/support/refusal.ts";
import { asOwner } from "#tests/support/owner.ts";

const by = (j: Judging) => ({
  organiser: { userId: j.carla.id, capacity: "ORGANISER" as const },
  chair: { userId: j.jury.dario.userId, capacity: "CHAIR" as const },
});
const hashNow = async (j: Judging) => toHex(rankingContentHash(await rankingContent(j.edition.id)));
const openTieCount = async (editionId: string) => (await freezeState(editionId)).openTies;
const validFreezeConfirmations = async (editionId: string) =>
  (await freezeState(editionId)).confirmations;
const order = async (j: Judging) =>
  (await rankingContent(j.edition.id)).order.map(({ rank, publicNo, mean }) => [
    rank,
    publicNo,
    mean,
  ]);

/** Dario and Bruno judge three proposals: the first leads, the others tie in everything. */
async function tied(
  ladder: string[] = ["heaviest", "next", "median", "vote", "shared"],
): Promise<Judging> {
  const j = await judging({
    phase: "deliberation",
    proposals: 3,
    assigned: { dario: [1, 2, 3], bruno: [1, 2, 3] },
    changes: { tieLadder: ladder },
  });
  await delivers(j, "dario", { 1: [5, 5], 2: [3, 3], 3: [3, 3] });
  await delivers(j, "bruno", { 1: [4, 4], 2: [3, 3], 3: [3, 3] });
  return j;
}

const vote = (j: Judging, position: Record<number, number>, reason = "Quattro voti contro tre.") =>
  recordTieVote(by(j).chair, j.edition.id, { position, reason });

describe("the ranking", () => {
  it("is the weighted mean of the counted sheets, 0 to 100", async () => {
    const j = await judging({
      phase: "deliberation",
      proposals: 2,
      assigned: { dario: [1, 2], bruno: [1, 2] },
    });
    await delivers(j, "dario", { 1: [5, 0], 2: [1, 1] });
    await delivers(j, "bruno", { 1: [3, 5], 2: [1, 2] });
    expect(await order(j)).toEqual([
      [1, 1, 68],
      [2, 2, 24],
    ]); // (60+0 + 36+40)/2, (12+8 + 12+16)/2
  });

  it("counts the latest version, and nobody who recused or is in conflict", async () => {
    const j = await tied();
    await reviseSheet(j.jury.bruno.userId, j.edition.id, 2, {
      version: 1,
      scores: { impact: 5, cost: 3 },
      commentProposer: "",
      commentJury: "",
      reason: "x",
    });
    expect(await order(j)).toEqual([
      [1, 1, 90],
      [2, 2, 72],
      [3, 3, 60],
    ]);
    await db().recusal.create({
      data: {
        jurorId: j.jury.bruno.id,
        proposalId: j.proposals[1]!.id,
        reason: "x",
        at: new Date(),
      },
    });
    expect(
      (await rankingContent(j.edition.id)).sheets.filter(({ publicNo }) => publicNo === 2),
    ).toHaveLength(1);
  });

  it("leaves out proposals that are excluded or withdrawn", async () => {
    const j = await tied();
    await asOwner((tx) =>
      tx.screening.update({
        where: { proposalId: j.proposals[0]!.id },
        data: { verdict: "EXCLUDED", reason: "x" },
      }),
    );
    await asOwner((tx) =>
      tx.proposal.update({ where: { id: j.proposals[1]!.id }, data: { withdrawn: true } }),
    );
    expect(await order(j)).toEqual([[1, 3, 60]]);
  });

  it("tells apart by the ladder, and says by which rung", async () => {
    const j = await judging({ phase: "deliberation", proposals: 2, assigned: { dario: [1, 2] } });
    await delivers(j, "dario", { 1: [1, 4], 2: [3, 1] }); // both 44
    const { order: ranked, ties } = await rankingContent(j.edition.id);
    expect(ranked.map(({ rank, publicNo }) => [rank, publicNo])).toEqual([
      [1, 2],
      [2, 1],
    ]);
    expect(ties).toEqual([
      { rung: "heaviest", criterionKey: "impact", publicNos: [1, 2], into: [[2], [1]] },
    ]);
  });

  it("shares a rank where the ladder says so", async () => {
    const j = await tied(["heaviest", "shared"]);
    expect(await order(j)).toEqual([
      [1, 1, 90],
      [2, 2, 60],
      [2, 3, 60],
    ]);
    expect((await rankingContent(j.edition.id)).shared).toEqual([{ rank: 2, publicNos: [2, 3] }]);
    expect(await openTieCount(j.edition.id)).toBe(0);
  });
});

describe("the jury's vote on a tie", () => {
  it("resolves it and stays on record with its reason", async () => {
    const j = await tied();
    expect(await openTieCount(j.edition.id)).toBe(1);
    await vote(j, { 2: 2, 3: 1 });
    expect(await openTieCount(j.edition.id)).toBe(0);
    expect(await order(j)).toEqual([
      [1, 1, 90],
      [2, 3, 60],
      [3, 2, 60],
    ]);
    const { ties, votes: recorded } = await rankingContent(j.edition.id);
    expect(ties.at(-1)).toEqual({
      rung: "vote",
      criterionKey: null,
      publicNos: [2, 3],
      into: [[3], [2]],
    });
    expect(recorded).toEqual([
      { publicNo: 2, position: 2, reason: "Quattro voti contro tre." },
      { publicNo: 3, position: 1, reason: "Quattro voti contro tre." },
    ]);
  });

  it("may be recorded again, and may leave the rank shared", async () => {
    const j = await tied();
    await vote(j, { 2: 2, 3: 1 });
    await vote(j, { 2: 1, 3: 1 });
    expect((await order(j)).map(([rank, no]) => [rank, no])).toEqual([
      [1, 1],
      [2, 2],
      [2, 3],
    ]);
  });

  it.each([[{ 1: 1, 2: 2 }], [{ 2: 1 }], [{ 2: 1, 3: 2, 1: 3 }], [{ 2: 1, 99: 2 }], [{}]])(
    "is refused as stale on %j, which is no such tie",
    async (position) => {
      await expectRefused(vote(await tied(), position as Record<number, number>), "stale");
    },
  );

  it("is void once a sheet of the proposal is revised, since it was about other scores", async () => {
    const j = await tied();
    await vote(j, { 2: 2, 3: 1 });
    await reviseSheet(j.jury.bruno.userId, j.edition.id, 2, {
      version: 1,
      scores: { impact: 3, cost: 3 },
      commentProposer: "",
      commentJury: "",
      reason: "Solo parole.",
    });
    expect(await openTieCount(j.edition.id)).toBe(1);
  });

  it("is taken from the chair and from organisers, in deliberation", async () => {
    const j = await tied();
    const input = { position: { 2: 1, 3: 2 }, reason: "x" };
    await expectRefused(
      recordTieVote({ userId: j.jury.bruno.userId, capacity: "CHAIR" }, j.edition.id, input),
      "not-allowed",
    );
    await expectRefused(
      recordTieVote({ userId: j.jury.dario.userId, capacity: "ORGANISER" }, j.edition.id, input),
      "not-allowed",
    );
    await enters(j, "scoring");
    await expectRefused(recordTieVote(by(j).organiser, j.edition.id, input), "too-early");
    await enters(j, "frozen");
    await expectRefused(recordTieVote(by(j).organiser, j.edition.id, input), "too-late");
  });

  it("comes as a form, which names what is missing", async () => {
    const j = await tied();
    const params = { edition: j.edition.code };
    expect(
      await ask(votes, { as: j.carla, params, form: { "position.2": "1", "position.3": "2" } }),
    ).toMatchObject({ status: 400, value: { errors: { reason: ["required"] } } });
    expect(
      await ask(votes, {
        as: j.carla,
        params,
        form: { "position.2": "zero", "position.3": "2", reason: "x" },
      }),
    ).toMatchObject({ status: 400 });
    expect(
      (
        await ask(votes, {
          as: j.jury.dario.user,
          params,
          form: { "position.2": "1", "position.3": "2", reason: "x" },
        })
      ).location,
    ).toBe(`/area/jury/${j.edition.code}/ranking?done=voted`);
    expect(
      await ask(votes, {
        as: j.jury.bruno.user,
        params,
        form: { "position.2": "1", "position.3": "2", reason: "x" },
      }),
    ).toMatchObject({ status: 404, text: "Not found" });
  });
});

describe("the content that is committed to", () => {
  it("is plain JSON, the same for the same facts, and names no juror", async () => {
    const j = await tied();
    const [content, again] = [
      await rankingContent(j.edition.id),
      await rankingContent(j.edition.id),
    ];
    expect(canonical(again)).toBe(canonical(content));
    expect(JSON.parse(JSON.stringify(content))).toEqual(content);
    const text = canonical(content);
    for (const { id, userId, user } of [j.jury.dario, j.jury.bruno])
      for (const trace of [id, userId, user.surname, user.email, "commento-di"])
        expect(text).not.toContain(trace);
    const codes = content.sheets.map(({ juror, publicNo, total }) => [juror, publicNo, total]);
    expect(new Set(codes.map(([juror]) => juror)).size).toBe(2);
    expect(codes.map(([, no]) => no)).toEqual([1, 1, 2, 2, 3, 3]);
    expect(content.rules).toEqual({
      version: 1,
      method: "mean",
      ladder: j.edition.tieLadder,
      minimumScore: 0,
      awards: [],
      prizes: [],
      criteria: [
        { key: "impact", weight: 60, maxScore: 5 },
        { key: "cost", weight: 40, maxScore: 5 },
      ],
    });
  });

  it("gives a juror another code in another edition", async () => {
    const [a, b] = [await tied(), await tied()];
    const codes = async (j: Judging) =>
      (await rankingContent(j.edition.id)).sheets.map(({ juror }) => juror);
    expect((await codes(a)).some((code) => code.length !== 16)).toBe(false);
    expect(new Set([...(await codes(a)), ...(await codes(b))]).size).toBe(4);
  });
});

describe("the confirmation by two people", () => {
  it("counts when chair and organiser confirm the same", async () => {
    const j = await tied(["shared"]);
    await confirmRanking(by(j).chair, j.edition.id, await hashNow(j));
    expect(await validFreezeConfirmations(j.edition.id)).toBe(1);
    await confirmRanking(by(j).organiser, j.edition.id, await hashNow(j));
    expect(await validFreezeConfirmations(j.edition.id)).toBe(2);
    expect(
      await db().auditEntry.count({
        where: { editionId: j.edition.id, action: "ranking.confirmed" },
      }),
    ).toBe(2);
  });

  it("no longer counts once anything changed, says so, and may be given again", async () => {
    const j = await tied(["shared"]);
    await confirmRanking(by(j).chair, j.edition.id, await hashNow(j));
    await reviseSheet(j.jury.bruno.userId, j.edition.id, 1, {
      version: 1,
      scores: { impact: 5, cost: 5 },
      commentProposer: "",
      commentJury: "",
      reason: "x",
    });
    expect(await validFreezeConfirmations(j.edition.id)).toBe(0);
    const { value } = await ask(page, { as: j.carla, params: { edition: j.edition.code } });
    expect((value as RankingPage).view?.confirmations).toMatchObject([
      { capacity: "CHAIR", name: "Dario Chiari", current: false },
    ]);
    await confirmRanking(by(j).chair, j.edition.id, await hashNow(j));
    expect(await validFreezeConfirmations(j.edition.id)).toBe(1);
  });

  it.each([
    [
      "an award rule",
      (j: Judging) =>
        db().awardRule.create({
          data: { editionId: j.edition.id, position: 1, kind: "OVERALL", name: { it: "Primo" } },
        }),
    ],
    [
      "a later criterion weight",
      (j: Judging) =>
        asOwner((tx) =>
          tx.criterion.updateMany({
            where: { editionId: j.edition.id, key: "cost" },
            data: { weight: 41 },
          }),
        ),
    ],
    [
      "a sheet more",
      (j: Judging) =>
        db().scoreSheet.create({
          data: {
            jurorId: j.jury.gina.id,
            proposalId: j.proposals[0]!.id,
            version: 1,
            scores: { impact: 1, cost: 1 },
            authorId: j.jury.gina.userId,
            at: new Date(),
          },
        }),
    ],
    [
      "the minimum score",
      (j: Judging) =>
        db().edition.update({ where: { id: j.edition.id }, data: { minimumScore: 50 } }),
    ],
  ])("depends on %s", async (_what, change) => {
    const j = await tied(["shared"]);
    const before = await hashNow(j);
    await change(j);
    expect(await hashNow(j)).not.toBe(before);
  });

  it("for another content does not let the edition freeze", async () => {
    const j = await tied(["shared"]);
    for (const each of Object.values(by(j)))
      await confirmRanking(each, j.edition.id, await hashNow(j));
    await reviseSheet(j.jury.bruno.userId, j.edition.id, 1, {
      version: 1,
      scores: { impact: 5, cost: 5 },
      commentProposer: "",
      commentJury: "",
      reason: "x",
    });
    expect(await refusalOf(enterPhase(j.carla.id, j.edition.id, "frozen"))).toMatchObject({
      code: "blocked",
      reasons: [{ key: "freeze", params: { count: 0 } }],
    });
  });

  it("is refused for what was seen before a change", async () => {
    const j = await tied(["shared"]);
    const seen = await hashNow(j);
    await reviseSheet(j.jury.bruno.userId, j.edition.id, 1, {
      version: 1,
      scores: { impact: 5, cost: 5 },
      commentProposer: "",
      commentJury: "",
      reason: "x",
    });
    expect(
      await ask(confirmation, {
        as: j.carla,
        params: { edition: j.edition.code },
        form: { hash: seen },
      }),
    ).toMatchObject({ status: 409, value: { refusal: { code: "stale" } } });
  });

  it("waits for open ties and for proposals without a sheet", async () => {
    const j = await tied();
    expect(
      await refusalOf(confirmRanking(by(j).chair, j.edition.id, await hashNow(j))),
    ).toMatchObject({ code: "blocked", reasons: [{ key: "ties", params: { count: 1 } }] });
    await vote(j, { 2: 1, 3: 2 });
    await asOwner((tx) => tx.scoreSheet.deleteMany({ where: { proposalId: j.proposals[0]!.id } }));
    expect(
      await refusalOf(confirmRanking(by(j).chair, j.edition.id, await hashNow(j))),
    ).toMatchObject({ code: "blocked", reasons: [{ key: "unranked", params: { count: 1 } }] });
  });

  it("is never both by one person", async () => {
    const j = await tied(["shared"]);
    await db().role.create({
      data: { editionId: j.edition.id, userId: j.jury.dario.userId, kind: "ORGANISER" },
    }); // cannot be made by any act
    await confirmRanking(by(j).chair, j.edition.id, await hashNow(j));
    await expectRefused(
      confirmRanking(
        { userId: j.jury.dario.userId, capacity: "ORGANISER" },
        j.edition.id,
        await hashNow(j),
      ),
      "holds-other-role",
    );
  });

  it("is for deliberation, and for those who hold the capacity", async () => {
    const j = await tied(["shared"]);
    const hash = await hashNow(j);
    await expectRefused(
      confirmRanking({ userId: j.jury.bruno.userId, capacity: "CHAIR" }, j.edition.id, hash),
      "not-allowed",
    );
    await enters(j, "scoring");
    await expectRefused(confirmRanking(by(j).chair, j.edition.id, hash), "too-early");
    await enters(j, "frozen");
    await expectRefused(confirmRanking(by(j).chair, j.edition.id, hash), "too-late");
  });

  it("answers a forged form with a refusal", async () => {
    const j = await tied(["shared"]);
    expect(
      await ask(confirmation, {
        as: j.carla,
        params: { edition: j.edition.code },
        form: { hash: "yes" },
      }),
    ).toMatchObject({ status: 422, value: { refusal: { code: "invalid" } } });
  });
});
