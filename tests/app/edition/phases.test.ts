import "#tests/support/database.ts";
import { usualSettings } from "#app/domain/edition/settings.ts";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { createEdition, saveCategory, saveSettings } from "#app/commands/edition/edition.server.ts";
import { nameCustodian, signSubject } from "#app/commands/opening/custody.server.ts";
import { tellBox } from "#app/commands/box/box-facts.server.ts";
import { enterDuePhases, enterPhase } from "#app/commands/edition/phase.server.ts";
import { action as begin, loader as question } from "#app/routes/area/manage/phase.tsx";
import { ask } from "#tests/support/asking.ts";
import { delivers, enters, judging } from "#tests/factories/judging.ts";
import { editionFacts } from "#app/queries/edition/edition-facts.server.ts";
import { signManifest } from "#app/sealing/custodian.ts";
import { newReceipt } from "#app/sealing/receipt.ts";
import { prepareDeposit } from "#app/sealing/wallet.ts";
import { db } from "#app/platform/db.server.ts";
import * as clock from "#app/platform/clock.server.ts";
import {
  bytes,
  content,
  depositBy,
  employee,
  enrol,
  openEdition,
  preparedEdition,
  type SealedEdition,
  send,
  walletOf,
} from "#tests/factories/sealed-edition.ts";
import { atOnceInBox, boxWaiters, interleaved } from "#tests/support/race.ts";

const phaseOf = async ({ edition }: SealedEdition) =>
  (await db().edition.findUniqueOrThrow({ where: { id: edition.id } })).phase;
async function setDates(
  { edition: { id } }: SealedEdition,
  data: { opensAt?: Date; closesAt?: Date; graceMinutes?: number },
) {
  const edition = await db().edition.update({ where: { id }, data });
  await tellBox(id);
  return edition;
}
const refusedAs = (code: string) =>
  expect.objectContaining({ refusal: expect.objectContaining({ code }) });
const minute = 60_000;

beforeEach(() => vi.restoreAllMocks());

describe("an edition opens and closes by itself", () => {
  test("at the right minute: not a second before, and then at once", async () => {
    const sealed = await preparedEdition();
    await enterPhase(sealed.organiser.id, sealed.edition.id, "announced");
    const opensAt = (await db().edition.findUniqueOrThrow({ where: { id: sealed.edition.id } }))
      .opensAt!;
    at(opensAt.getTime() - 1);
    await enterDuePhases();
    expect(await phaseOf(sealed)).toBe("announced");
    at(opensAt.getTime());
    await enterDuePhases();
    expect(await phaseOf(sealed)).toBe("open");
  });

  test("after a time when no server ran", async () => {
    const sealed = await openEdition();
    await setDates(sealed, {
      closesAt: new Date(Date.now() - 3 * 24 * 60 * minute),
      graceMinutes: 10,
    });
    await enterDuePhases();
    expect(await phaseOf(sealed)).toBe("screening");
  });

  test("only when the grace period is over", async () => {
    const sealed = await openEdition();
    await setDates(sealed, { closesAt: new Date(Date.now() - 5 * minute), graceMinutes: 10 });
    await enterDuePhases();
    expect(await phaseOf(sealed)).toBe("open");
    await expect(depositBy(await employee(), sealed)).resolves.toBeTruthy();
  });

  test("once only, whatever the number of nodes", async () => {
    const sealed = await openEdition();
    await depositBy(await employee(), sealed);
    await setDates(sealed, { closesAt: new Date(Date.now() - minute), graceMinutes: 0 });
    await Promise.all(Array.from({ length: 5 }, () => enterDuePhases()));
    expect(await phaseOf(sealed)).toBe("screening");
    expect(
      await db().phaseChange.count({ where: { editionId: sealed.edition.id, phase: "screening" } }),
    ).toBe(1);
    expect(
      await db().auditEntry.count({
        where: { editionId: sealed.edition.id, action: "edition.screening" },
      }),
    ).toBe(1);
  });

  test("not below the floor of activated employees, until they are enough", async () => {
    const sealed = await preparedEdition();
    await db().edition.update({
      where: { id: sealed.edition.id },
      data: { activationFloor: 1_000 },
    });
    await enterPhase(sealed.organiser.id, sealed.edition.id, "announced");
    await setDates(sealed, { opensAt: new Date(Date.now() - minute) });
    await enterDuePhases();
    expect(await phaseOf(sealed)).toBe("announced");
    await db().edition.update({ where: { id: sealed.edition.id }, data: { activationFloor: 0 } });
    await enterDuePhases();
    expect(await phaseOf(sealed)).toBe("open");
  });
});

