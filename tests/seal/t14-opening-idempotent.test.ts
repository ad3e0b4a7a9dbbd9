import "#tests/support/database.ts";
import "#app/i18n/all.ts";
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { openEnvelopes } from "#app/commands/opening/opening.server.ts";
import { ceremonyOf } from "#app/queries/opening/custody.server.ts";
import { checkAndUnwrap } from "#app/sealing/custodian.ts";
import { createDatabase, dropDatabase } from "#app/platform/client.server.ts";
import { closeDatabase, connect, databaseUrl, db } from "#app/platform/db.server.ts";
import { freezeAndSign, judgeAll, release, signFrozen } from "#tests/factories/frozen-edition.ts";
import {
  bytes,
  content,
  depositBy,
  employee,
  joinAs,
  openEdition,
  type SealedEdition,
} from "#tests/factories/sealed-edition.ts";

// An opening is killed at every step, in a process of its own, and run again: nothing is lost,
// nothing happens twice. Each run has a copy of one database, in which three proposals of four are
// awarded: a team, one of somebody excluded, one more; of half of the envelopes one custodian's
// share is bad.

const run = promisify(execFile);
const url = (database: string) => inject("databaseUrl").replace("DATABASE", database);
const copies: string[] = [];
let sealed: SealedEdition;
let own: string;
let shares: {
  custodianId: string;
  envelopeId: string;
  share: Uint8Array<ArrayBuffer>;
  signature: Uint8Array<ArrayBuffer>;
}[];

beforeAll(async () => {
  own = databaseUrl();
  sealed = await openEdition({ quorum: 2, custodianCount: 3 });
  const people = [];
  for (let i = 0; i < 4; i += 1)
    people.push(await depositBy(await employee(), sealed, content({ title: `Idea ${i}` })));
  for (const lead of people) await joinAs(await employee(), sealed, lead, 2);
  await judgeAll(sealed, 3);
  const excluded = await db().proposal.findFirstOrThrow({ where: { publicNo: 2 } });
  const { user } = people.find(({ request }) => request.proposalId === excluded.id)!;
  await db().formerRole.create({
    data: { editionId: sealed.edition.id, userId: user.id, kind: "JUROR" },
  });
  await freezeAndSign(sealed);
  await signFrozen(sealed, sealed.custodians[2]!);
  shares = await unwrapped();
  await closeDatabase(); // a database that somebody uses is not copied
}, 120_000);

afterAll(async () => {
  await closeDatabase();
  for (const copy of copies) await dropDatabase(url("postgres"), copy);
  connect(own);
});

/** What custodians' pages would release; the first custodian's is bad for every second envelope. */
async function unwrapped() {
  const released = [];
  for (const { user, keys } of sealed.custodians) {
    const { id, position } = await db().custodian.findFirstOrThrow({ where: { userId: user.id } });
    const given = await checkAndUnwrap(keys.identity, await ceremonyOf(sealed.edition.id, user.id));
    for (const [at, { envelopeId, share, signature }] of given.shares
      .sort((a, b) => (a.envelopeId < b.envelopeId ? -1 : 1))
      .entries()) {
      const value = position === 1 && at % 2 === 0 ? new Uint8Array(33).fill(7) : bytes(share);
      released.push({ custodianId: id, envelopeId, share: value, signature: bytes(signature) });
    }
  }
  return released;
}

