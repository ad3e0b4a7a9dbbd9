import "#tests/support/database.ts";
import "#app/i18n/all.ts";
import { spawn, spawnSync } from "node:child_process";
import {
  mkdtempSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Decrypter } from "age-encryption";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { faultsOf } from "#cli/offline/open.ts";
import { readDump, textArray } from "#cli/offline/dump.ts";
import { readSealedEdition } from "#cli/offline/sealed.ts";
import { newCustodianKeys } from "#app/sealing/custodian.ts";
import { encryptKeyFile } from "#app/sealing/key-file.ts";
import { databaseUrl, db, type User } from "#app/platform/db.server.ts";
import {
  callReserves,
  freezeAndSign,
  judgeAll,
  quorumOf,
  release,
} from "#tests/factories/frozen-edition.ts";
import {
  content,
  type Deposited,
  depositBy,
  employee,
  joinAs,
  openEdition,
  type SealedEdition,
} from "#tests/factories/sealed-edition.ts";
import { dumpTo } from "#tests/support/dump.ts";
import { interleaved } from "#tests/support/race.ts";

// The awarded envelopes opened out of a dump: no server, no database, nothing but key files and
// Node, or the `age` program.

const folder = mkdtempSync(join(tmpdir(), "innova-offline-"));
const path = (name: string) => join(folder, name);
const passphrases = ["prima-chiave", "seconda-chiave", "terza-chiave"];
const hasAge = spawnSync("age", ["--version"]).status === 0;
let sealed: SealedEdition;
let deposited: Deposited[];
let excluded: User;

/** Two of four proposals are awarded, one is of a team, and one names somebody who was a juror. */
beforeAll(async () => {
  sealed = await openEdition();
  const texts = [
    content({ title: "Tab\te a capo\nnel titolo", categories: ["environment", "informatics"] }),
    content({ title: 'Barra \\ e "virgolette"' }),
    content({ title: "Idea 3" }),
    content({ title: "Idea 4" }),
  ];
  deposited = [];
  for (const text of texts) deposited.push(await depositBy(await employee(), sealed, text));
  for (const lead of [...deposited])
    deposited.push(await joinAs(await employee(), sealed, lead, 2));
  await judgeAll(sealed, 2);
  excluded = (await byNumber(2))[0]!.user;
  await db().formerRole.create({
    data: { editionId: sealed.edition.id, userId: excluded.id, kind: "JUROR" },
  });
  await freezeAndSign(sealed);
  for (const [at, { keys }] of sealed.custodians.entries())
    writeFileSync(
      path(`key${at + 1}.age`),
      await encryptKeyFile(keys.identity, passphrases[at]!, 10),
    );
  await dumpTo(path("dump.sql"));
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function byNumber(publicNo: number): Promise<Deposited[]> {
  const row = await db().proposal.findFirstOrThrow({
    where: { editionId: sealed.edition.id, publicNo },
  });
  return deposited.filter(({ request }) => request.proposalId === row.id);
}

type Ran = { code: number | null; output: string; errors: string };

/**
 * The command in a process of its own, with no database to reach; passphrases through a file
 * descriptor.
 */
function offline(
  words: string[],
  secrets: string[] = [],
  environment: Record<string, string> = {},
): Promise<Ran> {
  writeFileSync(path("secrets"), secrets.join("\n"), { mode: 0o600 });
  const env = {
    NODE_ENV: "test" as const,
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none",
    ...environment,
  };
  const child = spawn(process.execPath, ["--import", "tsx", "cli/index.ts", ...words], {
    env,
    stdio: ["ignore", "pipe", "pipe", openSync(path("secrets"), "r")],
  });
  const ran = { output: "", errors: "" };
  child.stdout!.on("data", (chunk: Buffer) => (ran.output += chunk.toString()));
  child.stderr!.on("data", (chunk: Buffer) => (ran.errors += chunk.toString()));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, ...ran })));
}

