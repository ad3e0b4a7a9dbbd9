import "#tests/support/database.ts";
import "#app/i18n/all.ts";
import { describe, expect, test } from "vitest";
import { answerClaim } from "#app/commands/opening/claim.server.ts";
import { declareKeyLost } from "#app/commands/opening/key-care.server.ts";
import { openEnvelopes } from "#app/commands/opening/opening.server.ts";
import { enterPhase } from "#app/commands/edition/phase.server.ts";
import { objectAsOwner, openAsOwner } from "#app/deposit/opening.server.ts";
import { requestSchema, type RequestOf } from "#app/deposit/request.ts";
import { readOwn } from "#app/deposit/return.server.ts";
import { answerIn, type ClaimAnswer, claimSchema } from "#app/domain/opening/claim.ts";
import { Refused } from "#app/domain/refusal.ts";
import { openingOf, winsOf } from "#app/queries/opening/opening.server.ts";
import { publicationDraft } from "#app/queries/publication/publication-draft.server.ts";
import { publicationPreview } from "#app/queries/publication/publication-preview.server.ts";
import { statementsOf } from "#app/queries/opening/statements.server.ts";
import { toBase64 } from "#app/sealing/bytes.ts";
import { newReceipt } from "#app/sealing/receipt.ts";
import { accessKeyFor, keyOfOwnEnvelope } from "#app/sealing/wallet.ts";
import { readBox } from "#app/box/store.server.ts";
import { takeDueBatches } from "#app/commands/box/batches.server.ts";
import { db, type User } from "#app/platform/db.server.ts";
import {
  callReserves,
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
import { atOnce, editionHeld } from "#tests/support/race.ts";
import { expectRefused } from "#tests/support/refusal.ts";

type Played = { sealed: SealedEdition; byNumber: Deposited[][] };

/**
 * An edition in the opening: one awarded proposal of a team of two, one reserve. Time to answer: an
 * hour.
 */
async function inOpening({ opened = true, answerMinutes = 60 } = {}): Promise<Played> {
  const sealed = await openEdition();
  const deposited: Deposited[][] = [];
  for (let i = 0; i < 2; i += 1) {
    const lead = await depositBy(await employee(), sealed, content({ title: `Idea ${i}` }));
    deposited.push([lead, await joinAs(await employee(), sealed, lead, 2)]);
  }
  await judgeAll(sealed, 1);
  await db().edition.update({ where: { id: sealed.edition.id }, data: { answerMinutes } });
  await freezeAndSign(sealed);
  if (opened) for (const custodian of quorumOf(sealed)) await release(sealed, custodian);
  const rows = await db().proposal.findMany({
    where: { editionId: sealed.edition.id },
    orderBy: { publicNo: "asc" },
  });
  return {
    sealed,
    byNumber: rows.map(({ id }) => deposited.find(([lead]) => lead!.request.proposalId === id)!),
  };
}

const yes: ClaimAnswer = { named: true, prizeAccepted: true, notMine: false, reason: "" };
const notMine: ClaimAnswer = {
  named: false,
  prizeAccepted: true,
  notMine: true,
  reason: "Non ho proposto niente.",
};
const envelopeOf = ({ request }: Deposited) => request.envelope.id;
const answer = (member: Deposited, given: ClaimAnswer) =>
  answerClaim(member.user.id, envelopeOf(member), given);
const timeRunsOut = async ({ sealed }: Played) => {
  await db().edition.update({ where: { id: sealed.edition.id }, data: { answerMinutes: 0 } });
  await openEnvelopes(sealed.edition.id); // as the server does by itself
};
const states = async ({ sealed }: Played) =>
  (await openingOf(sealed.edition.id))
    .sort((a, b) => a.publicNo - b.publicNo || a.slot - b.slot)
    .map(
      ({ publicNo, slot, claim, reason }) => `${publicNo}.${slot} ${claim ?? reason ?? "closed"}`,
    );
const winners = async ({ sealed }: Played) => (await publicationDraft(sealed.edition.id))!;
const codeOf = (act: Promise<void>) =>
  act.then(
    () => "done",
    (error: unknown) => (error instanceof Refused ? error.refusal.code : String(error)),
  );
const nameOf = ({ name, surname }: User) => `${name} ${surname}`;
function parsed<Op extends "read" | "object" | "open-own">(
  op: Op,
  { request, receipt }: Pick<Deposited, "request" | "receipt">,
  more: object = {},
): RequestOf<Op> {
  return requestSchema.parse({
    op,
    edition: request.edition,
    accessKey: accessKeyFor(receipt, request.edition),
    ...more,
  }) as RequestOf<Op>;
}
const object = (member: Deposited) => objectAsOwner(parsed("object", member));

describe("the form of an answer", () => {
  const envelopeId = crypto.randomUUID();
  test.each([
    [
      { envelopeId, mine: "yes", prize: "yes", named: "yes" },
      { named: true, prizeAccepted: true, notMine: false, reason: "" },
    ],
    [
      { envelopeId, mine: "yes", prize: "no", named: "no" },
      { named: false, prizeAccepted: false, notMine: false, reason: "" },
    ],
    [
      { envelopeId, mine: "no", named: "yes", reason: " Non è mia. " },
      { named: false, prizeAccepted: true, notMine: true, reason: "Non è mia." },
    ],
  ])("%o: %o", (form, expected) => expect(answerIn(claimSchema.parse(form))).toEqual(expected));

  test("'not mine' needs a reason, at its field", () => {
    for (const silent of [
      { envelopeId },
      { envelopeId, mine: "yes", prize: "yes" },
      { envelopeId, named: "" },
    ]) {
      expect(claimSchema.safeParse(silent).error?.issues).toMatchObject([{ path: ["named"] }]);
    }
    expect(
      claimSchema.safeParse({ envelopeId, mine: "no", reason: " " }).error?.issues,
    ).toMatchObject([{ path: ["reason"], message: "required" }]);
  });
});

describe("answers", () => {
  test("that are sent twice at once count once, and the second is told so", async () => {
    const { sealed, byNumber } = await inOpening();
    const [[ada]] = byNumber as [[Deposited]];
    const ends = await atOnce(
      editionHeld(sealed.edition.id),
      () => codeOf(answer(ada, yes)),
      () => codeOf(answer(ada, { ...yes, named: false })),
    );
    expect(ends.sort()).toEqual(["done", "duplicate"]);
    expect(await db().winnerAnswer.count({ where: { envelopeId: envelopeOf(ada) } })).toBe(1);
  }, 60_000);

  test("a team is named when all of its people agree, and not before", async () => {
    const played = await inOpening();
    const [[ada, bea]] = played.byNumber as [[Deposited, Deposited]];
    await answer(ada, yes);
    expect((await winners(played)).winners).toMatchObject([{ publicNo: 1, names: null }]);
    await answer(bea, yes);
    expect((await winners(played)).winners).toMatchObject([
      { publicNo: 1, names: [nameOf(ada.user), nameOf(bea.user)] },
    ]);
    expect((await publicationPreview(played.sealed.edition.id)).blocked).toEqual([]);
  }, 60_000);

  test.each([
    ["declines to be named", { ...yes, named: false }],
    ["stays silent", null],
  ] as const)(
    "a team is not named when one %s; the prize is kept",
    async (_what, given) => {
      const played = await inOpening();
      const [[ada, bea]] = played.byNumber as [[Deposited, Deposited]];
      await answer(ada, yes);
      if (given) await answer(bea, given);
      await timeRunsOut(played);
      expect(await states(played)).toEqual(["1.1 answered", given ? "1.2 answered" : "1.2 silent"]);
      const published = await winners(played);
      expect(published.winners).toMatchObject([{ publicNo: 1, names: null }]);
      expect(published.awards).toMatchObject([{ publicNo: 1, declined: false }]);
    },
    60_000,
  );

  test("a prize is declined when all who could accept it do", async () => {
    const played = await inOpening();
    for (const member of played.byNumber[0]!)
      await answer(member, { ...yes, prizeAccepted: false });
    expect((await winners(played)).awards).toMatchObject([{ publicNo: 1, declined: true }]);
  }, 60_000);

  test("are taken once, in time, and from the person named alone", async () => {
    const played = await inOpening();
    const [[ada, bea]] = played.byNumber as [[Deposited, Deposited]];
    await expectRefused(answerClaim(bea.user.id, envelopeOf(ada), yes), "not-found");
    await expectRefused(answerClaim(played.sealed.organiser.id, envelopeOf(ada), yes), "not-found");
    await answer(ada, yes);
    await expectRefused(answer(ada, notMine), "duplicate");
    await timeRunsOut(played);
    await expectRefused(answer(bea, yes), "too-late");
    expect((await winsOf(bea.user.id))[0]).toMatchObject({ mayAnswer: false, team: 2 });
  }, 60_000);

  test("are not asked before all envelopes are open: nobody is named, on no desk", async () => {
    const played = await inOpening({ opened: false });
    const [[ada, bea]] = played.byNumber as [[Deposited, Deposited]];
    for (const custodian of quorumOf(played.sealed))
      await release(played.sealed, custodian, [envelopeOf(ada)]);
    await expectRefused(answer(ada, yes), "not-found");
    expect(await winsOf(ada.user.id)).toEqual([]);
    expect((await openingOf(played.sealed.edition.id)).map(({ holder }) => holder)).toEqual([
      null,
      null,
    ]);
    expect(await winsOf(bea.user.id)).toEqual([]);
  }, 60_000);
});

describe("'not mine'", () => {
  test("that nobody contradicts takes the name out of the envelope; the team stands on the others", async () => {
    const played = await inOpening();
    const [[ada, bea]] = played.byNumber as [[Deposited, Deposited]];
    await answer(ada, notMine);
    await answer(bea, yes);
    expect(await states(played)).toEqual(["1.1 disowning", "1.2 answered"]);
    expect((await publicationPreview(played.sealed.edition.id)).blocked).toEqual([
      { key: "unanswered", where: "opening", params: { count: 1 } },
    ]);
    await timeRunsOut(played);
    expect(await states(played)).toEqual(["1.1 disowned", "1.2 answered"]);
    expect(
      await db().openedEnvelope.findUnique({ where: { envelopeId: envelopeOf(ada) } }),
    ).toMatchObject({ result: "INVALID", reason: "disowned", holder: null });
    expect((await winners(played)).winners).toMatchObject([
      { publicNo: 1, names: [nameOf(bea.user)] },
    ]);
    expect(await winsOf(ada.user.id)).toEqual([]);
  }, 60_000);

  test("of everybody voids the proposal and calls the reserve, whose people answer in their turn", async () => {
    const played = await inOpening();
    for (const member of played.byNumber[0]!) await answer(member, notMine);
    await timeRunsOut(played);
    expect(
      (await statementsOf(played.sealed.edition.id)).map(({ json }) => JSON.parse(json) as object),
    ).toMatchObject([{ voided: 1, reason: "disowned", reserve: 2 }]);
    await db().edition.update({
      where: { id: played.sealed.edition.id },
      data: { answerMinutes: 60 },
    });
    await callReserves(played.sealed);
    for (const custodian of quorumOf(played.sealed)) await release(played.sealed, custodian);
    for (const member of played.byNumber[1]!) await answer(member, yes);
    expect((await winners(played)).awards).toMatchObject([{ publicNo: 2, ground: "reserve" }]);
    expect((await winners(played)).winners).toMatchObject([
      { publicNo: 2, names: played.byNumber[1]!.map(({ user }) => nameOf(user)) },
    ]);
    expect((await publicationPreview(played.sealed.edition.id)).blocked).toEqual([]);
  }, 90_000);

  test("that the receipt contradicts stays as it is: organisers see it disputed, the name is not shown, the prize is kept", async () => {
    const played = await inOpening();
    const [[ada, bea]] = played.byNumber as [[Deposited, Deposited]];
    await answer(ada, notMine);
    await answer(bea, yes);
    await object(ada);
    // the box was not asked since
    expect(await states(played)).toEqual(["1.1 disowning", "1.2 answered"]);
    await timeRunsOut(played); // and is, before anything is decided
    expect(await states(played)).toEqual(["1.1 disputed", "1.2 answered"]);
    expect(await statementsOf(played.sealed.edition.id)).toEqual([]);
    expect((await winners(played)).winners).toMatchObject([{ publicNo: 1, names: null }]);
    expect((await winners(played)).awards).toMatchObject([{ publicNo: 1, declined: false }]);
    await enterPhase(played.sealed.organiser.id, played.sealed.edition.id, "published");
  }, 60_000);

  test("is contradicted also by an objection made before it, and not by that of another member", async () => {
    const played = await inOpening();
    const [[ada, bea]] = played.byNumber as [[Deposited, Deposited]];
    await object(ada);
    await takeDueBatches(); // as the server does by itself
    await answer(ada, notMine);
    await answer(bea, notMine);
    expect(await states(played)).toEqual(["1.1 disputed", "1.2 disowning"]);
  }, 60_000);
});

describe("an objection", () => {
  test("is offered to every receipt of an opened proposal alike, whatever the person named answered", async () => {
    const played = await inOpening();
    const [[ada, bea], [carla]] = played.byNumber as [[Deposited, Deposited], [Deposited]];
    const before = (await readOwn(parsed("read", ada))).opening;
    expect(before).toMatchObject({ opened: true, objected: false, mayObject: true });
    await answer(ada, notMine);
    expect((await readOwn(parsed("read", ada))).opening).toEqual(before);
    expect((await readOwn(parsed("read", bea))).opening).toEqual(before);
    expect((await readOwn(parsed("read", carla))).opening).toBeNull();
  }, 60_000);

  test("leaves one row and no trace else, however often it is made", async () => {
    const played = await inOpening();
    const [[ada]] = played.byNumber as [[Deposited]];
    const audited = await db().auditEntry.count();
    expect(await Promise.all([object(ada), object(ada), object(ada)])).toEqual(
      Array(3).fill({ objected: true }),
    );
    const messages = () => db().message.findMany({ where: { proposalId: ada.request.proposalId } });
    expect(await messages()).toEqual([]);
    await takeDueBatches(); // as the server does by itself
    await object(ada);
    await takeDueBatches(); // as the server does by itself
    expect(await messages()).toMatchObject([
      { kind: "OBJECTION", side: "PROPOSER", text: envelopeOf(ada) },
    ]);
    expect(await db().auditEntry.count()).toBe(audited);
    expect((await readOwn(parsed("read", ada))).opening).toMatchObject({ objected: true });
  }, 60_000);

  test("is refused for what is not opened, when the days are over, and to a wrong receipt", async () => {
    const played = await inOpening();
    const [[ada], [carla]] = played.byNumber as [[Deposited], [Deposited]];
    await expectRefused(object(carla), "not-found");
    await expectRefused(
      objectAsOwner(parsed("object", { ...ada, receipt: newReceipt() })),
      "receipt-unknown",
    );
    await timeRunsOut(played);
    await expectRefused(object(ada), "too-late");
    await enterPhase(played.sealed.organiser.id, played.sealed.edition.id, "published");
    await expectRefused(object(ada), "not-found");
  }, 60_000);
});

describe("when too few custodians can open", () => {
  const lose = async ({ edition, organiser }: SealedEdition, count: number) => {
    for (let position = 1; position <= count; position += 1)
      await declareKeyLost(organiser.id, edition, {
        position,
        reason: "Non risponde e nessuno ha la chiave.",
      });
  };
  const handIn = async (member: Deposited, key?: string) =>
    openAsOwner(
      parsed("open-own", member, {
        key:
          key ??
          (await keyOfOwnEnvelope(
            member.receipt,
            member.wallet.manifest,
            member.request.proposalId,
            ownOf(member),
          )),
      }),
    );
  const handedOf = async ({ byNumber }: Played) => {
    const own = { where: { envelopeId: { in: byNumber.flat().map(envelopeOf) } } };
    return (await readBox((box) => box.handedKey.count(own))) + (await db().handedKey.count(own));
  };
  const ownOf = ({ request }: Deposited) => ({
    ...request.envelope,
    manifestHash: request.manifestHash,
  });

  /** Joined envelopes are not in the deposit's request: the page gets them with `read`. */
  async function keyOf(member: Deposited): Promise<string> {
    const own = await readOwn(parsed("read", member));
    return keyOfOwnEnvelope(member.receipt, member.wallet.manifest, own.proposalId, own.envelope!);
  }

  test("a winner opens with the receipt; it is judged as in a ceremony, and the log names the envelope and nothing else", async () => {
    const played = await inOpening({ opened: false });
    const [[ada, bea]] = played.byNumber as [[Deposited, Deposited]];
    await lose(played.sealed, 2); // of 3, where 2 are needed
    expect((await readOwn(parsed("read", ada))).opening).toMatchObject({
      opened: false,
      mayOpen: true,
    });
    await handIn(ada);
    expect((await readOwn(parsed("read", ada))).opening).toMatchObject({
      mayOpen: false,
      handed: true,
    });
    await openEnvelopes(played.sealed.edition.id);
    expect((await openingOf(played.sealed.edition.id)).map(({ holder }) => holder)).toEqual([
      null,
      null,
    ]); // bea's is still closed
    await handIn(bea, await keyOf(bea));
    await openEnvelopes(played.sealed.edition.id);
    for (const member of [ada, bea]) {
      expect(
        await db().openedEnvelope.findUnique({ where: { envelopeId: envelopeOf(member) } }),
      ).toMatchObject({ result: "VALID", holder: { sub: member.user.id } });
      await answer(member, yes);
    }
    const log = await db().auditEntry.findMany({
      where: { editionId: played.sealed.edition.id, action: "envelope.opened-by-receipt" },
    });
    expect(
      log
        .map(({ objectId, actorId, detail }) => ({ objectId, actorId, detail }))
        .sort((a, b) => (a.objectId < b.objectId ? -1 : 1)),
    ).toEqual(
      [ada, bea]
        .map((member) => ({ objectId: envelopeOf(member), actorId: null, detail: {} }))
        .sort((a, b) => (a.objectId < b.objectId ? -1 : 1)),
    );
    await enterPhase(played.sealed.organiser.id, played.sealed.edition.id, "published");
    expect((await winners(played)).winners).toMatchObject([
      { publicNo: 1, names: [nameOf(ada.user), nameOf(bea.user)] },
    ]);
    expect(await handedOf(played)).toBe(0);
  }, 60_000);

  test("an excluded person does not win by opening alone", async () => {
    const played = await inOpening({ opened: false });
    const [[ada, bea]] = played.byNumber as [[Deposited, Deposited]];
    await db().formerRole.create({
      data: { editionId: played.sealed.edition.id, userId: ada.user.id, kind: "JUROR" },
    });
    await lose(played.sealed, 2);
    await handIn(ada);
    await handIn(bea, await keyOf(bea));
    await openEnvelopes(played.sealed.edition.id);
    expect(await states(played)).toEqual([
      "1.1 holds-role",
      "1.2 proposal-void",
      "2.1 closed",
      "2.2 closed",
    ]);
  }, 60_000);

  test("a reserve is called without signatures nobody can give, and its own receipt opens it", async () => {
    const played = await inOpening({ opened: false });
    const [team, [carla, dino]] = played.byNumber as [Deposited[], [Deposited, Deposited]];
    await db().formerRole.create({
      data: { editionId: played.sealed.edition.id, userId: team[0]!.user.id, kind: "JUROR" },
    });
    await lose(played.sealed, 3);
    for (const member of team) await handIn(member, await keyOf(member));
    await openEnvelopes(played.sealed.edition.id);
    await handIn(carla);
    await handIn(dino, await keyOf(dino));
    await openEnvelopes(played.sealed.edition.id);
    expect(await states(played)).toEqual([
      "1.1 holds-role",
      "1.2 proposal-void",
      "2.1 waiting",
      "2.2 waiting",
    ]);
  }, 60_000);

  test("what nobody opens in the days to answer holds up nothing: the prize stays with the proposal, without a name", async () => {
    const played = await inOpening({ opened: false });
    const [[ada, bea]] = played.byNumber as [[Deposited, Deposited]];
    await lose(played.sealed, 2);
    await handIn(ada);
    await openEnvelopes(played.sealed.edition.id);
    expect(
      (await publicationPreview(played.sealed.edition.id)).blocked.map(({ key }) => key),
    ).toEqual(["unopened", "unsettled"]);
    await timeRunsOut(played);
    await db().edition.update({
      where: { id: played.sealed.edition.id },
      data: { answerMinutes: 0 },
    });
    expect((await publicationPreview(played.sealed.edition.id)).blocked).toEqual([]);
    expect((await winners(played)).winners).toMatchObject([{ publicNo: 1, names: null }]);
    // too late for the other: the proposal is settled
    await handIn(bea, await keyOf(bea));
    await openEnvelopes(played.sealed.edition.id);
    expect(
      await db().openedEnvelope.findUnique({ where: { envelopeId: envelopeOf(bea) } }),
    ).toBeNull();
  }, 60_000);

  test("no receipt opens as long as enough custodians can, nor what is not on the open list, nor with another key", async () => {
    const played = await inOpening({ opened: false });
    const [[ada], [carla]] = played.byNumber as [[Deposited], [Deposited]];
    await lose(played.sealed, 1);
    await expectRefused(handIn(ada), "blocked");
    await lose(played.sealed, 2);
    await expectRefused(handIn(carla), "not-found");
    await expectRefused(handIn(ada, toBase64(new Uint8Array(32))), "envelope-invalid");
    await expectRefused(handIn(ada, await keyOf(carla)), "envelope-invalid");
    expect(await handedOf(played)).toBe(0);
    await expect(
      keyOfOwnEnvelope(newReceipt(), ada.wallet.manifest, ada.request.proposalId, ownOf(ada)),
    ).rejects.toMatchObject({ code: "receipt-wrong" });
  }, 60_000);

  test("and the receipt was faster, or custodians find their keys, each envelope is opened once", async () => {
    const played = await inOpening({ opened: false });
    const [[ada]] = played.byNumber as [[Deposited]];
    await lose(played.sealed, 2);
    await handIn(ada);
    for (const custodian of quorumOf(played.sealed)) await release(played.sealed, custodian);
    expect(await states(played)).toEqual(["1.1 waiting", "1.2 waiting"]);
    expect(
      await db().auditEntry.count({
        where: { objectId: envelopeOf(ada), action: { startsWith: "envelope.opened" } },
      }),
    ).toBe(1);
    expect(await handIn(ada)).toEqual({ handed: true });
  }, 60_000);
});
