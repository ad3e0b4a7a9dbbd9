import "#tests/support/database.ts";
import { createDecipheriv, createHash, createHmac } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { readBox } from "#app/box/store.server.ts";
import { env } from "#app/platform/env.server.ts";
import { db, type User } from "#app/platform/db.server.ts";
import { lucia } from "#app/platform/accounts/session.server.ts";
import {
  close,
  content,
  type Deposited,
  depositBy,
  employee,
  openEdition,
  type SealedEdition,
} from "#tests/factories/sealed-edition.ts";

const sealedTables = [
  "Proposal",
  "Envelope",
  "Access",
  "Invite",
  "ProposalFile",
  "Message",
  "BlockedPair",
  "SpentToken",
  "Ballot",
  "DepositDay",
  "DepositList",
];

const boxTables = [
  "Edition",
  "Proposal",
  "Envelope",
  "Access",
  "Invite",
  "ProposalFile",
  "SpentToken",
  "Message",
  "BlockedPair",
  "Ballot",
  "TookPart",
  "HandedKey",
  "DepositTag",
];
const boxed = (sql: TemplateStringsArray, ...values: unknown[]) =>
  readBox((box) => box.$executeRaw(sql, ...values));

let sealed: SealedEdition;
let deposited: Deposited[];
let sessions: string[];

beforeAll(async () => {
  sealed = await openEdition();
  const people = await Promise.all(Array.from({ length: 5 }, () => employee()));
  sessions = await Promise.all(
    people.map(async ({ id }) => (await lucia().createSession(id, {})).id),
  );
  deposited = [];
  for (const [i, user] of people.entries())
    deposited.push(await depositBy(user, sealed, content({ title: `Idea ${i}` })));
}, 120_000);

describe("T2: nothing in the sealed tables is derived from a person", () => {
  test("no value of a person, plain, hashed, keyed or encrypted under a secret of the server, is in a sealed row", async () => {
    expect(leaks(await identities(), await dump())).toEqual([]);
  });

  test("control: a column keyed with the server's secret is caught", async () => {
    const user = deposited[0]!.user;
    const planted = createHmac("sha256", kek()).update(user.id).digest();
    await boxed`ALTER TABLE "Access" ADD COLUMN planted bytea`;
    await boxed`UPDATE "Access" SET planted = ${planted} WHERE "proposalId" = ${deposited[0]!.request.proposalId}::uuid`;
    const found = leaks(await identities(), await dump());
    await boxed`ALTER TABLE "Access" DROP COLUMN planted`;
    expect(found).toContain(`hmac-hex of ${user.id}`);
    expect(leaks(await identities(), await dump())).toEqual([]);
  });

  test("control: a staff number encrypted under the server's secret is caught", async () => {
    const { createCipheriv } = await import("node:crypto");
    const user = deposited[1]!.user;
    const cipher = createCipheriv("aes-256-gcm", kek(), Buffer.alloc(12));
    const ct = Buffer.concat([
      Buffer.alloc(12),
      cipher.update(user.staffNumber!),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
    expect(await decryptable([ct])).toContain(user.staffNumber);
  });

  test("no sealed value decrypts under a secret of the server", async () => {
    expect(await decryptable(await sealedBytes())).toEqual([]);
  });

  test("closing changes nothing of this", async () => {
    await close(sealed);
    expect(leaks(await identities(), await dump())).toEqual([]);
  }, 60_000);
});

function kek(): Buffer {
  return Buffer.from(env().APP_KEK, "base64");
}

/** Everything that says who somebody is, by itself. */
async function identities(): Promise<string[]> {
  const activations = await db().activation.findMany();
  const of = ({ id, email, name, surname, staffNumber, unit }: User) => [
    id,
    email,
    name,
    surname,
    staffNumber ?? "",
    unit,
  ];
  return [
    ...deposited.flatMap(({ user }) => of(user)),
    ...deposited.map(({ wallet }) => wallet.cert.certificate.holderKey),
    ...sessions,
    ...activations.map(({ requestHash }) => Buffer.from(requestHash).toString("hex")),
  ].filter(Boolean);
}

/** All sealed rows as text, bytes in hexadecimal and in base64. */
async function dump(): Promise<string> {
  const rows: string[] = [];
  for (const table of sealedTables) {
    const sql = `SELECT t::text AS row FROM "${table}" t`;
    const found = await db().$queryRawUnsafe<{ row: string }[]>(sql);
    rows.push(...found.map(({ row }) => row));
  }
  for (const table of boxTables) {
    const sql = `SELECT t::text AS row FROM "${table}" t`;
    const found = await readBox((box) => box.$queryRawUnsafe<{ row: string }[]>(sql));
    rows.push(...found.map(({ row }) => row));
  }
  return [...rows, ...(await sealedBytes()).map((bytes) => bytes.toString("base64"))]
    .join("\n")
    .toLowerCase();
}

async function sealedBytes(): Promise<Buffer[]> {
  const inBox = await readBox(async (box) => ({
    envelopes: await box.envelope.findMany(),
    accesses: await box.access.findMany(),
    spent: await box.spentToken.findMany(),
    proposals: await box.proposal.findMany(),
  }));
  const envelopes = [...inBox.envelopes, ...(await db().envelope.findMany())];
  const accesses = [...inBox.accesses, ...(await db().access.findMany())];
  const spent = [...inBox.spent, ...(await db().spentToken.findMany())];
  const proposals = [...inBox.proposals, ...(await db().proposal.findMany())];
  return [
    ...envelopes.flatMap(({ iv, ct, commit, wraps, ownerWrap }) => [
      iv,
      ct,
      commit,
      wraps,
      ownerWrap,
    ]),
    ...accesses.map(({ keyHash }) => keyHash),
    ...spent.map(({ nullifier }) => nullifier),
    ...proposals.map(({ contentHash }) => contentHash),
  ].map((bytes) => Buffer.from(bytes));
}

/** Which forms of which values occur in the dump. */
function leaks(values: string[], text: string): string[] {
  const haystack = text.toLowerCase();
  const forms = (value: string): [string, string][] => {
    const bytes = Buffer.from(value);
    const sha = createHash("sha256").update(bytes).digest();
    const hmac = createHmac("sha256", kek()).update(bytes).digest();
    return [
      ["plain", value],
      ["hex", bytes.toString("hex")],
      ["base64", bytes.toString("base64").replace(/=+$/, "")],
      ["sha256-hex", sha.toString("hex")],
      ["sha256-base64", sha.toString("base64").replace(/=+$/, "")],
      ["hmac-hex", hmac.toString("hex")],
      ["hmac-base64", hmac.toString("base64").replace(/=+$/, "")],
    ];
  };
  return values.flatMap((value) =>
    forms(value)
      .filter(([, form]) => haystack.includes(form.toLowerCase()))
      .map(([form]) => `${form} of ${value}`),
  );
}

/**
 * Texts that come out when the server's keys are tried on values laid out as iv | ct | tag or iv |
 * tag | ct.
 */
async function decryptable(values: Buffer[]): Promise<string[]> {
  const opened: string[] = [];
  for (const value of values.filter(({ length }) => length > 28)) {
    for (const [tag, body] of [
      [value.subarray(-16), value.subarray(12, -16)],
      [value.subarray(12, 28), value.subarray(28)],
    ] as const) {
      try {
        const decipher = createDecipheriv("aes-256-gcm", kek(), value.subarray(0, 12));
        decipher.setAuthTag(tag);
        opened.push(Buffer.concat([decipher.update(body), decipher.final()]).toString());
      } catch {
        // not under this key
      }
    }
  }
  return opened;
}
