import "#tests/support/database.ts";
import "#app/i18n/all.ts";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import * as tags from "#app/box/deposit-tags.server.ts";
import { inBox, readBox } from "#app/box/store.server.ts";
import { listDepositsNightly } from "#app/commands/box/deposit-list.server.ts";
import { tellBoxAll } from "#app/commands/box/box-facts.server.ts";
import { db } from "#app/platform/db.server.ts";
import { depositListFile, verifyPage } from "#app/queries/opening/public-verify.server.ts";
import { verifyEdition } from "#app/queries/opening/verification.server.ts";
import { fromBase64, toHex } from "#app/sealing/bytes.ts";
import {
  depositListHash,
  depositTag,
  hasTag,
  joinedList,
  tagsIn,
} from "#app/sealing/deposit-list.ts";
import { accessKeyFor, askForRefund } from "#app/sealing/wallet.ts";
import {
  ask,
  close,
  content,
  type Deposited,
  depositBy,
  employee,
  openEdition,
  type SealedEdition,
} from "#tests/factories/sealed-edition.ts";
import { asOwner } from "#tests/support/owner.ts";

// The public list of deposits (sealing.md §5): who dropped one after it was listed cannot hide it,
// and the list tells nobody else anything.

type List = { day: string | null; tags: string };
const keyOf = (sealed: SealedEdition, { receipt }: Deposited) =>
  fromBase64(accessKeyFor(receipt, sealed.edition.id));
const listOf = async ({ edition }: SealedEdition) =>
  (await ask({ op: "deposit-list", edition: edition.id })) as List;
const isListed = async (sealed: SealedEdition, own: Deposited) =>
  hasTag(fromBase64((await listOf(sealed)).tags), depositTag(keyOf(sealed, own)));
const days = ({ edition }: SealedEdition) =>
  db().depositList.findMany({ where: { editionId: edition.id }, orderBy: { day: "asc" } });
const faults = async ({ edition }: SealedEdition) =>
  (await verifyEdition(edition.id)).filter(({ about, ok }) => about === "deposit list" && !ok);

/** The edition opened days ago; the night comes. */
const nights = { count: 0 };
async function night(): Promise<void> {
  nights.count += 1;
  vi.setSystemTime(new Date(Date.now() + 86_400_000));
  await tellBoxAll();
  await listDepositsNightly();
}

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_000 }));
afterEach(() => void vi.useRealTimers());

async function opened(): Promise<SealedEdition> {
  const sealed = await openEdition();
  await asOwner((tx) =>
    tx.edition.update({
      where: { id: sealed.edition.id },
      data: { closesAt: new Date(Date.now() + 40 * 86_400_000) },
    }),
  );
  await tellBoxAll();
  return sealed;
}

