import "#tests/support/database.ts";
import { randomBytes, randomUUID } from "node:crypto";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import * as box from "#app/box/batches.server.ts";
import * as pairs from "#app/box/pairs.server.ts";
import { inBox, readBox } from "#app/box/store.server.ts";
import { takeDueBatches } from "#app/commands/box/batches.server.ts";
import { askProposer } from "#app/commands/screening/questions.server.ts";
import { removeJuror } from "#app/commands/jury/jury.server.ts";
import { askForConflicts } from "#app/commands/jury/sealed-conflicts.server.ts";
import { localTimeOf } from "#app/domain/local-time.ts";
import { db } from "#app/platform/db.server.ts";
import { assignmentPage } from "#app/queries/assignment/assignment.server.ts";
import { editionFacts } from "#app/queries/edition/edition-facts.server.ts";
import { accessKeyFor } from "#app/sealing/wallet.ts";
import { type Screened, screened } from "#tests/factories/screened-edition.ts";
import { ask } from "#tests/factories/sealed-edition.ts";
import { asOwner } from "#tests/support/owner.ts";
import { atOnceInBox, boxWaiters, mainWaiters } from "#tests/support/race.ts";

// What is written after closing comes over in batches (sealing.md §6). Whatever is interrupted, in
// the end the main database has every row that was acknowledged, once, and the box has none.

const yesterday = new Date("2020-01-01");
const editionId = (set: Screened) => set.sealed.edition.id;
const waiting = (set: Screened) =>
  readBox((client) => client.message.count({ where: { editionId: editionId(set) } }));
const taken = (set: Screened) =>
  db().message.findMany({ where: { side: "PROPOSER", proposal: { editionId: editionId(set) } } });
const midnight = (set: Screened) =>
  inBox((tx) =>
    tx.message.updateMany({
      where: { editionId: editionId(set) },
      data: { visibleFrom: yesterday },
    }),
  );
const answer = (set: Screened, at: number, text: string) =>
  ask({
    op: "write",
    edition: editionId(set),
    accessKey: accessKeyFor(set.own[at]!.receipt, editionId(set)),
    kind: "ANSWER",
    text,
  });

async function asked(proposals = 3): Promise<Screened> {
  const set = await screened({ proposals, jurors: 6 });
  for (const { request } of set.own) {
    const { publicNo } = await db().proposal.findUniqueOrThrow({
      where: { id: request.proposalId },
    });
    await askProposer(
      set.sealed.organiser.id,
      set.sealed.edition,
      publicNo!,
      "Quanti moduli sono?",
    );
  }
  return set;
}

