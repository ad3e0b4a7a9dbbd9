import "#tests/support/database.ts";
import { describe, expect, it } from "vitest";
import {
  confirmRanking,
  decideShortlist,
  overrideAward,
  withdrawShortlistDecision,
} from "#app/commands/ranking/ranking.server.ts";
import {
  rankingContent,
  rankingContentHash,
  type RankingPage,
} from "#app/queries/ranking/ranking.server.ts";
import { toHex } from "#app/sealing/bytes.ts";
import { db } from "#app/platform/db.server.ts";
import { loader as page } from "#app/routes/area/ranking/page.tsx";
import { action as shortlist } from "#app/routes/area/ranking/shortlist.ts";
import { delivers, enters, judging, type Judging } from "#tests/factories/judging.ts";
import { ask } from "#tests/support/asking.ts";
import { expectRefused } from "#tests/support/refusal.ts";

/**
 * Proposals 1 to 4 rank in order, the second and the third together; two are listed, and so three.
 */
async function listing(
  changes: object = { shortlistSize: 2 },
): Promise<Judging & { ruleId: string }> {
  const j = await judging({
    phase: "deliberation",
    proposals: 4,
    assigned: { dario: [1, 2, 3, 4] },
    changes: { tieLadder: ["shared"], ...changes },
  });
  await delivers(j, "dario", { 1: [5, 5], 2: [4, 4], 3: [4, 4], 4: [2, 2] });
  const { id: ruleId } = await db().awardRule.create({
    data: {
      editionId: j.edition.id,
      position: 1,
      kind: "OVERALL",
      name: { it: "Primi quattro" },
      places: 4,
    },
  });
  return { ...j, ruleId };
}

const chair = (j: Judging) => ({ userId: j.jury.dario.userId, capacity: "CHAIR" as const });
const organiser = (j: Judging) => ({ userId: j.carla.id, capacity: "ORGANISER" as const });
const awarded = async (j: Judging) =>
  (await rankingContent(j.edition.id)).awards.map(({ publicNo }) => publicNo);
const listed = async (j: Judging) => (await rankingContent(j.edition.id)).shortlist?.listed;