describe("a transition is all or nothing", () => {
  test("what blocks is said, with where it is mended, and nothing changes", async () => {
    const organiser = await employee();
    const edition = await createEdition(organiser.id, {
      code: `leer-${Date.now()}`,
      name: "Vuota",
    });
    await expect(enterPhase(organiser.id, edition.id, "announced")).rejects.toMatchObject({
      refusal: {
        code: "blocked",
        reasons: expect.arrayContaining([
          expect.objectContaining({ key: "weights", where: "criteria" }),
          expect.objectContaining({ key: "custodians-named", where: "custodians" }),
        ]),
      },
    });
    expect((await db().edition.findUniqueOrThrow({ where: { id: edition.id } })).phase).toBe(
      "preparation",
    );
  });

  test("closing numbers the proposals at random, erases the server's private keys and drops the withdrawn", async () => {
    const sealed = await openEdition();
    for (let i = 0; i < 4; i += 1)
      await depositBy(await employee(), sealed, content({ title: `Idea ${i}` }));
    await setDates(sealed, { closesAt: new Date(Date.now() - minute), graceMinutes: 0 });
    await enterDuePhases();
    const proposals = await db().proposal.findMany({ where: { editionId: sealed.edition.id } });
    expect(proposals.map(({ publicNo }) => publicNo).sort()).toEqual([1, 2, 3, 4]);
    expect(
      await db().editionKeys.findUnique({ where: { editionId: sealed.edition.id } }),
    ).toMatchObject({ issuerPrivate: null, certPrivate: null });
    expect(
      await db().closing.findUnique({ where: { editionId: sealed.edition.id } }),
    ).toMatchObject({ count: 4, spent: 4, activated: 4, issued: 8 });
  });

  test("a deposit that meets the closing is either counted or refused, never half", async () => {
    const sealed = await openEdition();
    const { closesAt } = await setDates(sealed, { graceMinutes: 0 });
    const made = async () =>
      prepareDeposit(await walletOf(await employee(), sealed), sealed, content(), newReceipt());
    const [under, late] = [
      [await made(), await made(), await made()],
      [await made(), await made()],
    ];
    const taken = under.map((request) => () => send(request).then(() => true));
    const meets = async () => {
      await expect.poll(boxWaiters).toBe(under.length); // all half written
      at(closesAt!.getTime());
      for (const request of late)
        await expect(send(request)).rejects.toEqual(refusedAs("too-late"));
      return enterDuePhases().then(() => true);
    };
    expect(
      await atOnceInBox(
        (tx) => tx.$executeRaw`LOCK TABLE "Envelope" IN SHARE MODE`,
        ...taken,
        meets,
      ),
    ).toEqual([true, true, true, true]);
    const closing = await db().closing.findUniqueOrThrow({
      where: { editionId: sealed.edition.id },
    });
    const envelopes = await db().envelope.count({
      where: { proposal: { editionId: sealed.edition.id } },
    });
    expect([closing.count, envelopes, closing.spent]).toEqual([3, 3, 3]);
  }, 60_000);
});

describe("the rules of an edition", () => {
  test("change only in preparation", async () => {
    const sealed = await openEdition();
    const category = {
      key: "late",
      position: 9,
      colour: "#000000",
      name: { it: "Tardi" },
      description: {},
    };
    await expect(saveCategory(sealed.organiser.id, sealed.edition.id, category)).rejects.toEqual(
      refusedAs("wrong-phase"),
    );
  });

  test("say how many custodians there are: none gets a place that is taken away just then", async () => {
    const sealed = await preparedEdition();
    const user = await employee();
    const named = interleaved({
      hold: (tx) =>
        tx.edition.update({ where: { id: sealed.edition.id }, data: { custodianCount: 2 } }),
      act: () =>
        nameCustodian(sealed.organiser.id, sealed.edition, {
          userId: user.id,
          position: 3,
          title: "Custode 3",
        }),
    });
    await expect(named).rejects.toEqual(refusedAs("invalid"));
  });

  test("have each key once", async () => {
    const sealed = await preparedEdition();
    const category = {
      key: "environment",
      position: 9,
      colour: "#000000",
      name: { it: "Di nuovo" },
      description: {},
    };
    await expect(saveCategory(sealed.organiser.id, sealed.edition.id, category)).rejects.toEqual(
      refusedAs("duplicate"),
    );
  });

  test("are copied to the next edition, but never keys, manifest, roles or dates", async () => {
    const source = await openEdition();
    await db().edition.update({
      where: { id: source.edition.id },
      data: { rankingMethod: "additive" },
    });
    const organiser = await employee();
    const copy = await createEdition(organiser.id, {
      code: `copia-${Date.now()}`,
      name: "Copia",
      copyFrom: source.edition.id,
    });
    const [facts, keys] = [
      await editionFacts(copy.id),
      await db().editionKeys.findUniqueOrThrow({ where: { editionId: copy.id } }),
    ];
    expect(facts).toMatchObject({
      phase: "preparation",
      categories: 2,
      weightSum: 100,
      opensAt: null,
      closesAt: null,
      custodiansNamed: 0,
      organisers: 1,
      activated: 0,
      proposals: 0,
    });
    expect(copy).toMatchObject({ rankingMethod: "additive", tieLadder: source.edition.tieLadder });
    expect(keys.issuerSpki).not.toEqual(
      (await db().editionKeys.findUniqueOrThrow({ where: { editionId: source.edition.id } }))
        .issuerSpki,
    );
    expect(await db().manifest.findUnique({ where: { editionId: copy.id } })).toBeNull();
  });
});