describe("batches (T5)", () => {
  let set: Screened;
  beforeAll(async () => {
    set = await asked();
    for (const at of [0, 1, 2]) await answer(set, at, `Risposta ${at}`);
  }, 60_000);
  afterEach(() => vi.restoreAllMocks());

  test("come over when they are due, and not before", async () => {
    await takeDueBatches();
    expect([await waiting(set), (await taken(set)).length]).toEqual([3, 0]);
    await midnight(set);
    await takeDueBatches();
    expect([await waiting(set), (await taken(set)).length]).toEqual([0, 3]);
  });

  test("interrupted before the box erased, they are in both and read once, and erased later", async () => {
    await answer(set, 0, "Ancora una cosa");
    await midnight(set);
    vi.spyOn(box, "eraseTaken").mockRejectedValueOnce(new Error("gone"));
    await takeDueBatches();
    expect([await waiting(set), (await taken(set)).length]).toEqual([1, 4]);
    const own = await ask({
      op: "read",
      edition: editionId(set),
      accessKey: accessKeyFor(set.own[0]!.receipt, editionId(set)),
    });
    // a question and two answers
    expect((own as { dialogue: { messages: object[] } }).dialogue.messages).toHaveLength(3);
    await takeDueBatches();
    expect([await waiting(set), (await taken(set)).length]).toEqual([0, 4]);
  });

  test("interrupted before the main database kept them, they wait", async () => {
    await answer(set, 1, "Ancora una cosa");
    await midnight(set);
    const due = box.dueBatch;
    vi.spyOn(box, "dueBatch").mockImplementation(async (what) => {
      const batch = await due(what);
      if (what.editionId === editionId(set)) throw new Error("gone");
      return batch;
    });
    await takeDueBatches(); // the others are not held up
    vi.restoreAllMocks();
    expect([await waiting(set), (await taken(set)).length]).toEqual([1, 4]);
    await takeDueBatches();
    expect([await waiting(set), (await taken(set)).length]).toEqual([0, 5]);
  });

  test("taken by several at once are taken once", async () => {
    await answer(set, 2, "Ancora una cosa");
    await midnight(set);
    await Promise.all([takeDueBatches(), takeDueBatches(), takeDueBatches()]);
    expect([await waiting(set), (await taken(set)).length]).toEqual([0, 6]);
  });

  test("come in an order that says nothing", async () => {
    const many = await asked(1);
    const order = Array.from({ length: 60 }, (_, at) => `Messaggio ${at}`);
    for (const text of order)
      await inBox((tx) =>
        tx.message.create({
          data: {
            editionId: editionId(many),
            proposalId: many.own[0]!.request.proposalId,
            kind: "ANSWER",
            text,
            visibleFrom: yesterday,
          },
        }),
      );
    await takeDueBatches();
    const rows = await db().$queryRaw<
      { text: string; xmin: string }[]
    >`SELECT text, xmin::text FROM "Message" WHERE text LIKE 'Messaggio %' ORDER BY ctid`;
    expect(rows).toHaveLength(60);
    expect(new Set(rows.map(({ xmin }) => xmin)).size).toBe(1);
    const n = order.length;
    const rho =
      1 -
      (6 * rows.reduce((sum, { text }, at) => sum + (at - order.indexOf(text)) ** 2, 0)) /
        (n * (n * n - 1));
    expect(Math.abs(rho)).toBeLessThan(0.62); // exceeded once in a million times
  }, 60_000);

  test("while the box cannot be asked, organisers' pages answer and screening does not end", async () => {
    vi.spyOn(box, "isContestWaiting").mockRejectedValue(new Error("gone"));
    expect((await editionFacts(editionId(set))).contestOpen).toBe(true);
    const asked = vi.mocked(box.isContestWaiting).mock.calls.length;
    await asOwner((tx) =>
      tx.edition.update({ where: { id: editionId(set) }, data: { phase: "scoring" } }),
    );
    // it is over: the box is not even asked
    expect((await editionFacts(editionId(set))).contestOpen).toBe(false);
    expect(vi.mocked(box.isContestWaiting).mock.calls.length).toBe(asked);
    await asOwner((tx) =>
      tx.edition.update({ where: { id: editionId(set) }, data: { phase: "screening" } }),
    );
  });

  test("a contest out of an earlier release, which waits in the main database, is waited for too", async () => {
    const row = {
      proposalId: set.own[0]!.request.proposalId,
      side: "PROPOSER",
      kind: "CONTEST",
      text: "Di prima",
      visibleFrom: new Date("2100-01-01"),
    } as const;
    const { id } = await db().message.create({ data: row });
    expect((await editionFacts(editionId(set))).contestOpen).toBe(true);
    await db().message.delete({ where: { id } });
    expect((await editionFacts(editionId(set))).contestOpen).toBe(false);
  });

  test("a contest that is being written is waited for by what closes screening", async () => {
    const { request } = set.own[0]!;
    const contesting = (tx: Parameters<Parameters<typeof inBox>[0]>[0]) =>
      tx.message.create({
        data: {
          editionId: editionId(set),
          proposalId: request.proposalId,
          kind: "CONTEST",
          text: "È sbagliato",
          visibleFrom: new Date("2100-01-01"),
        },
      });
    expect((await editionFacts(editionId(set))).contestOpen).toBe(false);
    const [, open] = await atOnceInBox<unknown>(
      (tx) => tx.$executeRaw`LOCK TABLE "Message" IN SHARE MODE`,
      () => box.whileWaiting(editionId(set), contesting),
      async () => {
        await expect.poll(boxWaiters).toBe(1); // it is being written
        return box.isContestWaiting(editionId(set));
      },
    );
    expect(open).toBe(true);
  }, 60_000);
});

