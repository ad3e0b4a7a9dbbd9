import "#tests/support/database.ts";
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rotate } from "#app/box/rotation.server.ts";
import { placeOf, readBox } from "#app/box/store.server.ts";
import { withClient } from "#app/platform/client.server.ts";
import { employee } from "#tests/factories/sealed-edition.ts";
import { correlation } from "#tests/support/correlation.ts";
import { type OwnMain, openOwnMain } from "#tests/support/processes/own-main.ts";
import { editionInBox, filesHolding, ownBox, putInBox } from "#tests/support/processes/own-box.ts";

// The four attacks that linked people and proposals while both were in one database, done again on
// the main cluster and the ballot box (docs/sealing.md §11). Each is seen to work where it can.

const box = ownBox();
const people = 60;
/** Of 60 at random it is exceeded once in a million times. */
const chance = 0.62;

let main: OwnMain;
let editionId: string;
/** Who handed in, in their order, and what. */
const order: { userId: string; proposalId: string }[] = [];
let firstDump: Set<string>;

const inMain = <Row extends object>(sql: string, values: unknown[] = []) =>
  withClient(main.url, async (client) => (await client.query<Row>(sql, values)).rows);
const inBox = <Row>(sql: string) => readBox((client) => client.$queryRawUnsafe<Row[]>(sql));
const proposals = () => order.map(({ proposalId }) => proposalId);

beforeAll(async () => {
  main = await openOwnMain();
  editionId = await editionInBox();
  await inMain(`INSERT INTO "Edition" (id, code) VALUES ($1, 'attacchi')`, [editionId]);
  firstDump = await dump();
  for (let at = 0; at < people; at += 1) {
    const { id: userId } = await employee();
    // a mail, a link, a sign-in and passes, and then the deposit at once: the worst for us
    await inMain(
      `INSERT INTO "OutboxMail" (id, "userId", "toAddress", locale, subject, text, html, "createdAt") VALUES (gen_random_uuid(), $1, 'a@b.it', 'it', '', '', '', now())`,
      [userId],
    );
    await inMain(
      `INSERT INTO "Session" ("idHash", "userId", "expiresAt") VALUES ($1, $2, now() + interval '7 days')`,
      [randomBytes(32).toString("hex"), userId],
    );
    await inMain(
      `INSERT INTO "Activation" ("editionId", "userId", "requestHash") VALUES ($1, $2, $3)`,
      [editionId, userId, randomBytes(32)],
    );
    order.push({ userId, proposalId: await putInBox(editionId, `Titolo-${at}`) });
  }
  await inMain("ANALYZE"); // what autovacuum would keep
  await readBox((client) => client.$executeRaw`ANALYZE`);
  await inMain("CHECKPOINT");
  await readBox((client) => client.$executeRaw`CHECKPOINT`);
}, 120_000);

afterAll(() => main.close());

/** Every value in the main database, as a plain dump has it. */
async function dump(): Promise<Set<string>> {
  const tables = await inMain<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
  );
  const values = new Set<string>();
  for (const { name } of tables)
    for (const { row } of await inMain<{ row: Record<string, unknown> }>(
      `SELECT to_jsonb(t) AS row FROM "${name}" t`,
    ))
      for (const value of Object.values(row)) values.add(String(value));
  return values;
}

/** Proposals in the order in which the write-ahead log of the box first tells of them. */
function byLog(): string[] {
  const folder = join(box.directory, placeOf(box.directory).folder, "pg_wal");
  const segments = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  const log = Buffer.concat(
    segments
      .map(({ name }) => name)
      .sort()
      .map((name) => readFileSync(join(folder, name))),
  );
  const placed = proposals().map((id) => ({
    id,
    at: log.indexOf(Buffer.from(id.replaceAll("-", ""), "hex")),
  }));
  return placed
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)
    .map(({ id }) => id);
}

const byTransaction = async () =>
  (
    await inBox<{ id: string }>(`SELECT id::text FROM "Proposal" ORDER BY xmin::text::bigint, ctid`)
  ).map(({ id }) => id);

const statisticsOfBox = () =>
  inBox<{ values: string }>(
    `SELECT histogram_bounds::text AS values FROM pg_stats WHERE tablename = 'Proposal' AND attname = 'id'`,
  );

