import "#tests/support/database.ts";
import { describe, expect, it } from "vitest";
import { overrideAward, withdrawOverride } from "#app/commands/ranking/ranking.server.ts";
import {
  removeAwardRule,
  removePrize,
  removeSponsor,
  saveAwardRule,
  saveAwardTerms,
  savePrize,
  saveSponsor,
} from "#app/commands/awards/sponsor.server.ts";
import { prizeSchema } from "#app/domain/awards/sponsor.ts";
import { rankingContent, type RankingPage } from "#app/queries/ranking/ranking.server.ts";
import { editionOverview } from "#app/queries/edition/manage.server.ts";
import { callPage } from "#app/queries/edition/public-call.server.ts";
import { awardRulesPage, budgetPage, sponsorList } from "#app/queries/awards/sponsors.server.ts";
import { db } from "#app/platform/db.server.ts";
import { action as termsAction } from "#app/routes/area/manage/awards/terms.tsx";
import { action as awards } from "#app/routes/area/manage/awards/page.tsx";
import {
  action as prize,
  loader as prizePage,
} from "#app/routes/area/manage/awards/sponsor-prize.tsx";
import { loader as sponsorPage } from "#app/routes/area/manage/awards/sponsor.tsx";
import { action as sponsors } from "#app/routes/area/manage/awards/sponsors.tsx";
import { action as overrides } from "#app/routes/area/ranking/overrides.ts";
import { loader as ranking } from "#app/routes/area/ranking/page.tsx";
import { delivers, enters, judging, type Judging } from "#tests/factories/judging.ts";
import { ask } from "#tests/support/asking.ts";
import { expectRefused } from "#tests/support/refusal.ts";
import { asOwner } from "#tests/support/owner.ts";

const sponsor = {
  position: 1,
  name: "Cicli Po",
  url: "https://cicli.example",
  tier: "oro",
  description: { it: "Biciclette" },
};
const bicycle = {
  name: { it: "Bicicletta", en: "Bicycle" },
  quantity: 2,
  value: 45_000,
  conditions: {},
};
const rule = { position: 1, kind: "OVERALL" as const, name: { it: "Primi due" }, places: 2 };

/**
 * An edition whose sponsor gives two bicycles; proposals 1 to 4 rank in order, 1 and 3 in the
 * environment.
 */
async function withPrizes(): Promise<Judging & { sponsorId: string; prizeId: string }> {
  const j = await judging({
    phase: "deliberation",
    proposals: 4,
    assigned: { dario: [1, 2, 3, 4] },
  });
  await delivers(j, "dario", { 1: [5, 5], 2: [4, 4], 3: [3, 3], 4: [2, 2] });
  await saveSponsor(j.carla.id, j.edition.id, sponsor);
  const { id: sponsorId } = (await sponsorList(j.edition.id))[0]!;
  await savePrize(j.carla.id, j.edition.id, sponsorId, bicycle);
  const prizeId = (await sponsorList(j.edition.id))[0]!.prizes[0]!.id;
  return { ...j, sponsorId, prizeId };
}

async function addRule(j: Judging, input: Parameters<typeof saveAwardRule>[2]): Promise<string> {
  const before = (await awardRulesPage(j.edition.id)).rules.map(({ id }) => id);
  await saveAwardRule(j.carla.id, j.edition.id, input);
  return (await awardRulesPage(j.edition.id)).rules.find(({ id }) => !before.includes(id))!.id;
}

const allotted = async (j: Judging) =>
  (await rankingContent(j.edition.id)).awards.map(
    ({ ruleId: _rule, proposalId: _proposal, ...award }) => award,
  );
const dario = (j: Judging) => ({ userId: j.jury.dario.userId, capacity: "CHAIR" as const });

describe("awards by rule", () => {
  it("take from the stock in order of the rules, each proposal once", async () => {
    const j = await withPrizes();
    await addRule(j, { ...rule, places: 1, prizeId: j.prizeId });
    await addRule(j, {
      position: 2,
      kind: "CATEGORY",
      categoryKey: "environment",
      name: { it: "Ambiente" },
      places: 2,
      prizeId: j.prizeId,
    });
    expect(await allotted(j)).toEqual([
      { kind: "OVERALL", publicNo: 1, prizeId: j.prizeId, ground: "rule", reason: "" },
      { kind: "CATEGORY", publicNo: 3, prizeId: j.prizeId, ground: "rule", reason: "" },
    ]);
    const { value } = await ask(ranking, { as: j.carla, params: { edition: j.edition.code } });
    expect((value as RankingPage).view).toMatchObject({
      leftovers: [{ quantity: 0, of: 2 }],
      shortages: [{ kind: "candidates", missing: 1 }],
    });
  });

  it("need the minimum score", async () => {
    const j = await withPrizes();
    await db().edition.update({ where: { id: j.edition.id }, data: { minimumScore: 90 } });
    await addRule(j, rule);
    expect((await allotted(j)).map(({ publicNo }) => publicNo)).toEqual([1]);
  });

  it("of the jury's mention come by decision only", async () => {
    const j = await withPrizes();
    await addRule(j, { position: 1, kind: "MENTION", name: { it: "Menzione" }, places: 3 });
    expect(await allotted(j)).toEqual([]);
  });
});