/** Goes to work on a copy of the database, with the shares released or not. */
async function onCopy({ released = true } = {}): Promise<string> {
  await closeDatabase();
  const copy = `t_${randomUUID().replaceAll("-", "")}`;
  copies.push(copy);
  await createDatabase(
    url("postgres"),
    copy,
    new URL(own.replace(/^postgres(ql)?:\/\/[^/]*\//, "http://x/")).pathname.slice(1),
  );
  connect(url(copy));
  if (released) await db().releasedShare.createMany({ data: shares });
  return url(copy);
}

type Death = { step: number; plant?: "mails-early" };

/** The opening in a process that dies at a step; gives the names of the steps when it lives. */
async function openElsewhere(
  database: string,
  { step, plant }: Death = { step: -1 },
): Promise<string[] | "killed"> {
  const words = [
    "--import",
    "tsx",
    "tests/support/processes/open-and-die.ts",
    database,
    sealed.edition.id,
    String(step),
    ...(plant ? [plant] : []),
  ];
  try {
    const { stdout } = await run(process.execPath, words);
    return JSON.parse(stdout) as string[];
  } catch (error) {
    if ((error as { signal?: string }).signal === "SIGKILL") return "killed";
    throw error;
  }
}

/** All that an opening writes, without the time. */
async function snapshot() {
  const { id: editionId } = sealed.edition;
  const opened = await db().openedEnvelope.findMany({
    where: { editionId },
    orderBy: { envelopeId: "asc" },
  });
  const statements = await db().statement.findMany({
    where: { editionId },
    orderBy: { number: "asc" },
    select: { json: true, appliedAt: true },
  });
  const mails = await db().outboxMail.findMany({
    where: { editionId },
    select: { toAddress: true, subject: true },
  });
  const log = await db().auditEntry.findMany({
    where: { editionId, actorId: null, action: { not: { startsWith: "edition." } } },
    select: { action: true, objectId: true, detail: true },
  });
  const sorted = (rows: object[]) => rows.map((row) => JSON.stringify(row)).sort();
  return {
    opened: opened.map(({ at, settledAt, ...row }) => ({
      ...row,
      at: at !== null,
      settled: settledAt !== null,
    })),
    statements,
    mails: sorted(mails),
    log: sorted(log),
  };
}

let undisturbed: Awaited<ReturnType<typeof snapshot>>;
let steps: string[];

describe("T14: the opening may be killed anywhere", () => {
  beforeAll(async () => {
    const database = await onCopy();
    steps = (await openElsewhere(database)) as string[];
    undisturbed = await snapshot();
  }, 60_000);

  test("undisturbed, it names the team and the other, voids the excluded, calls the reserve, names bad shares", () => {
    const count = (result: string) =>
      undisturbed.opened.filter((row) => `${row.result} ${row.reason}`.trim() === result).length;
    expect([count("VALID"), count("INVALID holds-role"), count("INVALID proposal-void")]).toEqual([
      4, 1, 1,
    ]);
    expect(undisturbed.opened.map(({ badShares }) => badShares)).toEqual([
      [1],
      [],
      [1],
      [],
      [1],
      [],
    ]);
    expect(undisturbed.opened.every(({ settled }) => settled)).toBe(true);
    expect(undisturbed.statements).toHaveLength(1);
    // four people named, three custodians to sign the reserve
    expect(undisturbed.mails).toHaveLength(4 + 3);
    expect(steps).toEqual([
      ...Array(6).fill(["opening", "recorded", "opened"]).flat(),
      "settling",
      "judged",
      "settled-unwritten",
      "settled",
      "settling",
    ]);
  });

  test("and at whatever step, run again it gives the same rows and the same mails", async () => {
    for (const step of steps.keys()) {
      const database = await onCopy();
      expect(await openElsewhere(database, { step }), `step ${step}, ${steps[step]}`).toBe(
        "killed",
      );
      // nobody has a mail before what was judged is written
      if (step < steps.indexOf("settled"))
        expect(await db().outboxMail.count({ where: { editionId: sealed.edition.id } })).toBe(0);
      await openEnvelopes(sealed.edition.id);
      expect(await snapshot(), `killed at step ${step}, ${steps[step]}`).toEqual(undisturbed);
    }
  }, 600_000);
});

describe("T14: the opening may be run by many at once", () => {
  test("two processes give the rows of one", async () => {
    const database = await onCopy();
    await Promise.all([openElsewhere(database), openElsewhere(database)]);
    expect(await snapshot()).toEqual(undisturbed);
  }, 120_000);

  test("so do one that is killed and one that is not", async () => {
    const database = await onCopy();
    await Promise.all([openElsewhere(database, { step: 4 }), openElsewhere(database)]);
    expect(await snapshot()).toEqual(undisturbed);
  }, 120_000);

  test("shares that are sent again and again, by all custodians at once, open each envelope once", async () => {
    await onCopy({ released: false });
    const posts = sealed.custodians.flatMap((custodian) => [
      release(sealed, custodian),
      release(sealed, custodian),
    ]);
    expect((await Promise.all(posts)).flat()).toEqual([]);
    const { opened, statements, mails } = await snapshot();
    const without = (rows: typeof opened) => rows.map(({ badShares: _bad, ...row }) => row);
    expect(without(opened)).toEqual(without(undisturbed.opened));
    expect({ statements, mails }).toEqual({
      statements: undisturbed.statements,
      mails: undisturbed.mails,
    });
    expect(await db().releasedShare.count()).toBe(6 * 3);
  }, 120_000);
});

describe("T14, control", () => {
  test("an opening that mails before its transaction commits is caught", async () => {
    const calm = await onCopy();
    await openElsewhere(calm, { step: -1, plant: "mails-early" });
    const expected = await snapshot();
    const database = await onCopy();
    expect(
      await openElsewhere(database, {
        step: steps.indexOf("settled-unwritten"),
        plant: "mails-early",
      }),
    ).toBe("killed");
    await openElsewhere(database, { step: -1, plant: "mails-early" });
    const { mails, ...rest } = await snapshot();
    expect(mails).not.toEqual(expected.mails);
    expect(rest).toEqual({
      opened: expected.opened,
      statements: expected.statements,
      log: expected.log,
    });
  }, 120_000);
});
