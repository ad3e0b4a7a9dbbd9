import "#tests/support/database.ts";
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import * as clock from "#app/platform/clock.server.ts";
import { databaseUrl, db } from "#app/platform/db.server.ts";
import { lucia } from "#app/platform/session.server.ts";
import { forgetPace, isUnshuffled, shuffle, shuffleWhenDue } from "#app/platform/shuffle.server.ts";
import { close, depositBy, employee, openEdition } from "#tests/factories/sealed-edition.ts";

const tables = ["SpentToken", "Message", "BlockedPair", "Certificate", "Activation", "VoteIssue", "Ballot", "Session"];

describe("the shuffle (T5)", () => {
  let proposalId: string;
  /** texts in the true order in which they came */
  let order: string[];

  beforeAll(async () => {
    const sealed = await openEdition();
    proposalId = (await depositBy(await employee(), sealed)).request.proposalId;
    await close(sealed);
    order = [];
    for (let i = 0; i < 300; i += 1) order.push(await write());
    for (let i = 0; i < 30; i += 1) await lucia().createSession((await employee()).id, {});
  }, 120_000);

  /** What a proposer writes, in a transaction of its own. */
  async function write(): Promise<string> {
    const text = randomUUID();
    await db().message.create({ data: { proposalId, side: "PROPOSER", kind: "ANSWER", text, visibleFrom: new Date("2027-01-01") } });
    return text;
  }

  async function counts() {
    return Promise.all(tables.map(async (name) => [name, ...(await db().$queryRawUnsafe<{ count: number; hash: string }[]>(`SELECT count(*)::int AS count, md5(string_agg(t::text, '|' ORDER BY t::text)) AS hash FROM "${name}" t`))]));
  }

  async function versions(): Promise<Record<string, number>> {
    const rows = await Promise.all(tables.map(async (name) => [name, (await db().$queryRawUnsafe<{ n: number }[]>(`SELECT count(DISTINCT xmin::text)::int AS n FROM "${name}"`))[0]!.n] as const));
    return Object.fromEntries(rows);
  }

  /** The ids of a table in the order of its file. */
  async function inFile(table: string, column: string): Promise<string[]> {
    const rows = await db().$queryRawUnsafe<{ id: string }[]>(`SELECT "${column}"::text AS id FROM "${table}" ORDER BY ctid`);
    return rows.map(({ id }) => id);
  }

  /** Spearman's rank correlation between the true order and the order in a table's file. */
  async function correlation(table: string, column: string): Promise<number> {
    const file = (await inFile(table, column)).filter((id) => order.includes(id));
    const n = file.length;
    const squares = file.reduce((sum, id, at) => sum + (at - order.indexOf(id)) ** 2, 0);
    return 1 - (6 * squares) / (n * (n * n - 1));
  }

  /** How many bytes of a table's file a compaction would free now. */
  async function waste(table: string): Promise<number> {
    const size = async () => (await db().$queryRawUnsafe<{ size: number }[]>(`SELECT pg_relation_size('"${table}"')::int AS size`))[0]!.size;
    const before = await size();
    await db().$executeRawUnsafe(`VACUUM (FULL) "${table}"`);
    return before - (await size());
  }

  // of 300 in random order |rho| exceeds 0.3 less than once in ten million times (standard error 1/√299)
  const chance = 0.3;

  test("control: before it, rows lie in the order they came, each by its own transaction", async () => {
    expect(await correlation("Message", "text")).toBeGreaterThan(0.9);
    expect((await versions()).Message).toBeGreaterThan(250);
    expect(await isUnshuffled()).toBe(true);
  });

  test("after it every table is one transaction's work, in an order that says nothing, and not a byte is another", async () => {
    const before = await counts();
    await shuffle();
    expect(await counts()).toEqual(before);
    for (const count of Object.values(await versions())) expect(count).toBeLessThanOrEqual(1);
    expect(Math.abs(await correlation("Message", "text"))).toBeLessThan(chance);
    expect(await isUnshuffled()).toBe(false);
  });

  test("it lays a table out anew each time", async () => {
    const before = await inFile("Message", "text");
    await shuffle();
    expect(await inFile("Message", "text")).not.toEqual(before);
  });

  test("no earlier version of a row is left in the files", async () => {
    await db().$executeRawUnsafe(`UPDATE "Message" SET text = text`);
    const [grown] = await db().$queryRaw<{ size: number }[]>`SELECT pg_relation_size('"Message"')::int AS size`;
    await shuffle();
    const [compact] = await db().$queryRaw<{ size: number }[]>`SELECT pg_relation_size('"Message"')::int AS size`;
    expect(compact!.size).toBeLessThan(grown!.size);
  });

  test("is not done as long as a transaction that began before it keeps earlier versions of rows alive", async () => {
    const reader = new pg.Client({ connectionString: databaseUrl() });
    reader.on("error", () => {}); // it may outlive its database when the test fails
    await reader.connect();
    await reader.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
    await reader.query(`SELECT count(*) FROM "Category"`); // as statistics or a copy of the database would
    let over = false;
    const shuffled = shuffle().then(() => expect(over).toBe(true));
    await pause(1500);
    over = true;
    await reader.query("COMMIT");
    await shuffled;
    for (const table of ["Proposal", "Access", "Session"]) expect([table, await waste(table)]).toEqual([table, 0]);
    // control: a single compaction beside such a reader leaves the earlier rows in the file
    await reader.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
    await reader.query(`SELECT count(*) FROM "Category"`);
    await db().$executeRawUnsafe(`UPDATE "Message" SET text = text`);
    await db().$executeRawUnsafe(`VACUUM (FULL) "Message"`);
    await reader.query("COMMIT");
    // not at once: the making of statistics is such a reader too
    await expect.poll(() => waste("Message"), { timeout: 20_000 }).toBeGreaterThan(0);
    await reader.end();
  }, 60_000);

  test("killed before it commits it has done nothing; killed after, the next start compacts", async () => {
    await write();
    const before = await counts();
    const file = await inFile("Message", "text");
    const killAt = (step: string) => (at: string) => {
      if (at === step) throw new Error("killed");
    };
    await expect(shuffle(killAt("rewritten"))).rejects.toThrow("killed");
    expect(await inFile("Message", "text")).toEqual(file);
    expect(await isUnshuffled()).toBe(true);
    await expect(shuffle(killAt("committed"))).rejects.toThrow("killed");
    expect(await counts()).toEqual(before);
    forgetPace();
    await shuffleWhenDue(); // the first of a process: whatever there is
    expect(await counts()).toEqual(before);
    expect(await isUnshuffled()).toBe(false);
  });

  test("it gives way to whoever is writing, and nothing handed in meanwhile is lost", async () => {
    const [, ...written] = await Promise.all([shuffle(), write(), write(), write(), write(), write(), write(), shuffle()]);
    const texts = written.filter((text) => typeof text === "string");
    expect(await db().message.count({ where: { text: { in: texts } } })).toBe(6);
  }, 60_000);

  describe("its time", () => {
    let today: Date;
    beforeEach(async () => {
      today = new Date("2027-03-01T10:00:00Z");
      vi.spyOn(clock, "now").mockImplementation(() => today);
      forgetPace();
      await shuffleWhenDue();
    });
    const later = (minutes: number) => (today = new Date(today.getTime() + minutes * 60_000));

    test("is eight to twelve minutes after the first write that was seen, however many follow", async () => {
      await lucia().createSession((await employee()).id, {});
      await shuffleWhenDue(); // sees it
      for (let minute = 1; minute < 8; minute += 1) {
        later(1);
        await lucia().createSession((await employee()).id, {});
        await shuffleWhenDue();
        expect(await isUnshuffled()).toBe(true);
      }
      later(5);
      await shuffleWhenDue();
      expect(await isUnshuffled()).toBe(false);
    });

    test("does not come where nothing was written", async () => {
      const file = await inFile("Message", "text");
      await shuffleWhenDue();
      later(60);
      await shuffleWhenDue();
      expect(await inFile("Message", "text")).toEqual(file);
    });
  });
});