const withKeys = (dump: string, count: number, json: string) =>
  offline(
    [
      "open-offline",
      "--dump",
      path(dump),
      "--keys",
      ...Array.from({ length: count }, (_, at) => path(`key${at + 1}.age`)),
      "--passphrase-fd",
      "3",
      "--json",
      path(json),
    ],
    passphrases.slice(0, count),
  );

const outcomes = z.object({
  envelopes: z.array(
    z.object({
      publicNo: z.int(),
      slot: z.int(),
      result: z.string(),
      reason: z.string().nullable(),
      holder: z
        .object({ name: z.string(), surname: z.string(), staffNumber: z.string() })
        .nullable(),
    }),
  ),
});

/** What a run found, `1.1 valid Name Surname`. */
function found(json: string): string[] {
  const { envelopes } = outcomes.parse(JSON.parse(readFileSync(path(json), "utf8")));
  return envelopes
    .map(({ publicNo, slot, result, reason, holder }) =>
      `${publicNo}.${slot} ${reason ?? result} ${holder ? `${holder.name} ${holder.surname} ${holder.staffNumber}` : ""}`.trim(),
    )
    .sort();
}

async function expected(): Promise<string[]> {
  const named = (await byNumber(1)).map(
    ({ user, request }) =>
      `1.${request.envelope.slot} valid ${user.name} ${user.surname} ${user.staffNumber}`,
  );
  return [...named, "2.1 holds-role", "2.2 proposal-void"].sort();
}