describe("the public list of deposits", () => {
  test("has a deposit from the next midnight on, and not before, and what was withdrawn stays", async () => {
    const sealed = await opened();
    const own = await depositBy(await employee(), sealed);
    await listDepositsNightly();
    expect(await listOf(sealed)).toEqual({ day: null, tags: "" });
    await night();
    expect(await isListed(sealed, own)).toBe(true);
    const other = await depositBy(await employee(), sealed);
    await listDepositsNightly();
    expect(await isListed(sealed, other)).toBe(false);
    const { blinded } = await askForRefund(sealed.manifest);
    await ask({
      op: "withdraw",
      edition: sealed.edition.id,
      accessKey: accessKeyFor(own.receipt, sealed.edition.id),
      blinded,
    });
    await night();
    expect([await isListed(sealed, own), await isListed(sealed, other)]).toEqual([true, true]);
    const { manifest: _, deposits } = await verifyPage(sealed.edition.code, "it");
    const list = fromBase64((await listOf(sealed)).tags);
    expect(deposits).toEqual({
      day: (await listOf(sealed)).day,
      count: 20,
      hash: toHex(depositListHash(list)),
    });
    const file = JSON.parse(await depositListFile(sealed.edition.code)) as {
      days: { tags: string[] }[];
    };
    expect(file.days.flatMap((each) => each.tags).sort()).toEqual(tagsIn(list).map(toHex).sort());
    expect(await faults(sealed)).toEqual([]);
  }, 60_000);

  test("grows by ten in a night without deposits as in one with nine or with ten", async () => {
    const grown: number[] = [];
    const sealed = await opened();
    for (const deposits of [0, 9, 10, 11]) {
      for (let at = 0; at < deposits; at += 1) await depositBy(await employee(), sealed);
      await night();
      grown.push((await days(sealed)).at(-1)!.tags.length / 16);
    }
    expect(grown).toEqual([10, 10, 10, 20]);
  }, 90_000);

  test("gives the same when the main database did not keep what the box had listed, and when two nodes list at once", async () => {
    const sealed = await opened();
    const own = await depositBy(await employee(), sealed);
    const real = tags.listUntil;
    const lost = vi.spyOn(tags, "listUntil").mockImplementationOnce(async (...asked) => {
      await real(...asked);
      throw new Error("gone");
    });
    await expect(night()).rejects.toThrow("gone");
    lost.mockRestore();
    expect(await days(sealed)).toEqual([]);
    vi.setSystemTime(new Date(Date.now() + 86_400_000)); // nobody tried again on that day
    await Promise.all([listDepositsNightly(), listDepositsNightly()]);
    const kept = await days(sealed);
    expect(kept).toHaveLength(1);
    expect(hasTag(kept[0]!.tags, depositTag(keyOf(sealed, own)))).toBe(true);
    expect(toHex(joinedList(kept.map((row) => row.tags)))).toBe(
      toHex(fromBase64((await listOf(sealed)).tags)),
    );
  }, 60_000);

  test("has a deposit that was being written at midnight in the night after", async () => {
    const sealed = await opened();
    const tag = new Uint8Array(16).fill(7);
    await night();
    // it was written with the day that was to come, and could be read only after that day's list
    // was made
    await inBox((tx) =>
      tags.keepTag(tx, {
        editionId: sealed.edition.id,
        tag,
        listedFrom: new Date(`${new Date().toISOString().slice(0, 10)}`),
      }),
    );
    await night();
    expect(hasTag((await days(sealed)).at(-1)!.tags, tag)).toBe(true);
  }, 60_000);

  test("gets the last ones at the closing, and stays when the box erases what it handed over", async () => {
    const sealed = await opened();
    const own = await depositBy(await employee(), sealed);
    vi.useRealTimers();
    await close(sealed);
    expect(
      await readBox((box) => box.depositTag.count({ where: { editionId: sealed.edition.id } })),
    ).toBe(0);
    expect(await isListed(sealed, own)).toBe(true);
    expect(await faults(sealed)).toEqual([]);
  }, 60_000);

  test("tells nothing of which text a tag stands for: what is stored of the receipt does not give it", async () => {
    const sealed = await opened();
    const own = await depositBy(await employee(), sealed, content({ title: "Chi cerca" }));
    const access = await readBox((box) =>
      box.access.findFirstOrThrow({ where: { proposalId: own.request.proposalId } }),
    );
    const tag = depositTag(keyOf(sealed, own));
    expect(
      await readBox((box) => box.depositTag.count({ where: { tag: new Uint8Array(tag) } })),
    ).toBe(1); // it is there to be linked
    const tried = [
      depositTag(access.keyHash),
      access.keyHash.slice(0, 16),
      depositTag(
        own.request.proposalId
          ? new TextEncoder().encode(own.request.proposalId)
          : new Uint8Array(),
      ),
    ];
    expect(tried.map(toHex)).not.toContain(toHex(tag));
  }, 60_000);

  test("gets the tag of a deposit of an earlier release when its receipt comes back", async () => {
    const sealed = await opened();
    const own = await depositBy(await employee(), sealed);
    await inBox((tx) => tx.depositTag.deleteMany({ where: { editionId: sealed.edition.id } }));
    const read = () =>
      ask({
        op: "read",
        edition: sealed.edition.id,
        accessKey: accessKeyFor(own.receipt, sealed.edition.id),
      });
    await Promise.all([read(), read(), read()]);
    await night();
    expect(await isListed(sealed, own)).toBe(true);
  }, 60_000);
});

describe("a list that was shortened or changed afterwards", () => {
  let sealed: SealedEdition;
  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    sealed = await opened();
    await depositBy(await employee(), sealed);
    await night();
    await night();
    vi.useRealTimers();
  }, 60_000);

  test.each([
    [
      "a day is gone",
      `DELETE FROM "DepositList" WHERE "editionId" = $1::uuid AND day = (SELECT max(day) FROM "DepositList" WHERE "editionId" = $1::uuid)`,
    ],
    [
      "a tag is another",
      `UPDATE "DepositList" SET tags = overlay(tags placing '\\x00' from 1 for 1) WHERE "editionId" = $1::uuid`,
    ],
    [
      "a tag is gone",
      `UPDATE "DepositList" SET tags = substring(tags from 17) WHERE "editionId" = $1::uuid`,
    ],
  ])("is found by verify: %s", async (_, sql) => {
    expect(await faults(sealed)).toEqual([]);
    const before = await days(sealed);
    // and only its owner can
    await expect(db().$executeRawUnsafe(sql, sealed.edition.id)).rejects.toThrow();
    await asOwner((tx) => tx.$executeRawUnsafe(sql, sealed.edition.id));
    expect(await faults(sealed)).toHaveLength(1);
    await asOwner(async (tx) => {
      await tx.depositList.deleteMany({ where: { editionId: sealed.edition.id } });
      await tx.depositList.createMany({ data: before });
    });
  });
});
