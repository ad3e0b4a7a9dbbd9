import "#tests/support/database.ts";
import { readBox } from "#app/box/store.server.ts";
import "#app/i18n/all.ts";
import { describe, expect, test } from "vitest";
import { Secret, TOTP } from "otpauth";
import { addAuthenticator } from "#app/commands/people/second-factor.server.ts";
import { openEnvelopes, releaseShares } from "#app/commands/opening/opening.server.ts";
import { freshMinutes, stayingMinutes } from "#app/domain/people/second-factor.ts";
import { secretOfSession, typedSecret } from "#app/platform/accounts/authenticator.server.ts";
import { ceremonyOf } from "#app/queries/opening/custody.server.ts";
import { openingOf } from "#app/queries/opening/opening.server.ts";
import { publicationDraft } from "#app/queries/publication/publication-draft.server.ts";
import { statementsOf } from "#app/queries/opening/statements.server.ts";
import { canonical, toBase64 } from "#app/sealing/bytes.ts";
import { type Ceremony, checkAndUnwrap, signCustodianStatement } from "#app/sealing/custodian.ts";
import { parseStatement } from "#app/sealing/statement.ts";
import { db, type User } from "#app/platform/db.server.ts";
import { action as answerRoute } from "#app/routes/area/custody/answer.ts";
import { action as sharesRoute } from "#app/routes/area/custody/shares.ts";
import {
  callReserves,
  freezeAndSign,
  judgeAll,
  quorumOf,
  release,
} from "#tests/factories/frozen-edition.ts";
import {
  bytes,
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
import { editionHeld, interleaved } from "#tests/support/race.ts";
import { expectRefused } from "#tests/support/refusal.ts";

type Options = { awarded: number; passesPerPerson?: number };

/**
 * An edition with these proposals, each by its people in order of slot; judged, frozen, and in the
 * opening.
 */
async function frozen(teams: User[][], { awarded, passesPerPerson = 2 }: Options) {
  const sealed = await openEdition({ passesPerPerson });
  const deposited: Deposited[][] = [];
  for (const [lead, ...others] of teams) {
    const own = [await depositBy(lead!, sealed, content({ title: `Idea ${deposited.length}` }))];
    for (const [at, other] of others.entries())
      own.push(await joinAs(other, sealed, own[0]!, at + 2));
    deposited.push(own);
  }
  await judgeAll(sealed, awarded);
  const rows = await db().proposal.findMany({
    where: { editionId: sealed.edition.id },
    orderBy: { publicNo: "asc" },
  });
  /** the proposals by number: numbers are given at random, and the lower ranks first */
  const byNumber = rows.map(({ id }) =>
    deposited.find(([lead]) => lead!.request.proposalId === id)!,
  );
  return { sealed, byNumber };
}

const excluded = (
  sealed: SealedEdition,
  user: User,
  kind: "JUROR" | "ORGANISER" | "CUSTODIAN" = "JUROR",
) => db().formerRole.create({ data: { editionId: sealed.edition.id, userId: user.id, kind } });
const open = async (sealed: SealedEdition, only?: string[]) => {
  for (const custodian of quorumOf(sealed))
    expect(await release(sealed, custodian, only)).toEqual([]);
};
const outcome = async (sealed: SealedEdition) =>
  (await openingOf(sealed.edition.id))
    .sort((a, b) => a.publicNo - b.publicNo || a.slot - b.slot)
    .map(({ publicNo, slot, result, reason }) => `${publicNo}.${slot} ${reason ?? result}`);
const releasedIn = ({ edition }: SealedEdition) =>
  db().releasedShare.count({ where: { custodian: { editionId: edition.id } } });
const mailsTo = (user: User) =>
  db().outboxMail.count({ where: { toAddress: user.email, text: { contains: "/area/desk" } } });
const people = (count: number) => Promise.all(Array.from({ length: count }, () => employee()));

describe("shares", () => {
  test("that come while the results are published are not kept", async () => {
    const [ada] = await people(1);
    const { sealed } = await frozen([[ada!]], { awarded: 1 });
    await freezeAndSign(sealed);
    const [custodian] = quorumOf(sealed);
    const late = interleaved({
      hold: editionHeld(sealed.edition.id),
      act: () => release(sealed, custodian!),
      meanwhile: (tx) =>
        tx.edition.update({ where: { id: sealed.edition.id }, data: { phase: "published" } }),
    });
    await expectRefused(late, "wrong-phase");
    expect(await releasedIn(sealed)).toBe(0);
  }, 60_000);

  test("leave neither by the page nor in a file unless the second factor was just shown", async () => {
    const [ada] = await people(1);
    const { sealed } = await frozen([[ada!]], { awarded: 1 });
    await freezeAndSign(sealed);
    const { user: as, keys } = quorumOf(sealed)[0]!;
    const secret = secretOfSession(as.id);
    const code = (steps = 0) =>
      new TOTP({ secret: Secret.fromBase32(typedSecret(secret)) }).generate({
        timestamp: Date.now() + steps * 30_000,
      });
    await addAuthenticator(as.id, as.id, code());
    const ceremony = await ceremonyOf(sealed.edition.id, as.id);
    const { shares } = await checkAndUnwrap(keys.identity, ceremony!);
    const params = { edition: sealed.edition.code };
    const answer = new File([JSON.stringify({ v: 1, editionId: sealed.edition.id, shares })], "a");
    const page = (minutesAgo: number) =>
      ask(sharesRoute, { as, params, json: { shares }, shown: "factor", minutesAgo });
    const file = (minutesAgo: number, again = "") =>
      ask(answerRoute, { as, params, form: { answer, again }, shown: "factor", minutesAgo });

    const refusals = [
      // the page stays open and waits for the others for half a day, the file comes at once
      [await page(stayingMinutes), "confirm-again"],
      [await file(freshMinutes), "confirm-again"],
      [await file(freshMinutes, "000000"), "wrong-credentials"],
      // for who has a factor the password is not enough
      [await ask(sharesRoute, { as, params, json: { shares } }), "signed-out"],
      [await ask(answerRoute, { as, params, form: { answer } }), "signed-out"],
    ] as const;
    for (const [{ value }, code] of refusals) expect(value).toMatchObject({ refusal: { code } });
    expect(await releasedIn(sealed)).toBe(0);

    expect(await file(freshMinutes, code(1))).toMatchObject({ status: 302 });
    expect(await releasedIn(sealed)).toBe(shares.length);
    expect(await file(freshMinutes - 1)).toMatchObject({ status: 302 });
    expect(await page(stayingMinutes - 1)).toMatchObject({ status: 200 });
  }, 60_000);
});

describe("a team's proposal", () => {
  test("names everybody in it once all are open, and asks each by one mail", async () => {
    const [ada, bea, carlo] = await people(3);
    const { sealed } = await frozen([[ada!, bea!, carlo!]], { awarded: 1 });
    await freezeAndSign(sealed);
    await open(sealed);
    expect(await outcome(sealed)).toEqual(["1.1 VALID", "1.2 VALID", "1.3 VALID"]);
    expect(await Promise.all([ada!, bea!, carlo!].map(mailsTo))).toEqual([1, 1, 1]);
    await openEnvelopes(sealed.edition.id);
    expect(await Promise.all([ada!, bea!, carlo!].map(mailsTo))).toEqual([1, 1, 1]);
  }, 60_000);

  test.each(["JUROR", "ORGANISER", "CUSTODIAN"] as const)(
    "is void whole when one of its people was %s, and nobody in it is named or mailed",
    async (kind) => {
      const [ada, bea, carlo] = await people(3);
      const { sealed } = await frozen([[ada!, bea!, carlo!]], { awarded: 1 });
      await excluded(sealed, bea!, kind);
      await freezeAndSign(sealed);
      await open(sealed);
      expect(await outcome(sealed)).toEqual([
        "1.1 proposal-void",
        "1.2 holds-role",
        "1.3 proposal-void",
      ]);
      expect(
        await db().openedEnvelope.findMany({
          where: { editionId: sealed.edition.id },
          select: { holder: true },
        }),
      ).toEqual(Array(3).fill({ holder: null }));
      expect(await Promise.all([ada!, bea!, carlo!].map(mailsTo))).toEqual([0, 0, 0]);
    },
    60_000,
  );

  test("is void when one of its people was not eligible at closing", async () => {
    const [ada, bea] = await people(2);
    const sealed = await openEdition();
    const lead = await depositBy(ada!, sealed);
    await joinAs(bea!, sealed, lead, 2);
    await db().user.update({ where: { id: bea!.id }, data: { director: true } });
    await judgeAll(sealed, 1);
    // after closing: changes nothing
    await db().user.update({ where: { id: ada!.id }, data: { director: true } });
    await freezeAndSign(sealed);
    await open(sealed);
    expect(await outcome(sealed)).toEqual(["1.1 proposal-void", "1.2 not-on-staff-list"]);
  }, 60_000);

  test("is not void for what becomes of its people after closing: another unit, a promotion, a contract that ends", async () => {
    const team = await people(3);
    const { sealed } = await frozen([team], { awarded: 1 });
    const changes = [{ unit: "Un'altra unità" }, { director: true }, { active: false }];
    for (const [at, data] of changes.entries())
      await db().user.update({ where: { id: team[at]!.id }, data });
    await freezeAndSign(sealed);
    await open(sealed);
    expect(await outcome(sealed)).toEqual(["1.1 VALID", "1.2 VALID", "1.3 VALID"]);
  }, 60_000);

  test("names the same person once, and is not void for it", async () => {
    const [ada, bea] = await people(2);
    const { sealed } = await frozen([[ada!, bea!, ada!]], { awarded: 1 });
    await freezeAndSign(sealed);
    await open(sealed);
    expect(await outcome(sealed)).toEqual(["1.1 VALID", "1.2 VALID", "1.3 duplicate-member"]);
    expect(await mailsTo(ada!)).toBe(1);
  }, 60_000);

  test("stands on the envelopes that are sound when another cannot be read", async () => {
    const [ada, bea] = await people(2);
    const sealed = await openEdition();
    const lead = await depositBy(ada!, sealed);
    const mate = await joinAs(bea!, sealed, lead, 2);
    await readBox((box) =>
      box.envelope.update({
        where: { id: mate.request.envelope.id },
        data: { ct: new Uint8Array(2064) },
      }),
    );
    await judgeAll(sealed, 1);
    await freezeAndSign(sealed);
    await open(sealed);
    expect(await outcome(sealed)).toEqual(["1.1 VALID", "1.2 altered"]);
    expect(await mailsTo(ada!)).toBe(1);
  }, 60_000);
});

describe("the limit per person", () => {
  test("is judged by rank over all that is open, whichever was opened first", async () => {
    const [ada, bea] = await people(2);
    const { sealed, byNumber } = await frozen([[ada!], [ada!, bea!], [ada!]], {
      awarded: 3,
      passesPerPerson: 1,
    });
    await freezeAndSign(sealed);
    const envelopes = byNumber.map((own) => own.map(({ request }) => request.envelope.id));
    await open(sealed, envelopes[2]);
    expect(await mailsTo(ada!)).toBe(0); // the others are still closed
    await open(sealed, envelopes[0]);
    await open(sealed, envelopes[1]);
    const opened = await outcome(sealed);
    expect(opened[0]).toBe("1.1 VALID");
    expect(opened.filter((each) => !each.startsWith("1.") && each.endsWith("VALID"))).toEqual([]);
    expect(opened.filter((each) => each.endsWith("too-many-proposals"))).toHaveLength(2);
    expect(await mailsTo(ada!)).toBe(1);
  }, 60_000);

  test("leaves what was settled, and counts it, when a reserve of the same person is opened later", async () => {
    const [ada] = await people(1);
    const { sealed } = await frozen([[ada!], [ada!], [ada!]], { awarded: 2, passesPerPerson: 1 });
    await freezeAndSign(sealed);
    await open(sealed);
    expect(await outcome(sealed)).toEqual(["1.1 VALID", "2.1 too-many-proposals"]);
    const [settled] = await db().openedEnvelope.findMany({
      where: { editionId: sealed.edition.id, result: "VALID" },
    });
    await callReserves(sealed);
    await open(sealed);
    expect(await outcome(sealed)).toEqual([
      "1.1 VALID",
      "2.1 too-many-proposals",
      "3.1 too-many-proposals",
    ]);
    expect(
      await db().openedEnvelope.findUnique({ where: { envelopeId: settled!.envelopeId } }),
    ).toEqual(settled);
    expect(await mailsTo(ada!)).toBe(1);
  }, 60_000);
});

describe("a reserve", () => {
  test("is the next of the same ranking with all its envelopes, called by a statement with the number and the reason", async () => {
    const [ada, bea, carlo] = await people(3);
    const { sealed, byNumber } = await frozen(
      [
        [ada!, bea!],
        [bea!, carlo!],
      ],
      { awarded: 1 },
    );
    await excluded(sealed, byNumber[0]![0]!.user);
    await freezeAndSign(sealed);
    await open(sealed);
    const [statement] = await statementsOf(sealed.edition.id);
    expect(parseStatement(statement!.json)).toMatchObject({
      kind: "RESERVE",
      voided: 1,
      reason: "holds-role",
      reserve: 2,
      number: 1,
    });
    const called = parseStatement(statement!.json);
    expect(called.kind === "RESERVE" && [...called.envelopes].sort()).toEqual(
      byNumber[1]!.map(({ request }) => request.envelope.id).sort(),
    );
    for (const { user } of sealed.custodians)
      expect(
        await db().outboxMail.count({
          where: { toAddress: user.email, text: { contains: "/area/custody/" } },
        }),
      ).toBe(1);
    await openEnvelopes(sealed.edition.id);
    expect(await statementsOf(sealed.edition.id)).toHaveLength(1);
  }, 60_000);

  test("is given no share before a quorum signed, neither by the server nor by a custodian's page", async () => {
    const { sealed, byNumber } = await frozen([await people(1), await people(1)], { awarded: 1 });
    await excluded(sealed, byNumber[0]![0]!.user);
    await freezeAndSign(sealed);
    await open(sealed);
    const reserve = byNumber[1]![0]!.request.envelope.id;
    const [one, two] = sealed.custodians;
    expect(
      (await ceremonyOf(sealed.edition.id, one!.user.id))!.envelopes.map(({ id }) => id),
    ).not.toContain(reserve);
    // whoever holds the database puts the envelope on the list: the page refuses
    const { id: statementId } = await db().statement.findFirstOrThrow({
      where: { editionId: sealed.edition.id },
    });
    await asOwner((tx) =>
      tx.statement.update({ where: { id: statementId }, data: { appliedAt: new Date() } }),
    );
    for (const custodian of [one!, two!])
      expect(await release(sealed, custodian)).toEqual(["reserve-not-called"]);
    await asOwner((tx) =>
      tx.statement.update({ where: { id: statementId }, data: { appliedAt: null } }),
    );
    await callReserves(sealed);
    const { shares } = await checkAndUnwrap(
      one!.keys.identity,
      await ceremonyOf(sealed.edition.id, one!.user.id),
    );
    const share = shares.find(({ envelopeId }) => envelopeId === reserve)!;
    await asOwner((tx) =>
      tx.statement.update({ where: { id: statementId }, data: { appliedAt: null } }),
    );
    await expectRefused(
      releaseShares(one!.user.id, sealed.edition.id, [
        { envelopeId: reserve, share: bytes(share.share), signature: bytes(share.signature) },
      ]),
      "not-found",
    );
    await asOwner((tx) =>
      tx.statement.update({ where: { id: statementId }, data: { appliedAt: new Date() } }),
    );
    await open(sealed);
    expect(await outcome(sealed)).toEqual(["1.1 holds-role", "2.1 VALID"]);
  }, 60_000);

  test("out of its order, of a proposal that is not open, or in an altered statement is neither signed nor opened", async () => {
    const { sealed, byNumber } = await frozen([await people(1), await people(1), await people(1)], {
      awarded: 1,
    });
    await excluded(sealed, byNumber[0]![0]!.user);
    await freezeAndSign(sealed);
    await open(sealed);
    await callReserves(sealed);
    const custodian = sealed.custodians[0]!;
    const ceremony = (await ceremonyOf(sealed.edition.id, custodian.user.id))!;
    const [{ json }] = ceremony.statements as [Ceremony["statements"][number]];
    const third = byNumber[2]![0]!.request.envelope.id;
    const faultsWith = async (change: object) => {
      const altered = canonical({ ...(JSON.parse(json) as object), ...change });
      const { faults } = await checkAndUnwrap(custodian.keys.identity, {
        ...ceremony,
        statements: [{ ...ceremony.statements[0]!, json: altered }],
      });
      const signed = signCustodianStatement(
        custodian.keys.identity,
        sealed.edition.id,
        sealed.manifest,
        [altered],
        1,
        ceremony.ranking,
      );
      return { faults, signed: signed !== null };
    };
    expect(await faultsWith({})).toEqual({ faults: [], signed: true });
    expect(await faultsWith({ reserve: 3, envelopes: [third] })).toEqual({
      faults: ["reserve-not-called"],
      signed: false,
    });
    expect(await faultsWith({ envelopes: [third] })).toEqual({
      faults: ["reserve-not-called"],
      signed: false,
    });
    expect(await faultsWith({ voided: 2 })).toEqual({
      faults: ["reserve-not-called"],
      signed: false,
    });
    // another reason is another text: it would have to be signed again
    expect(await faultsWith({ reason: "altered" })).toEqual({
      faults: ["reserve-not-called"],
      signed: true,
    });
  }, 60_000);

  test("that is void too calls the next, until none is left; the award then goes to nobody", async () => {
    const { sealed, byNumber } = await frozen([await people(1), await people(1), await people(1)], {
      awarded: 1,
    });
    for (const [proposal] of byNumber) await excluded(sealed, proposal!.user);
    await freezeAndSign(sealed);
    for (let round = 0; round < 3; round += 1) {
      await open(sealed);
      await callReserves(sealed);
    }
    expect(await outcome(sealed)).toEqual(["1.1 holds-role", "2.1 holds-role", "3.1 holds-role"]);
    expect(
      (await statementsOf(sealed.edition.id)).map(({ json }) => parseStatement(json)),
    ).toMatchObject([
      { voided: 1, reserve: 2 },
      { voided: 2, reserve: 3 },
    ]);
    expect((await publicationDraft(sealed.edition.id))!.awards).toMatchObject([{ publicNo: null }]);
  }, 60_000);
});

test("what a custodian's page gets holds only the envelopes that may be opened", async () => {
  const { sealed } = await frozen([await people(1), await people(1), await people(1)], {
    awarded: 1,
  });
  await freezeAndSign(sealed);
  const ceremony = await ceremonyOf(sealed.edition.id, sealed.custodians[0]!.user.id);
  expect(ceremony!.envelopes).toHaveLength(1);
  const others = await db().envelope.findMany({
    where: { proposal: { editionId: sealed.edition.id, publicNo: { not: 1 } } },
  });
  for (const { wraps } of others)
    expect(JSON.stringify(ceremony)).not.toContain(toBase64(wraps).slice(0, 60));
}, 60_000);