describe("the keys of the seal", () => {
  test("a change of the settings that the manifest holds voids the signatures on it", async () => {
    const sealed = await preparedEdition();
    expect((await editionFacts(sealed.edition.id)).manifestSignatures).toBe(3);
    await saveSettings(sealed.organiser.id, sealed.edition.id, {
      ...usualSettings,
      graceMinutes: 0,
      objectionMinutes: 0,
      answerMinutes: 0,
      contestMinutes: 0,
      passesPerPerson: 1,
      quorum: 2,
      custodianCount: 3,
      reserveDepth: 2,
      jurorsPerProposal: 2,
      minInternal: 0,
      minExternal: 0,
      tieLadder: ["shared"],
    });
    expect(await editionFacts(sealed.edition.id)).toMatchObject({
      manifestSignatures: 0,
      custodiansTested: 3,
    });
  });

  test("a replaced custodian voids them too, and makes a key of their own", async () => {
    const sealed = await preparedEdition();
    const successor = await employee();
    await nameCustodian(sealed.organiser.id, sealed.edition, {
      userId: successor.id,
      position: 2,
      title: "Nuovo custode",
    });
    expect(await editionFacts(sealed.edition.id)).toMatchObject({
      manifestSignatures: 0,
      custodiansTested: 2,
      custodiansNamed: 3,
    });
    await enrol(sealed.edition.id, successor);
    expect(
      (await db().manifest.findUniqueOrThrow({ where: { editionId: sealed.edition.id } })).json,
    ).not.toBe(sealed.manifest);
  });

  test("a signature of another key is refused", async () => {
    const sealed = await preparedEdition();
    const [one, two] = sealed.custodians;
    const signed = signManifest(two!.keys.identity, sealed.manifest);
    await expect(
      signSubject(one!.user.id, sealed.edition.id, "MANIFEST", {
        subjectHash: bytes(signed.subjectHash),
        signature: bytes(signed.signature),
      }),
    ).rejects.toEqual(refusedAs("signature-invalid"));
  });

  test("nobody holds two roles in one edition", async () => {
    const sealed = await preparedEdition();
    await expect(
      nameCustodian(sealed.organiser.id, sealed.edition, {
        userId: sealed.organiser.id,
        position: 1,
        title: "Io",
      }),
    ).rejects.toEqual(refusedAs("holds-other-role"));
  });
});

/** The clock of the product, at this moment. */
function at(moment: number): void {
  vi.spyOn(clock, "now").mockReturnValue(new Date(moment));
}

describe("the page that asks before a phase begins", () => {
  test("begins nothing by being looked at, names the mails that can be sent then, and what is missing", async () => {
    const j = await judging({ proposals: 1, phase: "screening" });
    const asked = await ask(question, { as: j.carla, params: { edition: j.edition.code } });
    expect(asked.value).toMatchObject({ next: "scoring", mails: ["jurors", "scoring"] });
    expect((asked.value as { blocked: { key: string }[] }).blocked.map(({ key }) => key)).toContain(
      "objection",
    );
    expect((await db().edition.findUniqueOrThrow({ where: { id: j.edition.id } })).phase).toBe(
      "screening",
    );
  });

  test("begins the phase it asked about and says so on the way; asked again for the same it begins no other", async () => {
    const j = await judging({ proposals: 1, assigned: { dario: [1], bruno: [1] } });
    for (const name of ["dario", "bruno"] as const) await delivers(j, name, { 1: [3, 3] });
    const at = { as: j.carla, params: { edition: j.edition.code } };
    expect((await ask(question, at)).value).toMatchObject({ next: "deliberation", blocked: [] });
    expect(await ask(begin, { ...at, form: { phase: "deliberation" } })).toMatchObject({
      status: 302,
      location: `/area/manage/${j.edition.code}?done=deliberation`,
    });
    expect((await ask(begin, { ...at, form: { phase: "deliberation" } })).value).toMatchObject({
      refusal: { code: "blocked", reasons: [{ key: "order" }] },
    });
    expect((await db().edition.findUniqueOrThrow({ where: { id: j.edition.id } })).phase).toBe(
      "deliberation",
    );
  });

  test("leads back to the way when no phase is left", async () => {
    const j = await judging({ proposals: 1 });
    await enters(j, "archived");
    expect(await ask(question, { as: j.carla, params: { edition: j.edition.code } })).toMatchObject(
      { status: 302, location: `/area/manage/${j.edition.code}` },
    );
  });
});