describe("the shortlist", () => {
  it("is part of what is committed to, with its rule, and awards go to nobody else", async () => {
    const j = await listing({ shortlistSize: 2, shortlistScore: 50 });
    const content = await rankingContent(j.edition.id);
    expect(content.rules.shortlist).toEqual({ minimumScore: 50, atMost: 2 });
    expect(content.shortlist).toEqual({ listed: [1, 2, 3], decisions: [] });
    expect((await awarded(j)).sort()).toEqual([1, 2, 3]);
  });

  it("is nowhere where the edition foresees none", async () => {
    const j = await listing({});
    const content = await rankingContent(j.edition.id);
    expect(content.rules).not.toHaveProperty("shortlist");
    expect(content).not.toHaveProperty("shortlist");
    expect((await awarded(j)).sort()).toEqual([1, 2, 3, 4]);
    await expectRefused(
      decideShortlist(chair(j), j.edition.id, { publicNo: 4, listed: true, reason: "x" }),
      "not-found",
    );
  });

  it("is changed by the jury with a reason, on record, until the decision is taken back", async () => {
    const j = await listing();
    await decideShortlist(chair(j), j.edition.id, {
      publicNo: 4,
      listed: true,
      reason: "Unica sull'acqua.",
    });
    await decideShortlist(organiser(j), j.edition.id, {
      publicNo: 1,
      listed: false,
      reason: "Già in corso.",
    });
    expect(await listed(j)).toEqual([2, 3, 4]);
    expect((await awarded(j)).sort()).toEqual([2, 3, 4]); // ties among them in no order
    expect((await rankingContent(j.edition.id)).shortlist?.decisions).toEqual([
      { publicNo: 1, listed: false, reason: "Già in corso." },
      { publicNo: 4, listed: true, reason: "Unica sull'acqua." },
    ]);
    await withdrawShortlistDecision(chair(j), j.edition.id, 1);
    expect(await listed(j)).toEqual([1, 2, 3, 4]);
    expect(
      (
        await db().auditEntry.findMany({
          where: { editionId: j.edition.id, action: { startsWith: "shortlist" } },
          orderBy: { seq: "asc" },
        })
      ).map(({ action, detail }) => [action, detail]),
    ).toEqual([
      ["shortlist.decided", { publicNo: 4, listed: true, reason: "Unica sull'acqua." }],
      ["shortlist.decided", { publicNo: 1, listed: false, reason: "Già in corso." }],
      ["shortlist.decision-withdrawn", { publicNo: 1 }],
    ]);
  });

  it("is decided in deliberation, by chair or organiser, once, and never on a proposal one is in conflict with", async () => {
    const j = await listing();
    await expectRefused(
      decideShortlist(chair(j), j.edition.id, { publicNo: 1, listed: true, reason: "x" }),
      "duplicate",
    );
    await expectRefused(
      decideShortlist({ userId: j.jury.bruno.userId, capacity: "CHAIR" }, j.edition.id, {
        publicNo: 4,
        listed: true,
        reason: "x",
      }),
      "not-allowed",
    );
    await db().organiserConflict.create({
      data: { userId: j.carla.id, proposalId: j.proposals[3]!.id, kind: "family", at: new Date() },
    });
    await expectRefused(
      decideShortlist(organiser(j), j.edition.id, { publicNo: 4, listed: true, reason: "x" }),
      "not-found",
    );
    await decideShortlist(chair(j), j.edition.id, {
      publicNo: 4,
      listed: true,
      reason: "motivo-sulla-4",
    });
    await expectRefused(withdrawShortlistDecision(organiser(j), j.edition.id, 4), "not-found");
    expect(
      (await ask(page, { as: j.carla, params: { edition: j.edition.code } })).text,
    ).not.toContain("motivo-sulla-4");
    expect(
      (await ask(page, { as: j.jury.dario.user, params: { edition: j.edition.code } })).text,
    ).toContain("motivo-sulla-4");
    await enters(j, "frozen");
    await expectRefused(
      decideShortlist(chair(j), j.edition.id, { publicNo: 1, listed: false, reason: "x" }),
      "too-late",
    );
    await expect(
      db().shortlistDecision.deleteMany({ where: { editionId: j.edition.id } }),
    ).rejects.toThrow("locked");
    await expect(
      db().edition.update({ where: { id: j.edition.id }, data: { shortlistSize: 4 } }),
    ).rejects.toThrow("locked");
  });

  it("binds decisions on awards too: a mention goes to the shortlist", async () => {
    const j = await listing();
    await db().awardRule.update({ where: { id: j.ruleId }, data: { kind: "MENTION" } });
    await expectRefused(
      overrideAward(chair(j), j.edition.id, { ruleId: j.ruleId, publicNo: 4, reason: "x" }),
      "not-shortlisted",
    );
    await decideShortlist(chair(j), j.edition.id, { publicNo: 4, listed: true, reason: "x" });
    await overrideAward(chair(j), j.edition.id, { ruleId: j.ruleId, publicNo: 4, reason: "x" });
    expect(await awarded(j)).toEqual([4]);
    await withdrawShortlistDecision(chair(j), j.edition.id, 4);
    expect(await awarded(j)).toEqual([]); // and is taken from whoever is not on it any more
  });

  it("voids a confirmation that was for another list", async () => {
    const j = await listing();
    await confirmRanking(
      chair(j),
      j.edition.id,
      toHex(rankingContentHash(await rankingContent(j.edition.id))),
    );
    await decideShortlist(chair(j), j.edition.id, { publicNo: 4, listed: true, reason: "x" });
    expect(
      ((await ask(page, { as: j.carla, params: { edition: j.edition.code } })).value as RankingPage)
        .view?.confirmations,
    ).toMatchObject([{ current: false }]);
  });

  it("is shown as a line in the ranking, and comes as a form that names what is missing", async () => {
    const j = await listing();
    const { value } = await ask(page, { as: j.carla, params: { edition: j.edition.code } });
    expect((value as RankingPage).view?.shortlist).toEqual({
      minimumScore: 0,
      atMost: 2,
      byRule: 3,
      decisions: [],
    });
    expect((value as RankingPage).view?.rows.map(({ listed: on }) => on)).toEqual([
      true,
      true,
      true,
      false,
    ]);
    const params = { edition: j.edition.code };
    expect(
      await ask(shortlist, { as: j.carla, params, form: { publicNo: "4", listed: "yes" } }),
    ).toMatchObject({ status: 400, value: { errors: { reason: ["required"] } } });
    expect(
      await ask(shortlist, {
        as: j.carla,
        params,
        form: { publicNo: "4", listed: "perhaps", reason: "x" },
      }),
    ).toMatchObject({ status: 400 });
    expect(
      (
        await ask(shortlist, {
          as: j.jury.dario.user,
          params,
          form: { publicNo: "4", listed: "yes", reason: "x" },
        })
      ).location,
    ).toBe(`/area/jury/${j.edition.code}/ranking?done=listed`);
    expect(
      await ask(shortlist, {
        as: j.jury.bruno.user,
        params,
        form: { publicNo: "4", listed: "no", reason: "x" },
      }),
    ).toMatchObject({ status: 404 });
  });
});
