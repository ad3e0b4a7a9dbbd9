import "#tests/support/database.ts";
import { randomBytes, randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { inBox, readBox } from "#app/box/store.server.ts";
import { takeDueBatches } from "#app/commands/box/batches.server.ts";
import { db } from "#app/platform/db.server.ts";
import { type Screened, screened } from "#tests/factories/screened-edition.ts";
import { correlation } from "#tests/support/correlation.ts";
import {
  actElsewhere,
  type Death,
  type Drawn,
  drawnDeaths,
  drawnRuns,
  nthOf,
} from "#tests/support/processes/killed.ts";
import { ownBox } from "#tests/support/processes/own-box.ts";

// Taking a batch is killed at each step and at statements that are drawn, and done again: the main
// database has every row once and in an order that says nothing, and the box has none.

const box = ownBox();

describe("batches (T5)", () => {
  let set: Screened;
  beforeAll(async () => {
    set = await screened({ proposals: 5, jurors: 6 });
    await db().edition.update({
      where: { id: set.sealed.edition.id },
      data: { conflictsUntil: new Date(Date.now() - 1000) },
    });
  });

  const dueDay = new Date("2020-01-01");
  const editionId = () => set.sealed.edition.id;

  /** Fills what waits in the box; gives what the main database is to have. */
  async function waiting() {
    const proposals = set.own.map(({ request }) => request.proposalId);
    const messages = Array.from({ length: 60 }, (_, at) => ({
      id: randomUUID(),
      editionId: editionId(),
      proposalId: proposals[at % proposals.length]!,
      kind: "ANSWER" as const,
      text: `Risposta ${at}`,
      visibleFrom: dueDay,
    }));
    const tookPart = Array.from({ length: 20 }, () => ({
      nullifier: new Uint8Array(randomBytes(32)),
      editionId: editionId(),
      takenFrom: dueDay,
    }));
    const jurors = set.jury.slice(0, 2).map(({ id }) => id);
    const pairs = proposals.flatMap((proposalId) =>
      jurors.map((jurorId) => ({ editionId: editionId(), proposalId, jurorId })),
    );
    await db().blockedPair.deleteMany({ where: { proposal: { editionId: editionId() } } });
    await inBox(async (tx) => {
      await tx.message.createMany({ data: messages });
      await tx.tookPart.createMany({ data: tookPart });
      await tx.blockedPair.createMany({ data: pairs });
    });
    return { messages, tookPart, pairs };
  }

  /** What holds in the end, whatever was killed. */
  async function expectTaken({ messages, tookPart, pairs }: Awaited<ReturnType<typeof waiting>>) {
    await takeDueBatches();
    const ids = messages.map(({ id }) => id);
    const rows = await db().$queryRaw<{ id: string; xmin: string }[]>`
      SELECT id::text, xmin::text FROM "Message" WHERE id = ANY (${ids}::uuid[]) ORDER BY ctid`;
    expect(rows.map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(new Set(rows.map(({ xmin }) => xmin)).size).toBe(1);
    expect(
      Math.abs(
        correlation(
          ids,
          rows.map(({ id }) => id),
        ),
      ),
    ).toBeLessThan(0.69);
    const nullifier = { in: tookPart.map((each) => each.nullifier) };
    expect(await db().spentToken.count({ where: { nullifier } })).toBe(tookPart.length);
    const here = await db().blockedPair.findMany({
      where: { proposal: { editionId: editionId() } },
    });
    const keyOf = (pair: { proposalId: string; jurorId: string }) => pair.proposalId + pair.jurorId;
    expect(here.map(keyOf).sort()).toEqual(pairs.map(keyOf).sort());
    const left = await readBox(async (client) => [
      await client.message.count(),
      await client.tookPart.count(),
      await client.blockedPair.count(),
    ]);
    expect(left).toEqual([0, 0, 0]);
  }

  const taken = { where: "main", words: "COMMIT", after: 'INTO "public"."BlockedPair"' } as const;
  const gone = {
    where: "box",
    words: "COMMIT",
    after: 'DELETE FROM "public"."HandedKey"',
  } as const;
  test.each<[string, Omit<Death, "act">]>([
    [
      "messages are here and pairs are not",
      { where: "main", words: 'INTO "public"."BlockedPair"' },
    ],
    ["everything is written and not committed", taken],
    ["it is committed and nobody knows", { ...taken, sent: true }],
    [
      "half is erased",
      { where: "box", words: 'DELETE FROM "public"."BlockedPair"', after: "COMMIT" },
    ],
    ["it is erased and nobody knows", { ...gone, sent: true }],
  ])("killed when %s, and taken again, are taken once", async (_, death) => {
    const due = await waiting();
    expect(await actElsewhere(box.directory, { act: "take", ...death })).toBeNull();
    await expectTaken(due);
  });

  const failed: [Drawn][] = [];
  test("killed at any statement, and again, are taken once", async () => {
    const lived = await waiting();
    const { length } = (await actElsewhere(box.directory, { act: "take", nth: 1_000_000 })) ?? [];
    expect(length).toBeGreaterThan(20);
    await expectTaken(lived);
    const property = fc.asyncProperty(drawnDeaths, async (deaths) => {
      const due = await waiting();
      for (const { part, sent } of deaths)
        await actElsewhere(box.directory, { act: "take", nth: nthOf(part, length), sent });
      await expectTaken(due);
    });
    await fc.assert(property, { ...drawnRuns, examples: failed });
  }, 240_000);
});
