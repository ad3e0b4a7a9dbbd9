import "#tests/support/database.ts";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { databaseUrl, db } from "#app/platform/db.server.ts";
import { shuffle } from "#app/platform/shuffle.server.ts";
import { nextMidnight } from "#app/platform/session.server.ts";
import { employee, openEdition } from "#tests/factories/sealed-edition.ts";
import { asOwner } from "#tests/support/owner.ts";

// Somebody copies the whole database, with what PostgreSQL writes into rows and files besides their columns, and guesses
// for every proposal who signed in just before handing it in. The worst case for us: nobody prepared anything, everybody
// signs in, takes passes and hands in at once. Passes are synthetic: what is attacked is order and time, not RSA.

const users = 300;
const deposits = 120;
const runs = 50;

/** What a copy of the database shows. Places are positions in the files of a table. */
type Copy = {
  proposals: { id: string; xmin: number; place: number; toast: number }[];
  traces: { keyHash: string; proposalId: string; xmin: number; place: number }[];
  sessions: { userId: string; xmin: number; place: number; expiresAt: number }[];
  activations: { userId: string; xmin: number; place: number }[];
  people: { id: string; xmax: number }[];
};
/** For each proposal the guessed person, or null. */
type Attacker = (copy: Copy) => Map<string, string | null>;

const place = `(ctid::text::point)[0]::int * 1000 + (ctid::text::point)[1]::int AS place`;

/** The nearest earlier trace of a person, by transaction. */
function nearest(signs: { userId: string; xmin: number }[], at: number): string | null {
  const before = signs.filter(({ xmin }) => xmin <= at).sort((a, b) => b.xmin - a.xmin);
  return before[0]?.userId ?? null;
}

/** The person at the same relative place when both are laid in a row. */
function aligned<P extends { id: string }, S extends { userId: string }>(proposals: P[], signs: S[], byProposal: (p: P) => number | string, bySign: (s: S) => number | string) {
  const order = (a: number | string, b: number | string) => (a < b ? -1 : 1);
  const [rowP, rowS] = [[...proposals].sort((a, b) => order(byProposal(a), byProposal(b))), [...signs].sort((a, b) => order(bySign(a), bySign(b)))];
  return new Map(rowP.map(({ id }, at) => [id, rowS[Math.floor(((at + 0.5) * rowS.length) / rowP.length)]?.userId ?? null]));
}

const attackers: Record<string, Attacker> = {
  "the same transaction": ({ proposals, activations }) => new Map(proposals.map(({ id, xmin }) => [id, activations.find((row) => row.xmin === xmin)?.userId ?? null])),
  "the nearest sign-in by transaction": ({ proposals, sessions }) => new Map(proposals.map(({ id, xmin }) => [id, nearest(sessions, xmin)])),
  "the nearest passes by the receipt's transaction": ({ proposals, traces, activations }) =>
    new Map(proposals.map(({ id }) => [id, nearest(activations, traces.find(({ proposalId }) => proposalId === id)?.xmin ?? 0)])),
  "whoever's row was locked last": ({ proposals, people }) => new Map(proposals.map(({ id, xmin }) => [id, nearest(people.map((p) => ({ userId: p.id, xmin: p.xmax })).filter((p) => p.xmin > 0), xmin)])),
  "order in the files": ({ proposals, sessions }) => aligned(proposals, sessions, (p) => p.place, (s) => s.place),
  "order of large values": ({ proposals, activations }) => aligned(proposals, activations, (p) => p.toast, (a) => a.place),
  "order of expiry": ({ proposals, sessions }) => aligned(proposals, sessions, (p) => p.place, (s) => s.expiresAt),
  "order of ids": ({ proposals, sessions }) => aligned(proposals, sessions, (p) => p.id, (s) => s.place),
};