describe("T19: opening out of a dump", () => {
  test("a dump is of one moment: what is written while it is made is not in it", async () => {
    await interleaved({
      hold: (tx) => tx.$executeRaw`LOCK TABLE "SpentToken" IN ACCESS EXCLUSIVE MODE`,
      act: () => dumpTo(path("moment.sql")),
      meanwhile: (tx) =>
        tx.user.create({
          data: { name: "Nella", surname: "Tardiva", email: "nella.tardiva@comune.example" },
        }), // a table that comes later
    });
    expect(readFileSync(path("moment.sql"), "utf8")).not.toContain("Tardiva");
    await dumpTo(path("moment.sql"));
    expect(readFileSync(path("moment.sql"), "utf8")).toContain("Tardiva");
  });

  test("with the keys of a quorum names those who sealed the awarded envelopes, by the rules, and opens no other", async () => {
    const { code, output, errors } = await withKeys("dump.sql", 2, "two.json");
    expect(errors).toContain("fingerprint");
    expect(code, errors).toBe(0);
    expect(found("two.json")).toEqual(await expected());
    const [winner] = await byNumber(1);
    expect(output).toContain(winner!.user.surname);
    for (const no of [2, 3, 4])
      for (const { user } of await byNumber(no))
        expect(output + errors + readFileSync(path("two.json"), "utf8")).not.toContain(
          user.surname,
        );
  }, 60_000);

  test("with one key fewer opens nothing", async () => {
    const { code, output, errors } = await withKeys("dump.sql", 1, "one.json");
    expect(code).toBe(1);
    expect(errors).toContain("4 of 4 envelopes stayed closed");
    expect(found("one.json")).toEqual(["1.1 closed", "1.2 closed", "2.1 closed", "2.2 closed"]);
    for (const { user } of deposited) expect(output).not.toContain(user.surname);
  }, 60_000);

  test("takes no wrong passphrase, and no key of somebody else", async () => {
    expect(
      await offline(
        [
          "open-offline",
          "--dump",
          path("dump.sql"),
          "--keys",
          path("key1.age"),
          "--passphrase-fd",
          "3",
        ],
        ["sbagliata"],
      ),
    ).toMatchObject({ code: 1, errors: expect.stringContaining("passphrase is wrong") });
    writeFileSync(
      path("stranger.age"),
      await encryptKeyFile((await newCustodianKeys()).identity, "straniera", 10),
    );
    expect(
      await offline(
        [
          "open-offline",
          "--dump",
          path("dump.sql"),
          "--keys",
          path("stranger.age"),
          "--passphrase-fd",
          "3",
        ],
        ["straniera"],
      ),
    ).toMatchObject({ code: 1, errors: expect.stringContaining("not the key of a custodian") });
  }, 60_000);

  test(`goes the second way too: each custodian decrypts their own wraps with ${hasAge ? "the age program" : "age (its library here: the program is not installed)"}`, async () => {
    expect(
      await offline(["open-offline", "--dump", path("dump.sql"), "--write-wraps", path("wraps")]),
    ).toMatchObject({ code: 0 });
    expect(readdirSync(path("wraps")).sort()).toEqual([
      "custodian-1",
      "custodian-2",
      "custodian-3",
    ]);
    mkdirSync(path("shares"));
    for (const position of [1, 3]) {
      const wraps = readdirSync(path(`wraps/custodian-${position}`));
      expect(wraps).toHaveLength(4); // of the awarded envelopes and of no other
      for (const wrap of wraps)
        writeFileSync(
          path(`shares/${position}-${wrap}.json`),
          await ageDecrypt(position, path(`wraps/custodian-${position}/${wrap}`)),
        );
    }
    writeFileSync(path("shares/else.json"), "{}");
    const { code, errors } = await offline([
      "open-offline",
      "--dump",
      path("dump.sql"),
      "--shares",
      path("shares"),
      "--json",
      path("age.json"),
    ]);
    expect(code, errors).toBe(0);
    expect(errors).toContain("else.json: belongs to no envelope");
    expect(found("age.json")).toEqual(await expected());
  }, 120_000);

  test("needs no dump of the whole: the export of what is sealed holds no key of the server, no account, no receipt", async () => {
    expect(
      await offline(["export-sealed", path("sealed.sql")], [], { DATABASE_URL: databaseUrl() }),
    ).toMatchObject({ code: 0 });
    const exported = readFileSync(path("sealed.sql"), "utf8");
    for (const table of ["User", "Access", "EditionKeys", "Session", "OpenedEnvelope"])
      expect(exported).not.toContain(`"${table}"`);
    for (const { user } of deposited) expect(exported).not.toContain(user.email);
    expect((await withKeys("sealed.sql", 2, "sealed.json")).code).toBe(0);
    expect(found("sealed.json")).toEqual(await expected());
  }, 60_000);

  test("opens a reserve once a quorum signed it, and not before", async () => {
    // the second proposal is void: the third is called
    for (const custodian of quorumOf(sealed)) await release(sealed, custodian);
    await dumpTo(path("called.sql"));
    const listed = async (dump: string) => [
      ...new Set(
        (await readSealedEdition(path(dump), sealed.edition.code)).envelopes.map(
          ({ publicNo }) => publicNo,
        ),
      ),
    ];
    expect(await listed("called.sql")).toEqual([1, 2]);
    await callReserves(sealed);
    await dumpTo(path("signed.sql"));
    expect(await listed("signed.sql")).toEqual([1, 2, 3]);
    expect((await withKeys("signed.sql", 2, "signed.json")).code).toBe(0);
    const third = (await byNumber(3)).map(
      ({ user, request }) =>
        `3.${request.envelope.slot} valid ${user.name} ${user.surname} ${user.staffNumber}`,
    );
    expect(found("signed.json")).toEqual([...(await expected()), ...third].sort());
  }, 60_000);
});