describe("pairs", () => {
  const dateOver = (set: Screened) =>
    db().edition.update({
      where: { id: editionId(set) },
      data: { conflictsUntil: new Date(Date.now() - 1000) },
    });
  const inMain = (set: Screened) =>
    db().blockedPair.findMany({ where: { proposal: { editionId: editionId(set) } } });
  const inTheBox = (set: Screened) =>
    readBox((client) => client.blockedPair.findMany({ where: { editionId: editionId(set) } }));

  test("are nowhere but in the box until the date, and the assignment waits until they are here", async () => {
    const set = await screened({ jurors: 6 });
    await askForConflicts(
      set.sealed.organiser.id,
      set.sealed.edition,
      localTimeOf(new Date(Date.now() + 3_600_000), "Europe/Rome"),
    );
    await takeDueBatches();
    expect([(await inTheBox(set)).length, (await inMain(set)).length]).toEqual([6, 0]);
    await dateOver(set);
    expect(await assignmentPage(set.sealed.organiser.id, editionId(set))).toMatchObject({
      waits: true,
    });
    expect((await editionFacts(editionId(set))).conflictsWait).toBe(true);
    const before = (await inTheBox(set))
      .map(({ proposalId, jurorId }) => proposalId + jurorId)
      .sort();
    await takeDueBatches();
    expect(
      (await inMain(set)).map(({ proposalId, jurorId }) => proposalId + jurorId).sort(),
    ).toEqual(before);
    expect(await inTheBox(set)).toEqual([]);
    expect(await assignmentPage(set.sealed.organiser.id, editionId(set))).toMatchObject({
      waits: false,
    });
  }, 60_000);

  test("of a juror who left while the box could not be reached are drawn again before they come over", async () => {
    const set = await screened({ jurors: 7 });
    await askForConflicts(
      set.sealed.organiser.id,
      set.sealed.edition,
      localTimeOf(new Date(Date.now() + 3_600_000), "Europe/Rome"),
    );
    const gone = set.jury[0]!.id;
    await removeJuror(set.sealed.organiser.id, editionId(set), gone);
    // as a request that looked at the jury before would leave it
    await inBox(async (tx) => {
      const own = { proposalId: set.own[1]!.request.proposalId };
      await tx.blockedPair.deleteMany({ where: own });
      await tx.blockedPair.createMany({
        data: [gone, set.jury[1]!.id].map((jurorId) => ({
          editionId: editionId(set),
          jurorId,
          ...own,
        })),
      });
    });
    await dateOver(set);
    await takeDueBatches();
    const rows = await inMain(set);
    expect(rows).toHaveLength(6);
    expect(rows.filter(({ jurorId }) => jurorId === gone)).toEqual([]);
    expect(await inTheBox(set)).toEqual([]);
  }, 60_000);
});

test("pairs that two nodes take at once are two for each proposal: none is drawn for what was just taken", async () => {
  const set = await screened({ jurors: 6 });
  await askForConflicts(
    set.sealed.organiser.id,
    set.sealed.edition,
    localTimeOf(new Date(Date.now() + 3_600_000), "Europe/Rome"),
  );
  await db().edition.update({
    where: { id: editionId(set) },
    data: { conflictsUntil: new Date(Date.now() - 1000) },
  });
  const draw = pairs.fillPairs;
  let other: Promise<string> | undefined;
  vi.spyOn(pairs, "fillPairs").mockImplementationOnce(async (...wanted) => {
    // the other node comes just before this one draws: it waits, or else takes everything
    other = takeDueBatches().then(() => "taken");
    const waits = expect
      .poll(mainWaiters)
      .toBe(1)
      .then(() => "waits");
    await Promise.race([other, waits]);
    await draw(...wanted);
  });
  await takeDueBatches();
  await other;
  expect(await db().blockedPair.count({ where: { proposal: { editionId: editionId(set) } } })).toBe(
    6,
  );
  expect(
    await readBox((client) => client.blockedPair.count({ where: { editionId: editionId(set) } })),
  ).toBe(0);
}, 60_000);

describe("what nobody takes any more", () => {
  test("is erased when the edition is archived", async () => {
    const id = randomUUID();
    await db().edition.create({
      data: {
        id,
        code: `archivio-${id.slice(0, 8)}`,
        manifest: { create: { json: "{}", hash: new Uint8Array(32) } },
      },
    });
    await asOwner((tx) => tx.edition.update({ where: { id }, data: { phase: "archived" } }));
    await inBox((tx) =>
      tx.ballot.create({
        data: {
          nullifier: new Uint8Array(randomBytes(32)),
          editionId: id,
          proposalId: randomUUID(),
        },
      }),
    );
    await takeDueBatches();
    expect(await readBox((client) => client.ballot.count({ where: { editionId: id } }))).toBe(0);
  });
});