describe("a decision over a rule", () => {
  it("comes first, with its reason, and the rule fills what is left", async () => {
    const j = await withPrizes();
    const ruleId = await addRule(j, { ...rule, prizeId: j.prizeId });
    await overrideAward(dario(j), j.edition.id, {
      ruleId,
      publicNo: 4,
      reason: "Per il coraggio.",
    });
    expect(await allotted(j)).toEqual([
      {
        kind: "OVERALL",
        publicNo: 4,
        prizeId: j.prizeId,
        ground: "override",
        reason: "Per il coraggio.",
      },
      { kind: "OVERALL", publicNo: 1, prizeId: j.prizeId, ground: "rule", reason: "" },
    ]);
    const [{ id } = { id: "" }] = await db().awardOverride.findMany({ where: { ruleId } });
    await withdrawOverride(dario(j), j.edition.id, id);
    expect((await allotted(j)).map(({ publicNo }) => publicNo)).toEqual([1, 2]);
    await expectRefused(withdrawOverride(dario(j), j.edition.id, id), "not-found");
  });

  it("is refused twice for the same, beyond the places, beyond the stock, and for what is not in the ranking", async () => {
    const j = await withPrizes();
    const decides = (ruleId: string, publicNo: number) =>
      overrideAward(dario(j), j.edition.id, { ruleId, publicNo, reason: "x" });
    const one = await addRule(j, { ...rule, places: 1, prizeId: j.prizeId });
    await decides(one, 3);
    await expectRefused(decides(one, 3), "duplicate");
    await expectRefused(decides(one, 4), "prizes-exhausted");
    await db().prize.update({ where: { id: j.prizeId }, data: { quantity: 1 } });
    await expectRefused(
      decides(await addRule(j, { ...rule, position: 2, prizeId: j.prizeId }), 4),
      "prizes-exhausted",
    );
    await expectRefused(decides(one, 99), "not-found");
    await expectRefused(decides(j.edition.id, 1), "not-found");
    await asOwner((tx) =>
      tx.screening.update({
        where: { proposalId: j.proposals[1]!.id },
        data: { verdict: "EXCLUDED", reason: "x" },
      }),
    );
    await expectRefused(decides(one, 2), "not-found");
  });

  it("of two at once for the last place is one", async () => {
    const j = await withPrizes();
    const ruleId = await addRule(j, { ...rule, places: 1 });
    const ends = await Promise.allSettled(
      [3, 4].map((publicNo) =>
        overrideAward(dario(j), j.edition.id, { ruleId, publicNo, reason: "x" }),
      ),
    );
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await db().awardOverride.count({ where: { ruleId } })).toBe(1);
  });

  it("comes as a form, which names what is missing, and only in deliberation", async () => {
    const j = await withPrizes();
    const ruleId = await addRule(j, rule);
    const asked = (form: Record<string, string>) =>
      ask(overrides, { as: j.carla, params: { edition: j.edition.code }, form });
    expect(await asked({ ruleId: "", publicNo: "", reason: "" })).toMatchObject({
      status: 400,
      value: {
        errors: {
          ruleId: [expect.any(String)],
          publicNo: [expect.any(String)],
          reason: ["required"],
        },
      },
    });
    expect((await asked({ ruleId, publicNo: "2", reason: "x" })).location).toBe(
      `/area/manage/${j.edition.code}/ranking?done=overridden`,
    );
    await enters(j, "frozen");
    expect(await asked({ ruleId, publicNo: "3", reason: "x" })).toMatchObject({
      status: 409,
      value: { refusal: { code: "too-late" } },
    });
  });
});

