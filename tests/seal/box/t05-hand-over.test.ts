import "#tests/support/database.ts";
import { afterEach, describe, expect, test, vi } from "vitest";
import * as edition from "#app/box/edition.server.ts";
import { closeForHandOver } from "#app/box/hand-over.server.ts";
import { handedDigest } from "#app/box/handed-digest.ts";
import * as handOver from "#app/box/hand-over.server.ts";
import { inBox, readBox } from "#app/box/store.server.ts";
import { tellBox, tellBoxAll } from "#app/commands/box/box-facts.server.ts";
import { eraseHandedOverEditions } from "#app/commands/box/hand-over.server.ts";
import { enterDuePhases, enterPhase } from "#app/commands/edition/phase.server.ts";
import { db } from "#app/platform/db.server.ts";
import { verifyEdition } from "#app/queries/opening/verification.server.ts";
import { newReceipt } from "#app/sealing/receipt.ts";
import { prepareDeposit } from "#app/sealing/wallet.ts";
import { attached } from "#tests/factories/attached.ts";
import {
  close,
  content,
  type Deposited,
  depositBy,
  employee,
  joinAs,
  moveDates,
  openEdition,
  preparedEdition,
  type SealedEdition,
  send,
  walletOf,
} from "#tests/factories/sealed-edition.ts";
import { correlation } from "#tests/support/correlation.ts";
import { interleavedInBox } from "#tests/support/race.ts";
import { expectRefused } from "#tests/support/refusal.ts";

// At closing the ballot box hands everything over at once (sealing.md §6). Whatever is killed, in
// the end the main database has every row that was acknowledged, once, and the box has none.

const mains = ["proposal", "envelope", "access", "proposalFile", "spentToken"] as const;

/** How many rows of each kind the main database has. */
const inMain = async () =>
  Object.fromEntries(
    await Promise.all(
      mains.map(async (name) => [name, await (db()[name] as { count(): Promise<number> }).count()]),
    ),
  );
const inTheBox = (editionId: string) =>
  readBox((box) => box.proposal.count({ where: { editionId } }));

async function over(sealed: SealedEdition): Promise<void> {
  await moveDates(sealed.edition, { closesAt: new Date(Date.now() - 1000), graceMinutes: 0 });
}

/** An open edition with a team, an attachment and a lone proposal. */
async function filled(): Promise<{ sealed: SealedEdition; deposited: Deposited[] }> {
  const sealed = await openEdition();
  const lead = await depositBy(await employee(), sealed, content({ title: "In due" }), [
    attached(sealed.edition, "piano"),
    attached(sealed.edition, "foto", "png"),
  ]);
  const mate = await joinAs(await employee(), sealed, lead, 2);
  return {
    sealed,
    deposited: [
      lead,
      mate,
      await depositBy(await employee(), sealed, content({ title: "Da solo" })),
    ],
  };
}