/** What `age -d -i KEY WRAP` prints; the library stands in where the program is not installed. */
async function ageDecrypt(position: number, wrap: string): Promise<string> {
  const { identity } = sealed.custodians[position - 1]!.keys;
  if (hasAge) {
    writeFileSync(path("identity.txt"), `${identity}\n`, { mode: 0o600 });
    const { status, stdout, stderr } = spawnSync("age", ["-d", "-i", path("identity.txt"), wrap], {
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(stderr);
    return stdout;
  }
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return decrypter.decrypt(readFileSync(wrap), "text");
}

describe("T19: a dump that was altered is refused", () => {
  /** The faults of the dump with one line of a table changed. */
  async function faultsWith(
    table: string,
    change: (line: string) => string,
    pick: (line: string) => boolean = () => true,
  ): Promise<string[]> {
    const lines = readFileSync(path("dump.sql"), "utf8").split("\n");
    const from = lines.findIndex((line) => line.startsWith(`COPY public."${table}" `));
    const at = lines.findIndex((line, index) => index > from && pick(line));
    const changed = change(lines[at]!);
    expect(changed).not.toBe(lines[at]);
    writeFileSync(
      path("altered.sql"),
      lines
        .flatMap((line, index) => (index === at ? (changed === "" ? [] : [changed]) : [line]))
        .join("\n"),
    );
    return readSealedEdition(path("altered.sql"), sealed.edition.code).then(
      faultsOf,
      (error: unknown) => [String(error)],
    );
  }

  test("control: as it is, nothing is wrong with it", async () => {
    expect(faultsOf(await readSealedEdition(path("dump.sql"), sealed.edition.code))).toEqual([]);
  });

  test.each([
    [
      "the text of a proposal",
      "Proposal",
      (line: string) => line.replace("Si firma in digitale.", "Si firma a penna."),
      undefined,
    ],
    [
      "an envelope",
      "Envelope",
      (line: string) =>
        line.replace(
          /\\\\x([0-9a-f])([0-9a-f]{23})\t/,
          (_, first: string, rest: string) => `\\\\x${first === "0" ? "1" : "0"}${rest}\t`,
        ),
      undefined,
    ],
    [
      "a custodian's signature",
      "CustodianSignature",
      () => "",
      (line: string) => line.includes("RANKING"),
    ],
    [
      "the root",
      "Closing",
      (line: string) => line.replace(/\\\\x([0-9a-f]{2})/, "\\\\x00"),
      undefined,
    ],
    [
      "the staff list",
      "Closing",
      (line: string) => line.replace('"eligible":true', '"eligible":false'),
      undefined,
    ],
    [
      "the order of the ranking",
      "Ranking",
      (line: string) => line.replace('"rank":1', '"rank":3'),
      undefined,
    ],
    [
      "the quorum",
      "Manifest",
      (line: string) => line.replace('"quorum":2', '"quorum":1'),
      undefined,
    ],
    ["a proposal left out", "Proposal", () => "", undefined],
  ] as const)("%s", async (_what, table, change, pick) => {
    expect((await faultsWith(table, change, pick)).length).toBeGreaterThan(0);
  });

  test("and the command opens nothing of it", async () => {
    await faultsWith("Ranking", (line) => line.replace('"rank":1', '"rank":3'));
    const { code, output, errors } = await withKeys("altered.sql", 2, "altered.json");
    expect(code).toBe(1);
    expect(errors).toContain("not to be trusted");
    for (const { user } of deposited) expect(output + errors).not.toContain(user.surname);
  }, 60_000);

  test("what is no dump is said to be none", async () => {
    writeFileSync(path("none.sql"), "-- niente\n");
    expect(
      await offline(["open-offline", "--dump", path("none.sql"), "--keys", path("key1.age")]),
    ).toMatchObject({
      code: 1,
      errors: expect.stringContaining("no edition with a frozen ranking"),
    });
    expect(await offline(["open-offline"])).toMatchObject({ code: 2 });
  }, 60_000);
});

test("a plain dump is read as PostgreSQL wrote it", async () => {
  writeFileSync(
    path("small.sql"),
    'SET x = 1;\nCOPY public."Proposal" (id, title, "publicNo") FROM stdin;\na\ttab\\there\\nnew \\\\ line\t\\N\n\\.\n\nCOPY public."Other" (id) FROM stdin;\nb\n\\.\n',
  );
  expect((await readDump(path("small.sql"), ["Proposal"])).get("Proposal")).toEqual([
    { id: "a", title: "tab\there\nnew \\ line", publicNo: null },
  ]);
  expect(textArray('{a,"b, c","d \\"e\\""}')).toEqual(["a", "b, c", 'd "e"']);
  expect(textArray("{}")).toEqual([]);
});
