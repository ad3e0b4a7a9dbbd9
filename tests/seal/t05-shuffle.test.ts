import "#tests/support/database.ts";
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { enterPhase } from "#app/commands/phase.server.ts";
import * as clock from "#app/platform/clock.server.ts";
import { databaseUrl, db } from "#app/platform/db.server.ts";
import { lucia } from "#app/platform/session.server.ts";
import { forgetPace, isUnshuffled, shuffle, shuffleWhenDue } from "#app/platform/shuffle.server.ts";
import { newReceipt } from "#app/sealing/receipt.ts";
import { prepareDeposit } from "#app/sealing/wallet.ts";
import { content, depositBy, employee, openEdition, send, type SealedEdition, walletOf } from "#tests/factories/sealed-edition.ts";

const tables = ["Proposal", "Envelope", "Access", "Invite", "SpentToken", "Message", "BlockedPair", "ProposalFile", "Certificate", "Activation", "VoteIssue", "Ballot", "Session"];

describe("the shuffle (T5)", () => {
  let sealed: SealedEdition;
  /** ids in the true order of deposits */
  let order: string[];

  beforeAll(async () => {
    sealed = await openEdition();
    order = [];
    const wallet = await walletOf(await employee(), sealed);
    const { request } = await depositBy(await employee(), sealed);
    order.push(request.proposalId);
    for (let i = 0; i < 299; i += 1) order.push(await copyOf(request.proposalId));
    expect(wallet.tokens).toHaveLength(2);
    await db().proposalFile.createMany({ data: order.map((proposalId) => ({ proposalId, position: 1, kind: "png", sha256: new Uint8Array(32), size: 3000, bytes: crypto.getRandomValues(new Uint8Array(3000)) })) });
    for (let i = 0; i < 30; i += 1) await lucia().createSession((await employee()).id, {});
  }, 120_000);

  /** The same proposal under another id, with all that hangs on it, each in a transaction of its own. */
  async function copyOf(first: string): Promise<string> {
    const id = randomUUID();
    await db().$executeRawUnsafe(`INSERT INTO "Proposal" SELECT (jsonb_populate_record(NULL::"Proposal", to_jsonb(p) || jsonb_build_object('id', '${id}'))).* FROM "Proposal" p WHERE id = '${first}'`);
    await db().$executeRawUnsafe(`INSERT INTO "Envelope" SELECT (jsonb_populate_record(NULL::"Envelope", to_jsonb(e) || jsonb_build_object('id', gen_random_uuid(), 'proposalId', '${id}'))).* FROM "Envelope" e WHERE "proposalId" = '${first}'`);
    await db().access.create({ data: { keyHash: crypto.getRandomValues(new Uint8Array(32)), proposalId: id, slot: 1 } });
    await db().message.create({ data: { proposalId: id, side: "PROPOSER", kind: "ANSWER", text: id, visibleFrom: new Date("2027-01-01") } });
    return id;
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

  const hanging = [["Proposal", "id"], ["Envelope", "proposalId"], ["Access", "proposalId"], ["Message", "proposalId"], ["ProposalFile", "proposalId"]] as const;
  // of 300 in random order |rho| exceeds 0.3 less than once in ten million times (standard error 1/√299)
  const chance = 0.3;

  test("control: before it, rows lie in the order they came, each by its own transaction", async () => {
    for (const [table, column] of hanging) expect(await correlation(table, column)).toBeGreaterThan(0.9);
    expect((await versions()).Proposal).toBeGreaterThan(250);
    expect(await isUnshuffled()).toBe(true);
  });

  test("after it every table is one transaction's work, in an order that says nothing, and not a byte is another", async () => {
    const before = await counts();
    await shuffle({ withFiles: true });
    expect(await counts()).toEqual(before);
    for (const count of Object.values(await versions())) expect(count).toBeLessThanOrEqual(1);
    for (const [table, column] of hanging) expect(Math.abs(await correlation(table, column))).toBeLessThan(chance);
    expect(await isUnshuffled({ withFiles: true })).toBe(false);
  });

  test("tables are laid out independently of each other, and anew each time", async () => {
    const [proposals, envelopes] = [await inFile("Proposal", "id"), await inFile("Envelope", "proposalId")];
    expect(envelopes).not.toEqual(proposals);
    await shuffle();
    expect(await inFile("Proposal", "id")).not.toEqual(proposals);
  });

  test("no earlier version of a row is left in the files", async () => {
    await db().$executeRawUnsafe(`UPDATE "Access" SET slot = slot`);
    const [grown] = await db().$queryRaw<{ size: number }[]>`SELECT pg_relation_size('"Access"')::int AS size`;
    await shuffle();
    const [compact] = await db().$queryRaw<{ size: number }[]>`SELECT pg_relation_size('"Access"')::int AS size`;
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
    await db().$executeRawUnsafe(`UPDATE "Access" SET slot = slot`);
    await db().$executeRawUnsafe(`VACUUM (FULL) "Access"`);
    await reader.query("COMMIT");
    // not at once: the making of statistics is such a reader too
    await expect.poll(() => waste("Access"), { timeout: 20_000 }).toBeGreaterThan(0);
    await reader.end();
  }, 60_000);

  test("killed before it commits it has done nothing; killed after, the next start compacts", async () => {
    await send(await prepareDeposit(await walletOf(await employee(), sealed), sealed, content(), newReceipt()));
    const before = await counts();
    const file = await inFile("Proposal", "id");
    const killAt = (step: string) => (at: string) => {
      if (at === step) throw new Error("killed");
    };
    await expect(shuffle({}, killAt("rewritten"))).rejects.toThrow("killed");
    expect(await inFile("Proposal", "id")).toEqual(file);
    expect(await isUnshuffled()).toBe(true);
    await expect(shuffle({}, killAt("committed"))).rejects.toThrow("killed");
    expect(await counts()).toEqual(before);
    forgetPace();
    await shuffleWhenDue(); // the first of a process: whatever there is
    expect(await counts()).toEqual(before);
    expect(await isUnshuffled({ withFiles: true })).toBe(false);
  });

  test("it gives way to whoever is writing, and nothing handed in meanwhile is lost", async () => {
    const wallets = await Promise.all(Array.from({ length: 6 }, async () => walletOf(await employee(), sealed)));
    const requests = await Promise.all(wallets.map((wallet) => prepareDeposit(wallet, sealed, content(), newReceipt())));
    await Promise.all([shuffle(), ...requests.map(send), shuffle({ withFiles: true })]);
    const ids = requests.map(({ proposalId }) => proposalId);
    expect(await db().proposal.count({ where: { id: { in: ids } } })).toBe(ids.length);
    expect(await db().envelope.count({ where: { proposalId: { in: ids } } })).toBe(ids.length);
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
      const file = await inFile("Proposal", "id");
      await shuffleWhenDue();
      later(60);
      await shuffleWhenDue();
      expect(await inFile("Proposal", "id")).toEqual(file);
    });

    test("is the night for attachments", async () => {
      await db().proposalFile.create({ data: { proposalId: order[0]!, position: 2, kind: "png", sha256: new Uint8Array(32), size: 1, bytes: new Uint8Array(1) } });
      await shuffleWhenDue();
      later(13);
      await shuffleWhenDue();
      expect(await isUnshuffled({ withFiles: true })).toBe(true);
      later(16 * 60);
      await shuffleWhenDue();
      expect(await isUnshuffled({ withFiles: true })).toBe(false);
    });
  });

  test("closing shuffles in its own transaction, files too, and what is closed is never written again", async () => {
    vi.restoreAllMocks();
    await db().edition.update({ where: { id: sealed.edition.id }, data: { closesAt: new Date(Date.now() - 1000), graceMinutes: 0 } });
    await enterPhase(null, sealed.edition.id, "screening");
    for (const [table, column] of hanging) expect(Math.abs(await correlation(table, column))).toBeLessThan(chance);
    expect((await versions()).Proposal).toBe(1);
    expect((await versions()).ProposalFile).toBe(1);
    const closed = await counts();
    const file = await inFile("Envelope", "id");
    await shuffle({ withFiles: true });
    expect(await counts()).toEqual(closed);
    expect(await inFile("Envelope", "id")).toEqual(file);
  }, 60_000);
});