describe("the hand-over at closing (T5)", () => {
  afterEach(() => vi.restoreAllMocks());

  test("until then the main database has nothing of a deposit; then it has everything, and the box nothing", async () => {
    const before = await inMain();
    const { sealed, deposited } = await filled();
    expect(await inMain()).toEqual(before);
    await close(sealed);
    const after = await inMain();
    const more = Object.fromEntries(mains.map((name) => [name, after[name]! - before[name]!]));
    expect(more).toEqual({ proposal: 2, envelope: 3, access: 3, proposalFile: 2, spentToken: 3 });
    expect(await readBox((box) => box.edition.count({ where: { id: sealed.edition.id } }))).toBe(0);
    expect(await inTheBox(sealed.edition.id)).toBe(0);
    const rows = await db().envelope.findMany({
      where: { proposal: { editionId: sealed.edition.id } },
    });
    expect(new Set(rows.map(({ id }) => id))).toEqual(
      new Set(deposited.map(({ request }) => request.envelope.id)),
    );
    expect((await verifyEdition(sealed.edition.id)).filter(({ ok }) => !ok)).toEqual([]);
  }, 60_000);

  test("interrupted while the main database writes, it took nothing, and the next time it takes the same", async () => {
    const { sealed } = await filled();
    await over(sealed);
    const before = await inMain();
    vi.spyOn(handOver, "fileToHandOver").mockRejectedValueOnce(new Error("gone"));
    await expect(enterPhase(null, sealed.edition.id, "screening")).rejects.toThrow("gone");
    expect(await inMain()).toEqual(before);
    expect(await inTheBox(sealed.edition.id)).toBe(2);
    await enterDuePhases();
    expect(await inMain()).toMatchObject({
      proposal: before.proposal! + 2,
      proposalFile: before.proposalFile! + 2,
    });
  }, 60_000);

  test("interrupted before the box erased, it is erased later, and receipts are answered all the while", async () => {
    const {
      sealed,
      deposited: [lead],
    } = await filled();
    await over(sealed);
    vi.spyOn(handOver, "closedEditions").mockRejectedValueOnce(new Error("gone"));
    // closed, though the box cannot be reached just then
    await enterPhase(null, sealed.edition.id, "screening");
    expect(await inTheBox(sealed.edition.id)).toBe(2);
    expect(await db().closing.count({ where: { editionId: sealed.edition.id } })).toBe(1);
    await expect(send(lead!.request)).resolves.toMatchObject({
      depositHash: lead!.reply.depositHash,
    });
    await eraseHandedOverEditions();
    expect(await inTheBox(sealed.edition.id)).toBe(0);
    await expect(send(lead!.request)).resolves.toMatchObject({
      depositHash: lead!.reply.depositHash,
    });
  }, 60_000);

  test("the box erases nothing but what the main database says it has", async () => {
    const { sealed } = await filled();
    const closed = (await closeForHandOver(sealed.edition.id))!;
    expect(await handOver.eraseHandedOver(sealed.edition.id, "0".repeat(64))).toBe(false);
    expect(await inTheBox(sealed.edition.id)).toBe(2);
    await eraseHandedOverEditions(); // closed here, but the main database has not closed
    expect(await inTheBox(sealed.edition.id)).toBe(2);
    expect(closed.digest).toBe(await inBox((tx) => handedDigest(tx, sealed.edition.id)));
  }, 60_000);

  test("what is lost or altered on the way is noticed, and nothing is taken", async () => {
    const { sealed } = await filled();
    await over(sealed);
    const real = handOver.proposalsToHandOver;
    const altered = vi.spyOn(handOver, "proposalsToHandOver").mockImplementation(async (ids) => {
      const [first, ...others] = await real(ids);
      return [{ ...first!, title: "Un altro titolo" }, ...others];
    });
    await expect(enterPhase(null, sealed.edition.id, "screening")).rejects.toThrow(
      "not what it holds",
    );
    altered.mockImplementation(async (ids) =>
      (await real(ids)).map((each) => ({ ...each, envelopes: each.envelopes.slice(1) })),
    );
    await expect(enterPhase(null, sealed.edition.id, "screening")).rejects.toThrow(
      "not what it holds",
    );
    altered.mockRestore();
    await enterPhase(null, sealed.edition.id, "screening");
  }, 60_000);

  test("two that close at once close once", async () => {
    const { sealed } = await filled();
    await over(sealed);
    await Promise.all([enterDuePhases(), enterDuePhases(), enterDuePhases()]);
    expect(
      await db().closing.findUniqueOrThrow({ where: { editionId: sealed.edition.id } }),
    ).toMatchObject({ count: 2, spent: 3 });
    expect(await inTheBox(sealed.edition.id)).toBe(0);
  }, 60_000);

  test("a deposit that is being written is waited for, and none is taken afterwards", async () => {
    const { sealed } = await filled();
    const request = await prepareDeposit(
      await walletOf(await employee(), sealed),
      sealed,
      content({ title: "All'ultimo" }),
      newReceipt(),
    );
    const late = await prepareDeposit(
      await walletOf(await employee(), sealed),
      sealed,
      content({ title: "Troppo tardi" }),
      newReceipt(),
    );
    const closed = await interleavedInBox({
      hold: (tx) => tx.$executeRaw`LOCK TABLE "Access" IN SHARE MODE`,
      act: () => send(request).then(() => closeForHandOver(sealed.edition.id)),
    });
    expect(closed).toMatchObject({ proposals: 3 });
    await expectRefused(send(late), "too-late");
    await expect(send(request)).resolves.toBeTruthy(); // its answer may have been lost
  }, 60_000);

  test("an edition is announced and opened while the box cannot be reached, which is told later", async () => {
    const sealed = await preparedEdition();
    const { id } = sealed.edition;
    vi.spyOn(edition, "keepFacts").mockRejectedValue(new Error("gone"));
    await enterPhase(sealed.organiser.id, id, "announced");
    await db().edition.update({ where: { id }, data: { opensAt: new Date(Date.now() - 1000) } });
    await enterDuePhases();
    expect(await edition.keptFacts(id)).toBeNull();
    vi.restoreAllMocks();
    await tellBoxAll();
    expect(await edition.keptFacts(id)).toMatchObject({ phase: "open" });
    await expect(depositBy(await employee(), sealed)).resolves.toBeTruthy();
  }, 60_000);

  test("what is told to the box of an edition that it closed changes nothing", async () => {
    const { sealed } = await filled();
    await closeForHandOver(sealed.edition.id);
    await moveDates(sealed.edition, { closesAt: new Date(Date.now() + 3_600_000) });
    await tellBox(sealed.edition.id);
    await expectRefused(depositBy(await employee(), sealed), "too-late");
  }, 60_000);

  test("closing does not take another box for the one that took the deposits", async () => {
    const { sealed } = await filled();
    await over(sealed);
    await readBox(async (box) => {
      await box.proposal.updateMany({
        where: { editionId: sealed.edition.id },
        data: { title: "…" },
      });
    });
    vi.spyOn(handOver, "closeForHandOver").mockResolvedValueOnce(null);
    await expect(enterPhase(null, sealed.edition.id, "screening")).rejects.toThrow(
      "does not know this edition",
    );
  }, 60_000);

  test("the rows of the main database tell nothing of the order in which they came", async () => {
    const sealed = await openEdition();
    const order: string[] = [];
    for (let i = 0; i < 60; i += 1) {
      const request = await prepareDeposit(
        await walletOf(await employee(), sealed),
        sealed,
        content(),
        newReceipt(),
      );
      await send(request);
      order.push(request.proposalId);
    }
    await close(sealed);
    for (const [table, key] of [
      ["Proposal", "id"],
      ["Access", `"proposalId"`],
      ["Envelope", `"proposalId"`],
    ] as const) {
      const rows = await db().$queryRawUnsafe<{ key: string; xmin: string }[]>(
        `SELECT ${key}::text AS key, xmin::text FROM "${table}" ORDER BY ctid`,
      );
      const own = rows.filter((row) => order.includes(row.key));
      expect(new Set(own.map(({ xmin }) => xmin)).size).toBe(1);
      expect(
        Math.abs(
          correlation(
            order,
            own.map((row) => row.key),
          ),
        ),
      ).toBeLessThan(0.62); // exceeded once in a million times
    }
  }, 120_000);
});
