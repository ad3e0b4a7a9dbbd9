import "#tests/support/database.ts";
import "#app/i18n/all.ts";
import { describe, expect, it } from "vitest";
import { answerClaim } from "#app/commands/opening/claim.server.ts";
import { openEnvelopes } from "#app/commands/opening/opening.server.ts";
import { recordHanding } from "#app/commands/awards/handing-over.server.ts";
import { saveAwardTerms } from "#app/commands/awards/sponsor.server.ts";
import { handingOver } from "#app/queries/awards/handing-over.server.ts";
import { publicationDraft } from "#app/queries/publication/publication-draft.server.ts";
import { publicationPreview } from "#app/queries/publication/publication-preview.server.ts";
import { statementsOf } from "#app/queries/opening/statements.server.ts";
import { db } from "#app/platform/db.server.ts";
import { action } from "#app/routes/area/manage/awards/handing-over.tsx";
import {
  callReserves,
  checkBy,
  freezeAndSign,
  judgeAll,
  quorumOf,
  release,
} from "#tests/factories/frozen-edition.ts";
import {
  content,
  type Deposited,
  depositBy,
  employee,
  joinAs,
  openEdition,
  type SealedEdition,
} from "#tests/factories/sealed-edition.ts";
import { ask } from "#tests/support/asking.ts";
import { asOwner } from "#tests/support/owner.ts";
import { expectRefused } from "#tests/support/refusal.ts";

type Played = { sealed: SealedEdition; byNumber: Deposited[][]; ruleId: string };

/**
 * Three proposals of two people each, the first of them awarded a bicycle (or one for each of the
 * team); its envelopes are open.
 */
async function won({
  unclaimed = "stay" as "stay" | "next",
  share = "TEAM" as "TEAM" | "MEMBER",
  quantity = 2,
  open = true,
} = {}): Promise<Played> {
  const sealed = await openEdition();
  const editionId = sealed.edition.id;
  const deposited: Deposited[][] = [];
  for (let i = 0; i < 3; i += 1) {
    const lead = await depositBy(await employee(), sealed, content({ title: `Idea ${i}` }));
    deposited.push([lead, await joinAs(await employee(), sealed, lead, 2)]);
  }
  await saveAwardTerms(sealed.organiser.id, editionId, {
    maxPrizes: 1,
    leftovers: "stay",
    unclaimed,
  });
  await judgeAll(sealed, 1);
  const sponsor = await db().sponsor.create({
    data: {
      editionId,
      position: 1,
      name: "Cicli Po",
      prizes: { create: { name: { it: "Bicicletta" }, quantity, share } },
    },
    include: { prizes: true },
  });
  await db().awardRule.updateMany({
    where: { editionId },
    data: { prizeId: sponsor.prizes[0]!.id },
  });
  await db().edition.update({ where: { id: editionId }, data: { answerMinutes: 60 } });
  await freezeAndSign(sealed);
  if (open) await opens(sealed);
  const rows = await db().proposal.findMany({ where: { editionId }, orderBy: { publicNo: "asc" } });
  const { id: ruleId } = await db().awardRule.findFirstOrThrow({ where: { editionId } });
  return {
    sealed,
    ruleId,
    byNumber: rows.map(({ id }) => deposited.find(([lead]) => lead!.request.proposalId === id)!),
  };
}

async function opens(sealed: SealedEdition): Promise<void> {
  for (const custodian of quorumOf(sealed)) await release(sealed, custodian);
}

const rowsOf = async ({ sealed }: Played) =>
  (await handingOver(sealed.edition.id)).map(({ publicNo, item, state, to }) => [
    publicNo,
    item,
    state,
    to.length,
  ]);
const answers = (member: Deposited, prizeAccepted: boolean) =>
  answerClaim(member.user.id, member.request.envelope.id, {
    named: true,
    prizeAccepted,
    notMine: false,
    reason: "",
  });
const given = (p: Played, changes: object = {}) => ({
  ruleId: p.ruleId,
  publicNo: 1,
  item: 1,
  outcome: "GIVEN" as const,
  day: "2027-09-01",
  receipt: "Ricevuta 12",
  note: "",
  ...changes,
});
/** Whatever the ranking says, the winner is the one on the open list. */
async function winnerNo({ sealed }: Played): Promise<number> {
  return (await handingOver(sealed.edition.id))[0]!.publicNo;
}