describe("sponsors, prizes and award rules", () => {
  it("are kept until the freeze and not after", async () => {
    const j = await withPrizes();
    await saveSponsor(j.carla.id, j.edition.id, { ...sponsor, name: "Cicli Dora" }, j.sponsorId);
    expect(await sponsorList(j.edition.id)).toMatchObject([
      { name: "Cicli Dora", prizes: [{ name: bicycle.name, quantity: 2, valueCents: 45_000 }] },
    ]);
    await enters(j, "frozen");
    const [by, edition] = [j.carla.id, j.edition.id];
    for (const act of [
      () => saveSponsor(by, edition, sponsor),
      () => removeSponsor(by, edition, j.sponsorId),
      () => savePrize(by, edition, j.sponsorId, bicycle),
      () => removePrize(by, edition, j.prizeId),
      () => saveAwardRule(by, edition, rule),
      () => removeAwardRule(by, edition, j.prizeId),
    ])
      await expectRefused(act(), "too-late");
  });

  it("that others stand on cannot be removed", async () => {
    const j = await withPrizes();
    const ruleId = await addRule(j, { ...rule, prizeId: j.prizeId });
    await overrideAward(dario(j), j.edition.id, { ruleId, publicNo: 2, reason: "x" });
    await expectRefused(removeSponsor(j.carla.id, j.edition.id, j.sponsorId), "in-use");
    await expectRefused(removePrize(j.carla.id, j.edition.id, j.prizeId), "in-use");
    await expectRefused(removeAwardRule(j.carla.id, j.edition.id, ruleId), "in-use");
    await db().awardOverride.deleteMany({ where: { ruleId } });
    await removeAwardRule(j.carla.id, j.edition.id, ruleId);
    await removePrize(j.carla.id, j.edition.id, j.prizeId);
    await removeSponsor(j.carla.id, j.edition.id, j.sponsorId);
    expect(await sponsorList(j.edition.id)).toEqual([]);
  });

  it("of another edition are not found", async () => {
    const [j, other] = [await withPrizes(), await withPrizes()];
    await expectRefused(
      saveSponsor(j.carla.id, j.edition.id, sponsor, other.sponsorId),
      "not-found",
    );
    await expectRefused(savePrize(j.carla.id, j.edition.id, other.sponsorId, bicycle), "not-found");
    await expectRefused(
      savePrize(j.carla.id, j.edition.id, j.sponsorId, bicycle, other.prizeId),
      "not-found",
    );
    await expectRefused(removePrize(j.carla.id, j.edition.id, other.prizeId), "not-found");
    await expectRefused(
      saveAwardRule(j.carla.id, j.edition.id, { ...rule, prizeId: other.prizeId }),
      "not-found",
    );
    await expectRefused(
      saveAwardRule(j.carla.id, j.edition.id, {
        ...rule,
        kind: "CATEGORY",
        categoryKey: "cooking",
      }),
      "not-found",
    );
    expect(
      (
        await ask(sponsorPage, {
          as: j.carla,
          params: { edition: j.edition.code, sponsor: other.sponsorId },
        })
      ).status,
    ).toBe(404);
    expect(
      (
        await ask(prizePage, {
          as: j.carla,
          params: { edition: j.edition.code, sponsor: j.sponsorId, prize: other.prizeId },
        })
      ).status,
    ).toBe(404);
    expect(
      (await ask(sponsorPage, { as: j.carla, params: { edition: j.edition.code, sponsor: "new" } }))
        .status,
    ).toBe(404);
  });

  it("come as forms, which name the field that does not fit", async () => {
    const j = await withPrizes();
    const params = { edition: j.edition.code, sponsor: j.sponsorId, prize: "new" };
    const asked = async (action: unknown, form: Record<string, string>) =>
      Object.keys(
        ((await ask(action, { as: j.carla, params, form })).value as { result: { error: object } })
          .result.error,
      );
    expect(await asked(sponsors, { name: "", position: "1", url: "javascript:alert(1)" })).toEqual([
      "name",
      "url",
    ]);
    expect(await asked(prize, { quantity: "0", value: "molto" })).toEqual([
      "name.it",
      "quantity",
      "value",
    ]);
    expect(
      await asked(awards, { kind: "CATEGORY", position: "1", places: "1", "name.it": "Ambiente" }),
    ).toEqual(["categoryKey"]);
    expect(
      (
        await ask(prize, {
          as: j.carla,
          params,
          form: { "name.it": "Buono libri", quantity: "20", value: "1.250,50" },
        })
      ).location,
    ).toBe(`/area/manage/${j.edition.code}/sponsors/${j.sponsorId}?done=saved`);
    expect(
      (
        await ask(awards, {
          as: j.carla,
          params,
          form: {
            kind: "CATEGORY",
            categoryKey: "environment",
            position: "1",
            places: "1",
            "name.it": "Ambiente",
          },
        })
      ).location,
    ).toBe(`/area/manage/${j.edition.code}/awards?done=saved`);
    const { rules, prizes } = await awardRulesPage(j.edition.id);
    expect(rules).toMatchObject([{ kind: "CATEGORY", categoryKey: "environment", prizeId: null }]);
    expect(new Set(prizes.map(({ valueCents }) => valueCents))).toEqual(new Set([45_000, 125_050]));
  });

  it("keeps position, in which rules give", async () => {
    const j = await withPrizes();
    const second = await addRule(j, { ...rule, position: 2 });
    const first = await addRule(j, { ...rule, position: 1 });
    expect((await awardRulesPage(j.edition.id)).rules.map(({ id }) => id)).toEqual([first, second]);
  });
});