describe("order and time tell nothing (T4)", () => {
  let client: pg.Client;
  let editionId: string;
  let people: string[];

  beforeAll(async () => {
    const sealed = await openEdition();
    editionId = sealed.edition.id;
    people = [];
    for (let i = 0; i < users; i += 1) people.push((await employee()).id);
    client = new pg.Client({ connectionString: databaseUrl() });
    await client.connect();
    await client.query("SET synchronous_commit = off");
  }, 120_000);
  afterAll(() => client.end());

  /** Everybody signs in and takes passes, in random order; some hand in at once. Gives the truth. */
  async function rush(who: string[], depositors: Set<string>, { leak = false } = {}): Promise<Map<string, string>> {
    const truth = new Map<string, string>();
    for (const userId of inRandomOrder(who)) {
      await client.query(`INSERT INTO "Session" ("idHash", "userId", "expiresAt") VALUES ($1, $2, $3)`, [randomBytes(32).toString("hex"), userId, nextMidnight(new Date(Date.now() + 7 * 86_400_000))]);
      if (leak && depositors.has(userId)) {
        await client.query("BEGIN");
        await takePasses(userId);
        truth.set(await handIn(), userId);
        await client.query("COMMIT");
        continue;
      }
      await client.query("BEGIN");
      await client.query(`SELECT id FROM "User" WHERE id = $1 FOR UPDATE`, [userId]);
      await takePasses(userId);
      await client.query("COMMIT");
      if (!depositors.has(userId)) continue;
      await client.query("BEGIN");
      await client.query(`SELECT phase FROM "Edition" WHERE id = $1 FOR SHARE`, [editionId]);
      truth.set(await handIn(), userId);
      await client.query("COMMIT");
    }
    return truth;
  }

  const takePasses = (userId: string) => client.query(`INSERT INTO "Activation" ("editionId", "userId", "requestHash") VALUES ($1, $2, $3)`, [editionId, userId, randomBytes(32)]);

  async function handIn(): Promise<string> {
    const id = randomUUID();
    await client.query(`INSERT INTO "SpentToken" (nullifier, "editionId", purpose) VALUES ($1, $2, 'deposit')`, [randomBytes(32), editionId]);
    // too long for a page and nothing to compress: it is laid down apart, as long proposals are
    const text = Array.from({ length: 90 }, () => createHash("sha512").update(randomBytes(64)).digest("base64")).join(" ");
    await client.query(
      `INSERT INTO "Proposal" (id, "editionId", locale, title, summary, problem, solution, beneficiaries, benefit, resource, horizon, staff, cost, sustainability, categories, goals, "contentHash")
       VALUES ($1, $2, 'it', 't', 's', $3, 's', '', '', '', 'short', '', '', '', '{environment}', '{}', $4)`,
      [id, editionId, text, randomBytes(32)],
    );
    await client.query(`INSERT INTO "Access" ("keyHash", "proposalId", slot) VALUES ($1, $2, 1)`, [randomBytes(32), id]);
    return id;
  }

  async function copy(): Promise<Copy> {
    const all = async <Row extends pg.QueryResultRow>(sql: string) => (await client.query<Row>(sql)).rows;
    const toast = (await all<{ name: string }>(`SELECT reltoastrelid::regclass::text AS name FROM pg_class WHERE relname = 'Proposal'`))[0]!.name;
    return {
      proposals: await all(`SELECT p.id, p.xmin::text::bigint::int AS xmin, (p.ctid::text::point)[0]::int * 1000 + (p.ctid::text::point)[1]::int AS place, t.at::int AS toast
        FROM "Proposal" p JOIN (SELECT chunk_id, row_number() OVER (ORDER BY chunk_id) AS at, min(chunk_data) FILTER (WHERE chunk_seq = 0) AS head FROM ${toast} GROUP BY chunk_id) t
        ON convert_to(left(p.problem, 40), 'UTF8') = substring(t.head FROM 1 FOR 40)`),
      traces: await all(`SELECT encode("keyHash", 'hex') AS "keyHash", "proposalId", xmin::text::bigint::int AS xmin, ${place} FROM "Access"`),
      sessions: await all(`SELECT "userId", xmin::text::bigint::int AS xmin, ${place}, extract(epoch FROM "expiresAt")::int AS "expiresAt" FROM "Session"`),
      activations: await all(`SELECT "userId", xmin::text::bigint::int AS xmin, ${place} FROM "Activation"`),
      people: await all(`SELECT id, xmax::text::bigint::int AS xmax FROM "User"`),
    };
  }

  const hits = (guesses: Map<string, string | null>, truth: Map<string, string>) => [...truth].filter(([id, userId]) => guesses.get(id) === userId).length;
  const empty = () => asOwner(async (tx) => {
    for (const table of ["Access", "SpentToken", "Proposal", "Session", "Activation"]) await tx.$executeRawUnsafe(`DELETE FROM "${table}"`);
  });

  test("after the shuffle no attacker does better than chance, over fifty rushes", async () => {
    const right = Object.fromEntries(Object.keys(attackers).map((name) => [name, 0]));
    for (let run = 0; run < runs; run += 1) {
      await empty();
      const truth = await rush(people, new Set(inRandomOrder(people).slice(0, deposits)));
      await shuffle();
      const seen = await copy();
      expect(seen.proposals).toHaveLength(deposits);
      for (const [name, attack] of Object.entries(attackers)) right[name]! += hits(attack(seen), truth);
    }
    // each guess is right once in 300, so 20 of 6,000 are; more than 48 once in ten million times. Without the shuffle
    // it would be over 3,000 (the controls)
    const most = binomialQuantile(runs * deposits, 1 / users, 1 - 1e-7);
    for (const [name, count] of Object.entries(right)) expect([name, count <= most, count]).toEqual([name, true, count]);
  }, 300_000);

  test("control: without the shuffle transactions, files, locks and large values give most away", async () => {
    await empty();
    await client.query(`VACUUM (FULL) "Proposal", "Session", "Activation", "User"`);
    const truth = await rush(people, new Set(inRandomOrder(people).slice(0, deposits)));
    const seen = await copy();
    const share = (name: string) => hits(attackers[name]!(seen), truth) / deposits;
    expect(share("the nearest sign-in by transaction")).toBeGreaterThan(0.5);
    expect(share("the nearest passes by the receipt's transaction")).toBeGreaterThan(0.5);
    expect(share("whoever's row was locked last")).toBeGreaterThan(0.5);
  }, 120_000);

  test("control: when everybody hands in, order alone tells who did", async () => {
    await empty();
    await client.query(`VACUUM (FULL) "Proposal", "Session", "Activation"`);
    const some = people.slice(0, deposits);
    const truth = await rush(some, new Set(some));
    const seen = await copy();
    expect(hits(attackers["order in the files"]!(seen), truth) / deposits).toBeGreaterThan(0.5);
    expect(hits(attackers["order of large values"]!(seen), truth) / deposits).toBeGreaterThan(0.5);
    // what one would think of first does not help: the numbers of large values survive it
    await client.query(`UPDATE "Proposal" SET id = id`);
    await client.query(`CLUSTER "Proposal" USING "Proposal_pkey"`);
    const clustered = await copy();
    expect(hits(attackers["order of large values"]!(clustered), truth) / deposits).toBeGreaterThan(0.5);
    await shuffle();
    expect(hits(attackers["order of large values"]!(await copy()), truth)).toBeLessThan(10);
  }, 120_000);

  test("control: a counter of one's own deposits in the same transaction gives everything away", async () => {
    await empty();
    const depositors = new Set(inRandomOrder(people).slice(0, deposits));
    const truth = await rush(people, depositors, { leak: true });
    expect(hits(attackers["the same transaction"]!(await copy()), truth)).toBe(deposits);
  }, 120_000);

  test("compacting without rewriting changes nothing: transactions stay in the rows", async () => {
    await empty();
    const truth = await rush(people, new Set(inRandomOrder(people).slice(0, deposits)));
    await client.query(`VACUUM (FULL, FREEZE) "Proposal", "Session", "Activation"`);
    expect(hits(attackers["the nearest sign-in by transaction"]!(await copy()), truth) / deposits).toBeGreaterThan(0.5);
  }, 120_000);

  test("a copy taken just before a shuffle tells of this window, and nothing of those before", async () => {
    await empty();
    const [early, late] = [people.slice(0, users / 2), people.slice(users / 2)];
    const before = await rush(early, new Set(early.slice(0, deposits / 2)));
    await shuffle();
    const within = await rush(late, new Set(late.slice(0, deposits / 2)));
    const guesses = attackers["the nearest sign-in by transaction"]!(await copy());
    expect(hits(guesses, within) / within.size).toBeGreaterThan(0.5);
    expect(hits(guesses, before)).toBeLessThanOrEqual(binomialQuantile(before.size, 2 / users, 1 - 1e-7));
  }, 120_000);
});

/** The same order in every run of this test; the attacker does not know it. */
function inRandomOrder<T>(items: T[]): T[] {
  draws += 1;
  const keyed = items.map((item, at) => ({ item, key: createHash("sha256").update(`${draws}|${at}`).digest("hex") }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ item }) => item);
}
let draws = 0;

/** The least count that a binomial of `n` trials with chance `p` exceeds with less than 1 − `level`. */
function binomialQuantile(n: number, p: number, level: number): number {
  let [term, sum, k] = [Math.exp(n * Math.log1p(-p)), 0, 0];
  for (sum = term; sum < level; sum += term) {
    term *= ((n - k) / (k + 1)) * (p / (1 - p));
    k += 1;
  }
  return k;
}

test("the database of this test is PostgreSQL as it runs in production: rows carry their transactions", async () => {
  const rows = await db().$queryRaw<{ xmin: string }[]>`SELECT xmin::text FROM "Edition"`;
  expect(Number(rows[0]!.xmin)).toBeGreaterThan(2);
});