describe("on the ballot box before a rotation each attack works", () => {
  test("the write-ahead log tells the order of deposits", () => {
    const found = byLog();
    expect(found).toHaveLength(people);
    expect(correlation(proposals(), found)).toBeGreaterThan(0.99);
  });

  test("so do transaction numbers, and those of mails and sign-ins tell the order of people", async () => {
    expect(correlation(proposals(), await byTransaction())).toBeGreaterThan(0.99);
    for (const table of ["OutboxMail", "Session", "Activation"]) {
      const rows = await inMain<{ id: string }>(
        `SELECT "userId"::text AS id FROM "${table}" WHERE "userId" IS NOT NULL ORDER BY xmin::text::bigint`,
      );
      const users = order.map(({ userId }) => userId);
      const shown = rows.map(({ id }) => id).filter((id) => users.includes(id));
      expect(correlation(users, shown)).toBeGreaterThan(0.99);
    }
  });

  test("statistics hold ids of proposals, so what they lack is new", async () => {
    const [statistics] = await statisticsOfBox();
    expect(proposals().filter((id) => statistics!.values.includes(id)).length).toBeGreaterThan(50);
  });
});

describe("on the main database none does, whatever was done at the box", () => {
  test("neither log nor any other file holds an id or a word of a proposal", () => {
    for (const { proposalId } of order.slice(0, 10)) {
      expect(filesHolding(main.directory, proposalId)).toBe(0);
      expect(
        readdirSync(main.directory, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .some((entry) =>
            readFileSync(join(entry.parentPath, entry.name)).includes(
              Buffer.from(proposalId.replaceAll("-", ""), "hex"),
            ),
          ),
      ).toBe(false);
    }
    expect(filesHolding(main.directory, "Titolo-")).toBe(0);
    // control: what is written there is found
    expect(filesHolding(main.directory, "attacchi")).toBeGreaterThan(0);
  });

  test("statistics and two dumps tell who came, and not one proposal", async () => {
    const statistics = await inMain<{ values: string }>(
      "SELECT coalesce(histogram_bounds::text, '') || coalesce(most_common_vals::text, '') AS values FROM pg_stats WHERE schemaname = 'public'",
    );
    const text = statistics.map(({ values }) => values).join("\n");
    // control
    expect(order.filter(({ userId }) => text.includes(userId)).length).toBeGreaterThan(0);
    expect(proposals().filter((id) => text.includes(id))).toEqual([]);
    const second = await dump();
    const fresh = [...second].filter((value) => !firstDump.has(value));
    expect(order.every(({ userId }) => fresh.includes(userId))).toBe(true); // control
    expect(proposals().filter((id) => second.has(id))).toEqual([]);
  });
});

describe("on the ballot box after a rotation none does", () => {
  beforeAll(() => rotate(), 60_000);

  test("its log and its transaction numbers tell an order that is chance", async () => {
    const found = byLog();
    expect(found).toHaveLength(people);
    expect(Math.abs(correlation(proposals(), found))).toBeLessThan(chance);
    expect(Math.abs(correlation(proposals(), await byTransaction()))).toBeLessThan(chance);
    expect(await inBox(`SELECT DISTINCT xmin::text FROM "Proposal"`)).toHaveLength(1);
  });

  test("it has no statistics to compare with", async () => {
    expect(await statisticsOfBox()).toEqual([]);
  });

  test("one person alone between two rotations is one among all who ever handed in", async () => {
    const { id: userId } = await employee();
    const proposalId = await putInBox(editionId, "Chi viene sola");
    const control = await byTransaction();
    expect(control.at(-1)).toBe(proposalId); // before the rotation the last is whoever came last
    await rotate();
    order.push({ userId, proposalId });
    expect(await inBox(`SELECT DISTINCT xmin::text FROM "Proposal"`)).toHaveLength(1);
    expect(await statisticsOfBox()).toEqual([]);
    // its place is drawn: over some rotations it is not the last each time
    const places = new Set<number>();
    for (let run = 0; run < 4; run += 1) {
      places.add((await byTransaction()).indexOf(proposalId));
      await rotate();
    }
    expect(places.size).toBeGreaterThan(1);
  }, 60_000);
});