describe("two awards that claim the last prize at the same moment", () => {
  it.each([
    [0, 1],
    [1, 0],
  ])("are one award: the other is told that there is none left", async (...order) => {
    const j = await withPrizes();
    await db().prize.update({ where: { id: j.prizeId }, data: { quantity: 1 } });
    const rules = [
      await addRule(j, { ...rule, kind: "MENTION", prizeId: j.prizeId }),
      await addRule(j, {
        ...rule,
        kind: "THEME",
        sponsorId: j.sponsorId,
        position: 2,
        prizeId: j.prizeId,
      }),
    ];
    const ends = await Promise.allSettled(
      order.map((at) =>
        overrideAward(dario(j), j.edition.id, {
          ruleId: rules[at]!,
          publicNo: 3 + at,
          reason: "x",
        }),
      ),
    );
    expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(ends.find((end) => end.status === "rejected")).toMatchObject({
      reason: { refusal: { code: "prizes-exhausted" } },
    });
    expect((await allotted(j)).filter(({ prizeId }) => prizeId === j.prizeId)).toHaveLength(1);
  });
});

describe("a sponsor's theme", () => {
  it("is judged by the jury, by hand and with a reason, within its category", async () => {
    const j = await withPrizes();
    await expectRefused(
      saveAwardRule(j.carla.id, j.edition.id, { ...rule, kind: "THEME", sponsorId: j.edition.id }),
      "not-found",
    );
    const ruleId = await addRule(j, {
      ...rule,
      kind: "THEME",
      sponsorId: j.sponsorId,
      categoryKey: "environment",
      prizeId: j.prizeId,
    });
    expect(await allotted(j)).toEqual([]);
    await expectRefused(
      overrideAward(dario(j), j.edition.id, { ruleId, publicNo: 2, reason: "x" }),
      "off-theme",
    );
    await overrideAward(dario(j), j.edition.id, { ruleId, publicNo: 3, reason: "La più verde." });
    expect(await allotted(j)).toEqual([
      {
        kind: "THEME",
        publicNo: 3,
        prizeId: j.prizeId,
        ground: "override",
        reason: "La più verde.",
      },
    ]);
    await expectRefused(removeSponsor(j.carla.id, j.edition.id, j.sponsorId), "in-use");
  });
});

describe("what holds for all awards", () => {
  const terms = {
    maxPrizes: 2,
    leftovers: "next" as const,
    unclaimed: "next" as const,
    budget: 1_200_000,
    publicMoney: 0,
  };
  it("is kept, enters the ranking, and stays with the freeze", async () => {
    const j = await withPrizes();
    await addRule(j, { ...rule, places: 1, prizeId: j.prizeId });
    await saveAwardTerms(j.carla.id, j.edition.id, terms);
    const content = await rankingContent(j.edition.id);
    expect(content.rules).toMatchObject({
      maxPerProposal: 2,
      leftovers: "next",
      unclaimed: "next",
    });
    expect((await allotted(j)).map(({ publicNo, ground }) => [publicNo, ground])).toEqual([
      [1, "rule"],
      [2, "leftover"],
    ]);
    await enters(j, "frozen");
    await expectRefused(saveAwardTerms(j.carla.id, j.edition.id, terms), "too-late");
    await expect(
      db().edition.update({ where: { id: j.edition.id }, data: { leftovers: "stay" } }),
    ).rejects.toThrow("locked");
  });

  it("comes as a form, which names the field that does not fit", async () => {
    const j = await withPrizes();
    const asked = (form: Record<string, string>) =>
      ask(termsAction, {
        as: j.carla,
        params: { edition: j.edition.code },
        form: { maxPrizes: "1", leftovers: "stay", unclaimed: "stay", ...form },
      });
    const wrong = async (form: Record<string, string>) =>
      ((await asked(form)).value as { result: { error: object } }).result.error;
    expect(await wrong({ maxPrizes: "-1", budget: "-5", leftovers: "sell" })).toEqual({
      maxPrizes: ["too-small?min=1"],
      budget: ["euro"],
      leftovers: ["required"],
    });
    expect(await wrong({ publicMoney: "10" })).toEqual({ publicMoney: ["over-budget"] });
    expect((await asked({ budget: "12.000" })).status).toBe(302);
    expect(await db().edition.findUnique({ where: { id: j.edition.id } })).toMatchObject({
      budgetCents: 1_200_000,
      publicMoneyCents: 0,
    });
  });
});

