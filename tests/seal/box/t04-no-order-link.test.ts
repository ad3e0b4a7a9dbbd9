import "#tests/support/database.ts";
import { createHash, randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { rotate } from "#app/box/rotation.server.ts";
import { boxConnection, readBox } from "#app/box/store.server.ts";
import { askProposer } from "#app/commands/screening/questions.server.ts";
import { askForConflicts } from "#app/commands/jury/sealed-conflicts.server.ts";
import { localTimeOf } from "#app/domain/local-time.ts";
import { databaseUrl, db } from "#app/platform/db.server.ts";
import { nextMidnight } from "#app/platform/accounts/session.server.ts";
import { toBase64 } from "#app/sealing/bytes.ts";
import { newReceipt } from "#app/sealing/receipt.ts";
import {
  accessKeyFor,
  askForRefund,
  askForTookPart,
  hashOfContent,
  prepareDeposit,
} from "#app/sealing/wallet.ts";
import { openedEdition, publish } from "#tests/factories/published-edition.ts";
import { screened } from "#tests/factories/screened-edition.ts";
import {
  ask,
  content,
  type Deposited,
  depositBy,
  employee,
  joinAs,
  openEdition,
  type SealedEdition,
  send,
  walletOf,
} from "#tests/factories/sealed-edition.ts";
import { voteTokenOf, votingEdition } from "#tests/factories/voted-edition.ts";
import { filesOf } from "#tests/support/files-of.ts";
import { type OwnMain, openOwnMain } from "#tests/support/processes/own-main.ts";
import { editionInBox, filesWith, ownBox, putInBox } from "#tests/support/processes/own-box.ts";

// Somebody copies everything the server stores, with what PostgreSQL writes into files besides
// rows, and guesses for every proposal who handed it in (docs/sealing.md §6). Two things stand
// against it: the main database is not written, and not even asked, when somebody hands in; and
// what the ballot box's cluster remembers goes with its folder.

const box = ownBox();

describe("an act of /p leaves nothing in the main database (T4)", () => {
  let main: OwnMain;
  let sealed: SealedEdition;
  let lead: Deposited;
  const wallets: Awaited<ReturnType<typeof walletOf>>[] = [];

  beforeAll(async () => {
    // without what PostgreSQL writes by itself, whoever does what: tidying up, and notes for a
    // replica that is not there
    main = await openOwnMain({ autovacuum: "off", wal_level: "minimal", max_wal_senders: "0" });
    sealed = await openEdition();
    for (let i = 0; i < 5; i += 1) wallets.push(await walletOf(await employee(), sealed));
    lead = await depositBy(await employee(), sealed);
    await joinAs(await employee(), sealed, lead, 2);
    await everythingElse(lead); // once, so that whatever reads anything has read it
    await db().$executeRaw`VACUUM (FREEZE)`;
    await db().$executeRaw`CHECKPOINT`;
  }, 120_000);

  afterAll(() => main.close());

  const access = () => ({
    edition: sealed.edition.id,
    accessKey: accessKeyFor(lead.receipt, sealed.edition.id),
  });

  /** What else a receipt is good for while proposals are taken. */
  async function everythingElse(own: Deposited): Promise<void> {
    const to = {
      edition: sealed.edition.id,
      accessKey: accessKeyFor(own.receipt, sealed.edition.id),
    };
    await ask({ op: "read", ...to });
    await ask({ op: "check", ...to, texts: [{ field: "title", text: "Meno carta" }] });
    await ask({ op: "invite", ...to, codeHash: randomBytes(32).toString("base64url") });
  }

  /**
   * A hash of every file of the main cluster, its log and transaction counter, and how often each
   * table was read.
   */
  async function shown() {
    const statistics = await db().$queryRaw<unknown[]>`
      SELECT relname, seq_scan, idx_scan, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_user_tables ORDER BY 1`;
    const [{ xid }] = await db().$queryRaw<
      [{ xid: string }]
    >`SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS xid`;
    return {
      files: filesOf(main.directory),
      xid,
      statistics: JSON.stringify(statistics, (_, value) =>
        typeof value === "bigint" ? String(value) : value,
      ),
    };
  }

  test("handing in, correcting, inviting, joining, coming back and withdrawing change no byte of its files and ask it nothing", async () => {
    const first = await shown();
    const asked = vi.spyOn(pg.Client.prototype, "query");
    const handedIn: Deposited[] = [];
    for (const wallet of wallets) {
      const receipt = newReceipt();
      const request = await prepareDeposit(
        wallet,
        sealed,
        content({ title: "Una parola cercata" }),
        receipt,
      );
      handedIn.push({ ...lead, wallet, receipt, request, reply: await send(request) });
    }
    for (const own of handedIn) await everythingElse(own);
    const replaces = hashOfContent(content());
    await ask({
      op: "replace",
      ...access(),
      replaces,
      content: content({ title: "Un'altra parola cercata" }),
    });
    const refund = await askForRefund(sealed.manifest);
    await ask({ op: "withdraw", ...access(), blinded: refund.blinded });
    const boxHost = new URL((await boxConnection()).url).searchParams.get("host");
    const elsewhere = asked.mock.calls.filter(
      (_, at) => (asked.mock.contexts[at] as pg.Client).host !== boxHost,
    );
    asked.mockRestore();
    expect(elsewhere).toEqual([]);
    const last = await shown();
    expect(last.xid).toBe(first.xid);
    expect(last.statistics).toBe(first.statistics);
    expect(last.files).toEqual(first.files);
  }, 120_000);

  test("nor do writing, naming jurors, voting and asking for a token after closing: they wait in the box", async () => {
    const set = await screened({ proposals: 2, jurors: 6 });
    const jurors = set.jury.map(({ id }) => id);
    const of = (own: Deposited) => ({
      edition: set.sealed.edition.id,
      accessKey: accessKeyFor(own.receipt, set.sealed.edition.id),
    });
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
    await askForConflicts(
      set.sealed.organiser.id,
      set.sealed.edition,
      localTimeOf(new Date(Date.now() + 3_600_000), "Europe/Rome"),
    );
    const voted = await votingEdition({ deposits: 2, awarded: 1 });
    const tokens = [
      await voteTokenOf(await employee(), voted.sealed),
      await voteTokenOf(await employee(), voted.sealed),
    ];
    const published = await openedEdition({ deposits: 2, awarded: 1 });
    await publish(published, {});
    const ended = published.sealed.edition.id;
    const { issuerSpki } = await db().tookPartKey.findUniqueOrThrow({
      where: { editionId: ended },
    });
    const blinded = [
      await askForTookPart(ended, toBase64(issuerSpki)),
      await askForTookPart(ended, toBase64(issuerSpki)),
    ];

    const once = async (at: 0 | 1) => {
      const own = of(set.own[at]!);
      await ask({ op: "write", ...own, kind: "ANSWER", text: "Sono tre." });
      await ask({ op: "block", ...own, pair: jurors.slice(0, 2) });
      await ask({ op: "vote", edition: voted.sealed.edition.id, token: tokens[at]!, publicNo: 1 });
      await ask({
        op: "took-part",
        edition: ended,
        accessKey: accessKeyFor(published.deposited[at]!.receipt, ended),
        blinded: blinded[at]!.blinded,
      });
    };
    await once(0); // whatever reads anything has read it
    await db().$executeRaw`VACUUM (FREEZE)`;
    await db().$executeRaw`CHECKPOINT`;
    const first = await shown();
    await once(1);
    const last = await shown();
    expect(last.xid).toBe(first.xid);
    expect(last.files).toEqual(first.files);
    const waiting = await readBox(async (client) => [
      await client.message.count(),
      await client.blockedPair.count(),
      await client.ballot.count(),
      await client.tookPart.count(),
    ]);
    expect(waiting).toEqual([2, 4, 2, 4]);
  }, 180_000);

  test("control: one row in one table is seen in all three", async () => {
    const first = await shown();
    await db().spentToken.create({
      data: {
        nullifier: new Uint8Array(randomBytes(32)),
        editionId: sealed.edition.id,
        purpose: "planted",
      },
    });
    await db().$executeRaw`CHECKPOINT`;
    await db().$executeRaw`SELECT pg_stat_force_next_flush()`;
    const last = await shown();
    expect(last.xid).not.toBe(first.xid);
    expect(last.files).not.toEqual(first.files);
    await expect.poll(async () => (await shown()).statistics).not.toBe(first.statistics);
  }, 60_000);
});

const people = 100;
const deposits = 40;
const runs = 8;

/** What a copy of both databases shows, each list in the order in which it shows it. */
type Copy = Record<
  "sessions" | "activations" | "byTransaction" | "byPlace" | "byLargeValue" | "byId" | "byReceipt",
  string[]
>;

/** The person at the same relative place when both are laid in a row. */
function aligned(proposals: string[], signs: string[]): Map<string, string | undefined> {
  return new Map(
    proposals.map((id, at) => [
      id,
      signs[Math.floor(((at + 0.5) * signs.length) / proposals.length)],
    ]),
  );
}

const attackers: Record<string, (copy: Copy) => Map<string, string | undefined>> = {
  "order of transactions": ({ byTransaction, activations }) => aligned(byTransaction, activations),
  "order in the files": ({ byPlace, activations }) => aligned(byPlace, activations),
  "order of large values": ({ byLargeValue, activations }) => aligned(byLargeValue, activations),
  "order of receipts": ({ byReceipt, sessions }) => aligned(byReceipt, sessions),
  "order of ids": ({ byId, sessions }) => aligned(byId, sessions),
};

describe("order and time tell nothing (T4)", () => {
  let main: pg.Client;
  let editionId: string;
  let users: string[];

  beforeAll(async () => {
    editionId = await editionInBox();
    users = [];
    for (let i = 0; i < people; i += 1) users.push((await employee()).id);
    await db().edition.create({ data: { id: editionId, code: "ordine" } });
    main = new pg.Client({ connectionString: databaseUrl() });
    await main.connect();
  }, 120_000);
  afterAll(() => main.end());

  /**
   * Everybody of `who` signs in, takes passes and hands in at once, as is worst for us. Gives the
   * truth.
   */
  async function rush(who: string[]): Promise<Map<string, string>> {
    const truth = new Map<string, string>();
    for (const userId of inRandomOrder(who)) {
      await main.query(
        `INSERT INTO "Session" ("idHash", "userId", "expiresAt") VALUES ($1, $2, $3)`,
        [randomBytes(32).toString("hex"), userId, nextMidnight(new Date())],
      );
      await main.query(
        `INSERT INTO "Activation" ("editionId", "userId", "requestHash") VALUES ($1, $2, $3)`,
        [editionId, userId, randomBytes(32)],
      );
      truth.set(await putInBox(editionId), userId);
    }
    return truth;
  }

  async function copy(): Promise<Copy> {
    const people = async (sql: string) =>
      (await main.query<{ key: string }>(sql)).rows.map(({ key }) => key);
    const sealed = (sql: string) =>
      readBox(async (client) =>
        (await client.$queryRawUnsafe<{ key: string }[]>(sql)).map(({ key }) => key),
      );
    const [toast] = await sealed(
      `SELECT reltoastrelid::regclass::text AS key FROM pg_class WHERE oid = '"Proposal"'::regclass`,
    );
    return {
      sessions: await people(
        `SELECT "userId"::text AS key FROM "Session" ORDER BY xmin::text::bigint`,
      ),
      activations: await people(
        `SELECT "userId"::text AS key FROM "Activation" ORDER BY xmin::text::bigint`,
      ),
      byTransaction: await sealed(
        `SELECT id::text AS key FROM "Proposal" ORDER BY xmin::text::bigint, ctid`,
      ),
      byPlace: await sealed(`SELECT id::text AS key FROM "Proposal" ORDER BY ctid`),
      byReceipt: await sealed(`SELECT "proposalId"::text AS key FROM "Access" ORDER BY ctid`),
      byId: await sealed(`SELECT id::text AS key FROM "Proposal" ORDER BY id`),
      byLargeValue:
        await sealed(`SELECT p.id::text AS key FROM "Proposal" p JOIN ${toast!} t ON t.chunk_seq = 0
        AND substring(t.chunk_data FROM 1 FOR 40) = convert_to(left(p.problem, 40), 'UTF8') ORDER BY t.chunk_id`),
    };
  }

  const hits = (guesses: Map<string, string | undefined>, truth: Map<string, string>) =>
    [...truth].filter(([id, userId]) => guesses.get(id) === userId).length;

  async function empty(): Promise<void> {
    await main.query(`DELETE FROM "Session"; DELETE FROM "Activation"`);
    await readBox((client) =>
      client.$transaction([
        client.invite.deleteMany(),
        client.envelope.deleteMany(),
        client.access.deleteMany(),
        client.spentToken.deleteMany(),
        client.proposal.deleteMany(),
      ]),
    );
  }

  test("control: before a rotation everybody is found by each order but that of ids", async () => {
    await empty();
    await rotate();
    const truth = await rush(users.slice(0, deposits));
    const seen = await copy();
    for (const [name, attack] of Object.entries(attackers)) {
      const found = hits(attack(seen), truth) / truth.size;
      expect([name, name === "order of ids" ? found < 0.3 : found > 0.9]).toEqual([name, true]);
    }
  }, 120_000);

  test("after it no attacker does better than chance", async () => {
    const right = Object.fromEntries(Object.keys(attackers).map((name) => [name, 0]));
    for (let run = 0; run < runs; run += 1) {
      await empty();
      const truth = await rush(inRandomOrder(users).slice(0, deposits));
      await rotate();
      const seen = await copy();
      for (const [name, attack] of Object.entries(attackers))
        right[name]! += hits(attack(seen), truth);
    }
    // each guess is right once in 40, so 8 of 320 are; more than 27 once in ten million times
    for (const [name, count] of Object.entries(right))
      expect([name, count <= 27, count]).toEqual([name, true, count]);
  }, 300_000);

  test("one person in a window, and what was withdrawn: nothing of it is left in the cluster after the rotation", async () => {
    await empty();
    await rotate();
    const id = await putInBox(editionId, "Parola-di-chi-viene-sola");
    const gone = await putInBox(editionId, "Parola-di-chi-si-ritira");
    // what autovacuum would keep of values and of their number
    await readBox((client) => client.$executeRaw`ANALYZE`);
    await readBox(async (client) => {
      await client.access.deleteMany({ where: { proposalId: gone } });
      await client.proposal.delete({ where: { id: gone } });
      await client.$executeRaw`CHECKPOINT`;
    });
    expect(filesWith(box.directory, "Parola-di-chi-si-ritira")).toBeGreaterThan(0); // control
    await rotate();
    expect(filesWith(box.directory, "Parola-di-chi-si-ritira")).toBe(0);
    expect(filesWith(box.directory, gone)).toBe(0);
    // the rest looks as if it had come with everything else: one transaction, and no statistics of
    // an earlier state
    expect(
      await readBox((client) => client.$queryRaw`SELECT DISTINCT xmin::text FROM "Proposal"`),
    ).toHaveLength(1);
    expect(
      await readBox(
        (client) => client.$queryRaw`SELECT 1 FROM pg_stats WHERE schemaname = 'public'`,
      ),
    ).toEqual([]);
    expect(await readBox((client) => client.proposal.count({ where: { id } }))).toBe(1);
  }, 120_000);
});

/** The same order in every run of this test; the attacker does not know it. */
function inRandomOrder<T>(items: T[]): T[] {
  draws += 1;
  const keyed = items.map((item, at) => ({
    item,
    key: createHash("sha256").update(`${draws}|${at}`).digest("hex"),
  }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ item }) => item);
}
let draws = 0;
