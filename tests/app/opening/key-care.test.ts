import "#tests/support/database.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { readBox } from "#app/box/store.server.ts";
import {
  nameCustodian,
  registerKeys,
  removeCustodian,
} from "#app/commands/opening/custody.server.ts";
import {
  declareKeyDestroyed,
  declareKeyLost,
  declareOwnKeyLost,
  recordKeyCheck,
  remindDueKeyChecks,
} from "#app/commands/opening/key-care.server.ts";
import { enterPhase } from "#app/commands/edition/phase.server.ts";
import { editionOverview } from "#app/queries/edition/manage.server.ts";
import { keySample } from "#app/queries/opening/key-sample.server.ts";
import { fromBase64 } from "#app/sealing/bytes.ts";
import { newCustodianKeys } from "#app/sealing/custodian.ts";
import { wrapLength } from "#app/sealing/envelope.ts";
import { checkKey } from "#app/sealing/key-check.ts";
import { db } from "#app/platform/db.server.ts";
import {
  bytes,
  close,
  depositBy,
  employee,
  openEdition,
  preparedEdition,
  type SealedEdition,
} from "#tests/factories/sealed-edition.ts";
import { expectRefused } from "#tests/support/refusal.ts";

const day = 24 * 3_600_000;
const row = (sealed: SealedEdition, position: number) =>
  db().custodian.findUniqueOrThrow({
    where: { editionId_position: { editionId: sealed.edition.id, position } },
  });

async function announced(): Promise<SealedEdition> {
  const sealed = await preparedEdition();
  await enterPhase(sealed.organiser.id, sealed.edition.id, "announced");
  return sealed;
}

describe("the health check of a key", () => {
  let sealed: SealedEdition;
  beforeAll(async () => {
    sealed = await openEdition();
    for (let i = 0; i < 3; i += 1) await depositBy(await employee(), sealed);
  }, 60_000);

  test("reads twenty wraps of their own position, however few envelopes there are, and of these all", async () => {
    const sample = (await keySample(sealed.edition.id, sealed.custodians[1]!.user.id))!;
    expect(sample).toMatchObject({ position: 2, editionId: sealed.edition.id });
    expect(sample.wraps).toHaveLength(20);
    expect(new Set(sample.wraps.map(({ wrap }) => fromBase64(wrap).length))).toEqual(
      new Set([wrapLength]),
    );
    expect(await checkKey(sealed.custodians[1]!.keys.identity, sample)).toEqual({
      checked: 20,
      faults: 0,
      foreign: 0,
    });
    const envelopes = await readBox((box) =>
      box.envelope.findMany({ where: { proposal: { editionId: sealed.edition.id } } }),
    );
    for (const { id, wraps } of envelopes) {
      const given = sample.wraps.find(({ envelopeId }) => envelopeId === id)!;
      expect(
        Buffer.from(fromBase64(given.wrap)).equals(wraps.subarray(wrapLength, 2 * wrapLength)),
      ).toBe(true);
    }
  });

  test("is the same sample all day while deposits are taken, so that nobody can watch them come", async () => {
    const { user } = sealed.custodians[1]!;
    const before = await keySample(sealed.edition.id, user.id);
    await depositBy(await employee(), sealed);
    expect(await keySample(sealed.edition.id, user.id)).toEqual(before);
  }, 20_000);

  test("works before anything was deposited, on wraps made for it", async () => {
    const fresh = await announced();
    const sample = await keySample(fresh.edition.id, fresh.custodians[0]!.user.id);
    expect(await checkKey(fresh.custodians[0]!.keys.identity, sample)).toEqual({
      checked: 20,
      faults: 0,
      foreign: 0,
    });
  }, 20_000);

  test("control: another custodian's key, another person's key, and a moved wrap are faults", async () => {
    const sample = (await keySample(sealed.edition.id, sealed.custodians[0]!.user.id))!;
    expect(await checkKey(sealed.custodians[1]!.keys.identity, sample)).toEqual({
      checked: 20,
      faults: 20,
      foreign: 0,
    });
    expect(await checkKey((await newCustodianKeys()).identity, sample)).toEqual({
      checked: 20,
      faults: 20,
      foreign: 0,
    });
    const [first, second, ...rest] = sample.wraps;
    const moved = { ...sample, wraps: [{ ...first!, wrap: second!.wrap }, second!, ...rest] };
    expect(await checkKey(sealed.custodians[0]!.keys.identity, moved)).toEqual({
      checked: 20,
      faults: 1,
      foreign: 0,
    });
  });

  test("tells the server two numbers; they are kept and audited", async () => {
    await recordKeyCheck(sealed.custodians[0]!.user.id, sealed.edition.id, {
      checked: 20,
      faults: 1,
      foreign: 0,
    });
    expect(await row(sealed, 1)).toMatchObject({ checkedAt: expect.any(Date), checkFaults: 1 });
    expect(
      await db().auditEntry.findFirst({
        where: { editionId: sealed.edition.id, action: "custodian.key-checked" },
      }),
    ).toMatchObject({ objectId: "1", detail: { checked: 20, faults: 1, found: false } });
  });

  test("is for custodians only, and not in preparation", async () => {
    expect(await keySample(sealed.edition.id, sealed.organiser.id)).toBeNull();
    await expectRefused(
      recordKeyCheck(sealed.organiser.id, sealed.edition.id, { checked: 1, faults: 0, foreign: 0 }),
      "not-found",
    );
    const prepared = await preparedEdition();
    expect(await keySample(prepared.edition.id, prepared.custodians[0]!.user.id)).toBeNull();
    await expectRefused(
      recordKeyCheck(prepared.custodians[0]!.user.id, prepared.edition.id, {
        checked: 1,
        faults: 0,
        foreign: 0,
      }),
      "wrong-phase",
    );
  }, 20_000);
});