describe("award rules that can never be met", () => {
  it("are named beside the rule and on the way to the next phase, and not once they are mended", async () => {
    const j = await withPrizes();
    const ruleId = await addRule(j, { ...rule, places: 3, prizeId: j.prizeId });
    const few = await addRule(j, {
      position: 2,
      kind: "CATEGORY",
      categoryKey: "environment",
      name: { it: "Ambiente" },
      places: 3,
    });
    expect((await awardRulesPage(j.edition.id)).faults).toEqual([
      { ruleId, key: "stock", params: { promised: 3, quantity: 2 } },
      { ruleId: few, key: "category-few", params: { count: 2, places: 3 } },
      { ruleId: few, key: "few", params: { count: 4, promised: 6 } },
    ]);
    expect((await editionOverview(j.edition.id)).cautions).toContainEqual({
      key: "award-rules",
      where: "awards",
      params: { count: 2 },
    });
    await saveAwardRule(
      j.carla.id,
      j.edition.id,
      { ...rule, places: 2, prizeId: j.prizeId },
      ruleId,
    );
    await removeAwardRule(j.carla.id, j.edition.id, few);
    expect((await editionOverview(j.edition.id)).cautions).toEqual([]);
  });
});

describe("a sponsor", () => {
  it("gives in money or in kind, under an agreement, with a contact that nobody else reads", async () => {
    const j = await withPrizes();
    const form = {
      name: "Banca Dora",
      position: "2",
      money: "1.000",
      inKind: "250,50",
      agreedFrom: "2027-01-01",
      agreedUntil: "2027-12-31",
      contact: "Rina Segreta, rina@dora.example",
    };
    const asked = (changes: Record<string, string>) =>
      ask(sponsors, {
        as: j.carla,
        params: { edition: j.edition.code },
        form: { ...form, ...changes },
      });
    const wrong = async (changes: Record<string, string>) =>
      ((await asked(changes)).value as { result: { error: object } }).result.error;
    expect(await wrong({ money: "-1", inKind: "tanto", agreedFrom: "domani" })).toMatchObject({
      money: ["euro"],
      inKind: ["euro"],
      agreedFrom: ["day"],
    });
    expect(await wrong({ money: "99.999.999.999" })).toEqual({ money: ["too-big?max=10000000"] });
    expect(await wrong({ agreedUntil: "2026-12-31" })).toEqual({ agreedUntil: ["ends-before"] });
    expect((await asked({})).status).toBe(302);
    expect((await sponsorList(j.edition.id))[1]).toMatchObject({
      moneyCents: 100_000,
      kindCents: 25_050,
      agreedFrom: "2027-01-01",
      agreedUntil: "2027-12-31",
      contact: form.contact,
    });
    const edition = await db().edition.findUniqueOrThrow({ where: { id: j.edition.id } });
    expect(await budgetPage(edition)).toMatchObject({
      total: { money: 100_000, inKind: 115_050, stock: 90_000, left: 125_050 },
      allowed: null,
      over: 0,
    });
    const call = JSON.stringify(await callPage(j.edition.code, "it"));
    expect(call).toContain("Banca Dora");
    for (const secret of ["Segreta", "rina@", "2027-12-31", "100000", "25050"])
      expect(call).not.toContain(secret);
  });
});

describe("an amount in euro", () => {
  it.each([
    ["450", 45_000],
    ["450,5", 45_050],
    ["450.50", 45_050],
    ["1.250,50", 125_050],
    ["1.250", 125_000],
    ["1250", 125_000],
    ["0,99", 99],
    ["12 500", 1_250_000],
  ])("%s is %i cents", (text, cents) => {
    expect(prizeSchema.parse({ name: { it: "x" }, quantity: 1, value: text }).value).toBe(cents);
  });

  it.each(["1,2,3", "-5", "1e3", "12,345.6", "€ 5", "abc"])("%s is none", (text) => {
    expect(prizeSchema.safeParse({ name: { it: "x" }, quantity: 1, value: text }).success).toBe(
      false,
    );
  });
});