describe("a prize is handed over", () => {
  it("once to a team, with day and receipt, and the record can be corrected", async () => {
    const p = await won();
    const publicNo = await winnerNo(p);
    expect(await rowsOf(p)).toEqual([[publicNo, 1, "due", 2]]);
    await recordHanding(p.sealed.organiser.id, p.sealed.edition.id, given(p, { publicNo }));
    await recordHanding(
      p.sealed.organiser.id,
      p.sealed.edition.id,
      given(p, { publicNo, receipt: "Ricevuta 13" }),
    );
    expect(await handingOver(p.sealed.edition.id)).toMatchObject([
      {
        state: "recorded",
        record: { outcome: "GIVEN", day: "2027-09-01", receipt: "Ricevuta 13", note: "" },
      },
    ]);
    expect(
      await db().auditEntry.count({
        where: { editionId: p.sealed.edition.id, action: "prize.handing-recorded" },
      }),
    ).toBe(2);
  });

  it("to each of a team who takes it, where the prize says so", async () => {
    const p = await won({ share: "MEMBER" });
    const publicNo = await winnerNo(p);
    expect(await rowsOf(p)).toEqual([
      [publicNo, 1, "due", 1],
      [publicNo, 2, "due", 1],
    ]);
    await answers(p.byNumber[publicNo - 1]![1]!, false);
    expect(await rowsOf(p)).toEqual([
      [publicNo, 1, "due", 1],
      [publicNo, 2, "declined", 0],
    ]);
    await recordHanding(p.sealed.organiser.id, p.sealed.edition.id, given(p, { publicNo }));
    await expectRefused(
      recordHanding(p.sealed.organiser.id, p.sealed.edition.id, given(p, { publicNo, item: 2 })),
      "stale",
    );
  });

  it("to nobody while the envelope is closed, and not for a prize that is not there", async () => {
    const p = await won({ open: false });
    const publicNo = await winnerNo(p);
    expect(await rowsOf(p)).toEqual([[publicNo, 1, "closed", 0]]);
    await expectRefused(
      recordHanding(p.sealed.organiser.id, p.sealed.edition.id, given(p, { publicNo })),
      "stale",
    );
    for (const changes of [
      { publicNo: publicNo + 1 },
      { publicNo, item: 2 },
      { publicNo, ruleId: p.sealed.edition.id },
    ])
      await expectRefused(
        recordHanding(p.sealed.organiser.id, p.sealed.edition.id, given(p, changes)),
        "not-found",
      );
  });

  it("by a form, which names the field that does not fit", async () => {
    const p = await won();
    const publicNo = String(await winnerNo(p));
    const asked = (form: Record<string, string>) =>
      ask(action, {
        as: p.sealed.organiser,
        params: { edition: p.sealed.edition.code },
        form: { ruleId: p.ruleId, publicNo, item: "1", outcome: "GIVEN", ...form },
      });
    expect((await asked({ day: "domani", item: "-1" })).value).toMatchObject({
      result: { error: { day: ["day"], item: ["too-small?min=1"] } },
    });
    expect((await asked({ day: "2027-09-01" })).value).toMatchObject({
      result: { error: { receipt: ["required"] } },
    });
    expect((await asked({ day: "2027-09-01", receipt: "n. 4" })).location).toContain("done=saved");
  });
});

describe("a prize that everybody behind a proposal declined", () => {
  const declines = async (p: Played, publicNo: number) => {
    for (const member of p.byNumber[publicNo - 1]!) await answers(member, false);
    await openEnvelopes(p.sealed.edition.id); // as the server does by itself
  };

  it("stays with its sponsor, and no reserve is called", async () => {
    const p = await won();
    const publicNo = await winnerNo(p);
    await declines(p, publicNo);
    expect(await rowsOf(p)).toEqual([[publicNo, 1, "declined", 0]]);
    expect(await statementsOf(p.sealed.edition.id)).toEqual([]);
  });

  it("passes to the next in rank where the edition says so, and no envelope is opened before a quorum signed it", async () => {
    const p = await won({ unclaimed: "next" });
    const publicNo = await winnerNo(p);
    await answers(p.byNumber[publicNo - 1]![0]!, false);
    await openEnvelopes(p.sealed.edition.id);
    expect(await statementsOf(p.sealed.edition.id)).toEqual([]); // the other one may still take it
    await answers(p.byNumber[publicNo - 1]![1]!, false);
    expect((await publicationPreview(p.sealed.edition.id)).blocked).toContainEqual({
      key: "reserves-unsigned",
      where: "opening",
      params: { count: 1 },
    });
    await openEnvelopes(p.sealed.edition.id);
    const [statement] = await statementsOf(p.sealed.edition.id);
    expect(JSON.parse(statement!.json)).toMatchObject({
      kind: "RESERVE",
      voided: publicNo,
      reason: "declined",
    });
    await opens(p.sealed);
    expect(await db().openedEnvelope.count({ where: { editionId: p.sealed.edition.id } })).toBe(2);
    await callReserves(p.sealed);
    await opens(p.sealed);
    expect(await db().openedEnvelope.count({ where: { editionId: p.sealed.edition.id } })).toBe(4);
    const rows = await handingOver(p.sealed.edition.id);
    expect(rows.map(({ state }) => state)).toEqual(["passed", "due"]);
    const { awards, ranking, winners } = (await publicationDraft(p.sealed.edition.id))!;
    expect(awards.map((award) => [award.publicNo, award.ground, award.declined])).toEqual([
      [publicNo, "rule", true],
      [rows[1]!.publicNo, "reserve", false],
    ]);
    expect(ranking.every((row) => !row.void)).toBe(true);
    expect(winners).toHaveLength(2);
  });

  it("does so too when nobody collected it before the publication", async () => {
    const p = await won({ unclaimed: "next" });
    const publicNo = await winnerNo(p);
    await recordHanding(
      p.sealed.organiser.id,
      p.sealed.edition.id,
      given(p, { publicNo, outcome: "UNCLAIMED", receipt: "" }),
    );
    await openEnvelopes(p.sealed.edition.id);
    expect(await statementsOf(p.sealed.edition.id)).toHaveLength(1);
  });
});

it("a custodian finds a team that is said to be larger than it was sealed", async () => {
  const p = await won({ share: "MEMBER", open: false });
  const [custodian] = quorumOf(p.sealed);
  expect((await checkBy(p.sealed, custodian!)).ranking).toEqual([]);
  const { json } = await db().ranking.findUniqueOrThrow({
    where: { editionId: p.sealed.edition.id },
  });
  expect(json).toContain('"members":2');
  await asOwner((tx) =>
    tx.ranking.update({
      where: { editionId: p.sealed.edition.id },
      data: { json: json.replaceAll('"members":2', '"members":3') },
    }),
  );
  expect((await checkBy(p.sealed, custodian!)).ranking).toContainEqual({
    part: "envelopes",
    numbers: [1, 2, 3],
  });
});