describe("the reminder of a health check", () => {
  const mailsTo = (email: string) => db().outboxMail.count({ where: { toAddress: email } });

  test("goes to whoever has not checked after closing, once a week and not to a lost key", async () => {
    const sealed = await openEdition();
    await depositBy(await employee(), sealed);
    const [done, lost, late] = sealed.custodians.map(({ user }) => user);
    await remindDueKeyChecks();
    expect(await mailsTo(late!.email)).toBe(0); // announced today
    await close(sealed);
    await recordKeyCheck(done!.id, sealed.edition.id, { checked: 20, faults: 0, foreign: 0 });
    await declareOwnKeyLost(lost!.id, sealed.edition.id);
    await remindDueKeyChecks();
    await remindDueKeyChecks();
    expect(await Promise.all([done, lost, late].map((user) => mailsTo(user!.email)))).toEqual([
      0, 0, 1,
    ]);
  }, 60_000);

  test("goes out after a month without one", async () => {
    const sealed = await openEdition();
    const [one, two] = sealed.custodians.map(({ user }) => user);
    await db().phaseChange.updateMany({
      where: { editionId: sealed.edition.id, phase: "announced" },
      data: { at: new Date(Date.now() - 40 * day) },
    });
    await recordKeyCheck(one!.id, sealed.edition.id, { checked: 20, faults: 0, foreign: 0 });
    await remindDueKeyChecks();
    expect(await Promise.all([one, two].map((user) => mailsTo(user!.email)))).toEqual([0, 1]);
  }, 60_000);
});

describe("a lost key", () => {
  test("is declared by its custodian, or by an organiser with a reason; both are audited", async () => {
    const sealed = await announced();
    await declareOwnKeyLost(sealed.custodians[0]!.user.id, sealed.edition.id);
    await declareKeyLost(sealed.organiser.id, sealed.edition, {
      position: 2,
      reason: "La chiavetta è bruciata.",
    });
    expect(
      [await row(sealed, 1), await row(sealed, 2), await row(sealed, 3)].map(
        ({ lostAt }) => lostAt !== null,
      ),
    ).toEqual([true, true, false]);
    const rows = await db().auditEntry.findMany({
      where: { editionId: sealed.edition.id, action: "custodian.key-lost" },
      orderBy: { seq: "asc" },
    });
    expect(rows.map(({ actorId, objectId, detail }) => ({ actorId, objectId, detail }))).toEqual([
      { actorId: sealed.custodians[0]!.user.id, objectId: "1", detail: { reason: "" } },
      {
        actorId: sealed.organiser.id,
        objectId: "2",
        detail: { reason: "La chiavetta è bruciata." },
      },
    ]);
    expect((await editionOverview(sealed.edition.id)).keys).toMatchObject({
      count: 3,
      quorum: 2,
      keys: [{ lostAt: expect.any(String) }, { lostAt: expect.any(String) }, { lostAt: null }],
    });
  }, 20_000);

  test("that is found again and reads everything is lost no more; one that does not stays lost", async () => {
    const sealed = await announced();
    const { user } = sealed.custodians[0]!;
    await declareOwnKeyLost(user.id, sealed.edition.id);
    await recordKeyCheck(user.id, sealed.edition.id, { checked: 20, faults: 20, foreign: 0 });
    expect((await row(sealed, 1)).lostAt).not.toBeNull();
    await recordKeyCheck(user.id, sealed.edition.id, { checked: 20, faults: 0, foreign: 0 });
    expect((await row(sealed, 1)).lostAt).toBeNull();
  }, 20_000);

  test("is made again in preparation, not declared; after the announcement it can be neither replaced nor made again", async () => {
    const prepared = await preparedEdition();
    await expectRefused(
      declareOwnKeyLost(prepared.custodians[0]!.user.id, prepared.edition.id),
      "wrong-phase",
    );
    const newcomer = await employee();
    await nameCustodian(prepared.organiser.id, prepared.edition, {
      userId: newcomer.id,
      position: 1,
      title: "Un altro ufficio",
    });
    expect((await row(prepared, 1)).userId).toBe(newcomer.id);

    const sealed = await announced();
    const seat = { userId: newcomer.id, position: 1, title: "Un altro ufficio" };
    await expectRefused(nameCustodian(sealed.organiser.id, sealed.edition, seat), "wrong-phase");
    await expectRefused(removeCustodian(sealed.organiser.id, sealed.edition, 1), "wrong-phase");
    const keys = await newCustodianKeys();
    await expectRefused(
      registerKeys(sealed.custodians[0]!.user.id, sealed.edition.id, {
        recipient: keys.recipient,
        signPublicKey: bytes(keys.signPublicKey),
      }),
      "wrong-phase",
    );
  }, 20_000);

  test("cannot be declared by a stranger, and no key is destroyed before its time", async () => {
    const sealed = await announced();
    await expectRefused(declareOwnKeyLost(sealed.organiser.id, sealed.edition.id), "not-found");
    await expectRefused(
      declareKeyLost(sealed.organiser.id, sealed.edition, { position: 9, reason: "Non c'è più." }),
      "not-found",
    );
    await expectRefused(
      declareKeyDestroyed(sealed.custodians[0]!.user.id, sealed.edition.id),
      "too-early",
    );
  }, 20_000);
});
