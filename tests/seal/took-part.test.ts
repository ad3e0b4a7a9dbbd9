import "#tests/support/database.ts";
import "#app/i18n/all.ts";
import type { ActionFunctionArgs } from "@remix-run/node";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { redeemTookPart } from "#app/commands/publication/certificate.server.ts";
import { archiveDueEditions } from "#app/commands/edition/phase.server.ts";
import { padded } from "#app/deposit/padding.ts";
import { type Refusal, refusalIn } from "#app/domain/refusal.ts";
import { certificateOf } from "#app/queries/publication/certificate.server.ts";
import { action } from "#app/routes/p/api.ts";
import { fromBase64, hash, toBase64, toHex } from "#app/sealing/bytes.ts";
import { newReceipt } from "#app/sealing/receipt.ts";
import {
  blindMessage,
  finishPass,
  nullifier,
  splitPass,
  splitTookPart,
} from "#app/sealing/token.ts";
import {
  accessKeyFor,
  askForTookPart,
  receiveTookPart,
  type TookPartState,
} from "#app/sealing/wallet.ts";
import { takeDueBatches } from "#app/commands/box/batches.server.ts";
import { inBox, readBox } from "#app/box/store.server.ts";
import { db } from "#app/platform/db.server.ts";
import {
  type Judged,
  openedEdition,
  proposerOf,
  publish,
} from "#tests/factories/published-edition.ts";
import { type Deposited, employee } from "#tests/factories/sealed-edition.ts";
import { everyRow } from "#tests/support/every-row.ts";
import { asOwner } from "#tests/support/owner.ts";
import { expectRefused } from "#tests/support/refusal.ts";

// The 'took part' token: one for each receipt, only once results are published, and nothing that is
// stored or logged tells which receipt the token came from that somebody spends.

let judged: Judged;
let spki: string;
const written: string[] = [];
const editionId = () => judged.sealed.edition.id;

beforeAll(async () => {
  judged = await openedEdition({ deposits: 8, awarded: 1 });
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, "write").mockImplementation((line) => written.push(String(line)) > 0);
}, 60_000);

afterAll(() => vi.restoreAllMocks());

/** Lets the next midnight come: what was asked for until now is handed over. */
async function midnight(): Promise<void> {
  await inBox((tx) => tx.tookPart.updateMany({ data: { takenFrom: new Date("2020-01-01") } }));
  await takeDueBatches();
}

/** Asks as the page does; the blind signature, or the refusal. */
async function post(
  accessKey: string,
  blinded: string,
): Promise<{ blindSignature: string } | { refusal: Refusal }> {
  const body = padded({ op: "took-part", edition: editionId(), accessKey, blinded });
  const request = new Request("http://localhost/p/api", {
    method: "POST",
    body,
    headers: { "Content-Length": String(body.length) },
  });
  const response = await action({
    request,
    params: {},
    context: { nonce: "" },
  } as unknown as ActionFunctionArgs);
  const answer = (await response.json()) as { blindSignature: string };
  return response.ok ? answer : { refusal: refusalIn(answer) };
}

const keyOf = ({ receipt }: Deposited) => accessKeyFor(receipt, editionId());
const codeOfRefusal = (answer: object) =>
  "refusal" in answer ? (answer.refusal as Refusal).code : "done";
const ask = () => askForTookPart(editionId(), spki);

async function tokenOf(deposited: Deposited, state?: TookPartState): Promise<string> {
  const asked = state ?? (await ask());
  const answer = await post(keyOf(deposited), asked.blinded);
  if ("refusal" in answer) throw new Error(answer.refusal.code);
  return receiveTookPart(asked, answer.blindSignature);
}

describe("before the publication", () => {
  test("there is no token, and asking leaves nothing", async () => {
    const before = await everyRow();
    const anyKey =
      judged.sealed.edition &&
      toBase64(
        (await db().editionKeys.findUniqueOrThrow({ where: { editionId: editionId() } }))
          .issuerSpki,
      );
    const state = await askForTookPart(editionId(), anyKey);
    expect(codeOfRefusal(await post(keyOf(judged.deposited[0]!), state.blinded))).toBe("too-early");
    expect(await everyRow()).toBe(before);
    await publish(judged, {});
    spki = toBase64(
      (await db().tookPartKey.findUniqueOrThrow({ where: { editionId: editionId() } })).issuerSpki,
    );
  });
});

describe("a receipt", () => {
  test("gives one token, the same again for the same blinded message, and no second one, at once neither", async () => {
    const [own] = judged.deposited as [Deposited];
    const states = await Promise.all(Array.from({ length: 4 }, ask));
    const answers = await Promise.all(states.map(({ blinded }) => post(keyOf(own), blinded)));
    expect(answers.map(codeOfRefusal).sort()).toEqual([
      "done",
      "token-spent",
      "token-spent",
      "token-spent",
    ]);
    const first = states[answers.findIndex((answer) => "blindSignature" in answer)]!;
    expect(await post(keyOf(own), first.blinded)).toEqual(
      answers.find((answer) => "blindSignature" in answer),
    ); // a lost answer is repeated
    expect(codeOfRefusal(await post(keyOf(own), (await ask()).blinded))).toBe("token-spent");
  });

  test("that is unknown, withdrawn or of somebody who left gives none", async () => {
    const { blinded } = await ask();
    expect(codeOfRefusal(await post(accessKeyFor(newReceipt(), editionId()), blinded))).toBe(
      "receipt-unknown",
    );
    const gone = judged.deposited[1]!;
    const keyHash = new Uint8Array(hash(fromBase64(keyOf(gone))));
    const left = (slot: number) =>
      asOwner((tx) => tx.access.update({ where: { keyHash }, data: { slot } }));
    await left(0);
    expect(codeOfRefusal(await post(keyOf(gone), blinded))).toBe("withdrawn");
    await left(1);
    const withdrawn = (to: boolean) =>
      asOwner((tx) =>
        tx.proposal.update({ where: { id: gone.request.proposalId }, data: { withdrawn: to } }),
      );
    await withdrawn(true);
    expect(codeOfRefusal(await post(keyOf(gone), blinded))).toBe("withdrawn");
    await withdrawn(false);
    expect(codeOfRefusal(await post(keyOf(gone), blinded))).toBe("done");
  });

  test("asks with a blinded message and nothing else", async () => {
    expect(
      codeOfRefusal(
        await post(keyOf(judged.deposited[2]!), toBase64(new Uint8Array(256).fill(255))),
      ),
    ).toBe("token-invalid");
    expect(
      codeOfRefusal(await post(keyOf(judged.deposited[2]!), toBase64(new Uint8Array(10)))),
    ).toBe("invalid");
  });
});

describe("a token", () => {
  test("gives one certificate of the edition to one account, and never names a proposal", async () => {
    const person = await employee();
    const token = fromBase64(await tokenOf(judged.deposited[2]!));
    const code = await redeemTookPart(person.id, editionId(), token);
    // a lost answer is repeated
    expect(await redeemTookPart(person.id, editionId(), token)).toBe(code);
    await expectRefused(redeemTookPart((await employee()).id, editionId(), token), "token-spent");
    const { certificate } = await certificateOf(code, "it");
    expect(certificate).toMatchObject({
      kind: "PARTICIPANT",
      name: `${person.name} ${person.surname}`,
      proposal: null,
    });
    expect(await db().certificate.findUnique({ where: { code } })).toEqual({
      code,
      editionId: editionId(),
      userId: person.id,
      kind: "PARTICIPANT",
      publicNo: 0,
      name: `${person.name} ${person.surname}`,
    });
  });

  test("is spent once, also by twenty accounts at once, and one account spends one", async () => {
    const token = fromBase64(await tokenOf(judged.deposited[3]!));
    const people = await Promise.all(Array.from({ length: 20 }, () => employee()));
    const ends = await Promise.allSettled(
      people.map(({ id }) => redeemTookPart(id, editionId(), token)),
    );
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(
      await db().certificate.count({ where: { userId: { in: people.map(({ id }) => id) } } }),
    ).toBe(1);
    const winner = people[ends.findIndex(({ status }) => status === "fulfilled")]!;
    const spent = () =>
      db().spentToken.count({ where: { editionId: editionId(), purpose: "took-part" } });
    const before = await spent();
    const second = fromBase64(await tokenOf(judged.deposited[4]!));
    await redeemTookPart(winner.id, editionId(), second);
    expect(await spent()).toBe(before); // the second one stays good
    await redeemTookPart((await employee()).id, editionId(), second);
  });

  test("of another edition, of another key, a pass, and a changed one are none", async () => {
    const { id } = await employee();
    const token = fromBase64(await tokenOf(judged.deposited[5]!));
    const changed = new Uint8Array(token);
    changed[40]! ^= 1;
    await expectRefused(redeemTookPart(id, editionId(), changed), "token-invalid");
    await expectRefused(redeemTookPart(id, crypto.randomUUID(), token), "not-found");
    const pass = fromBase64(judged.deposited[5]!.request.token);
    await expectRefused(redeemTookPart(id, editionId(), pass), "token-invalid");
    // neither's message passes for the other's, whatever key signed it
    expect([splitTookPart(editionId(), pass), splitPass(editionId(), token)]).toEqual([null, null]);
    const passText = new TextEncoder().encode(`innova.to/tok/v1|${editionId()}${"x".repeat(32)}`);
    const blinded = await blindMessage(fromBase64(spki), passText);
    const answer = await post(keyOf(judged.deposited[5]!), toBase64(blinded.blinded));
    expect(codeOfRefusal(answer)).toBe("token-spent");
    const other = await post(keyOf(judged.deposited[6]!), toBase64(blinded.blinded));
    const signedPass = await finishPass(
      fromBase64(spki),
      blinded,
      fromBase64((other as { blindSignature: string }).blindSignature),
    );
    await expectRefused(redeemTookPart(id, editionId(), signedPass), "token-invalid");
  });

  test("is nothing for who holds a role of the edition, or is not on the staff list", async () => {
    const token = fromBase64(await tokenOf(judged.deposited[7]!));
    await expectRefused(
      redeemTookPart(judged.sealed.organiser.id, editionId(), token),
      "holds-role",
    );
    await expectRefused(
      redeemTookPart((await employee({ staffNumber: null })).id, editionId(), token),
      "not-eligible",
    );
    await redeemTookPart((await employee()).id, editionId(), token);
  });
});

/**
 * Every value that is stored or was logged, and every hash of it an attacker with the whole
 * database would try.
 */
async function everything(): Promise<string> {
  const tables = await db().$queryRaw<
    { name: string }[]
  >`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`;
  const rows = await Promise.all(
    tables.map(({ name }) =>
      db().$queryRawUnsafe<{ row: string }[]>(`SELECT t::text AS row FROM "${name}" t`),
    ),
  );
  const inBox = await readBox(
    (box) => box.$queryRaw<{ row: string }[]>`SELECT t::text AS row FROM "TookPart" t`,
  );
  return [...rows.flat(), ...inBox]
    .map(({ row }) => row)
    .concat(written)
    .join("\n");
}

type Issue = { keyHash: Uint8Array; blinded: string; token: Uint8Array };

/** What links this issue to this redemption, by what an attacker can compute of either side. */
function linksIn(all: string, { keyHash, blinded, token }: Issue): string[] {
  const { message, signature } = splitTookPart(editionId(), token)!;
  const forms = (value: Uint8Array) => [
    toHex(value),
    toBase64(value),
    toHex(hash(value)),
    toHex(hash("innova.to/took-part/asked/v1|", value)),
    toHex(hash("innova.to/took-part/asked/v1|", keyHash, value)),
  ];
  // the blinded message and its signature belong to the issue; message, signature and what it is
  // remembered by to the redemption
  const ofRedemption = [message, signature, token, nullifier(message)]
    .flatMap(forms)
    .filter((form) => form !== toHex(nullifier(message)));
  const ofIssue = [toHex(fromBase64(blinded)), blinded, toHex(hash(fromBase64(blinded)))];
  return [...ofRedemption, ...ofIssue].filter((form) => all.includes(form));
}

describe("issue and redemption cannot be linked", () => {
  let issue: Issue;
  beforeAll(async () => {
    // withdrawn from the pool above: a receipt that asked for none yet
    const fresh = await openedEdition({ deposits: 3, awarded: 1 });
    judged = fresh;
    await publish(fresh, {});
    spki = toBase64(
      (await db().tookPartKey.findUniqueOrThrow({ where: { editionId: editionId() } })).issuerSpki,
    );
    const own = fresh.deposited[0]!;
    const state = await ask();
    const token = fromBase64(await tokenOf(own, state));
    issue = { keyHash: hash(fromBase64(keyOf(own))), blinded: state.blinded, token };
    await redeemTookPart((await employee()).id, editionId(), token);
  }, 60_000);

  test("by any value that is stored or was logged", async () => {
    expect(linksIn(await everything(), issue)).toEqual([]);
    expect(written.join("")).not.toContain(toBase64(issue.token));
  });

  test("planted: a blinded message kept beside the receipt, and a message logged, are caught", async () => {
    const all = await everything();
    expect(linksIn(`${all}\n${toHex(hash(fromBase64(issue.blinded)))}`, issue)).toHaveLength(1);
    expect(linksIn(`${all}\n${toBase64(issue.token)}`, issue).length).toBeGreaterThan(0);
    await db().spentToken.create({
      data: {
        nullifier: new Uint8Array(hash(splitTookPart(editionId(), issue.token)!.message)),
        editionId: editionId(),
        purpose: "planted",
      },
    });
    expect(linksIn(await everything(), issue)).toHaveLength(1);
    await db().spentToken.deleteMany({ where: { purpose: "planted" } });
  });

  // that the holder of the issuer's private key cannot link blinded messages is T3, over the same
  // code
  test("by the request: the same message is blinded again each time", async () => {
    const requests = await Promise.all(
      Array.from({ length: 3 }, () => blindMessage(fromBase64(spki), new Uint8Array(80))),
    );
    expect(new Set(requests.map(({ blinded }) => toHex(blinded))).size).toBe(3);
    expect(new Set(requests.map(({ inverse }) => toHex(inverse))).size).toBe(3);
  });

  test("by the transactions that wrote the rows: those of the issue wait in the ballot box, and come over together", async () => {
    const asked = () =>
      db().$queryRaw<
        { version: string }[]
      >`SELECT xmin::text AS version FROM "SpentToken" WHERE "editionId" = ${editionId()}::uuid AND purpose = 'took-part-asked'`;
    for (const own of judged.deposited.slice(1)) await tokenOf(own);
    await takeDueBatches();
    expect(await asked()).toEqual([]);
    await midnight();
    const rows = await asked();
    expect(rows).toHaveLength(2 * judged.deposited.length);
    expect(new Set(rows.map(({ version }) => version)).size).toBe(1);
    expect(await readBox((box) => box.tookPart.count())).toBe(0);
    // and still: one receipt, one token
    const state = await ask();
    expect(codeOfRefusal(await post(keyOf(judged.deposited[1]!), state.blinded))).toBe(
      "token-spent",
    );
  });

  test("by a time: neither has one, and the log of acts has neither", async () => {
    const columns = await db().$queryRaw<
      { type: string }[]
    >`SELECT data_type AS type FROM information_schema.columns WHERE table_name IN ('SpentToken', 'Certificate', 'Access')`;
    expect(columns.filter(({ type }) => /time|date/.test(type))).toEqual([]);
    expect(await db().auditEntry.count({ where: { action: { contains: "certificate" } } })).toBe(0);
  });

  test("after the retention time no token is given any more, and the key is gone", async () => {
    const row = await db().publication.findUniqueOrThrow({ where: { editionId: editionId() } });
    await asOwner((tx) =>
      tx.publication.update({
        where: { editionId: editionId() },
        data: { at: new Date(row.at.getTime() - 181 * 86_400_000) },
      }),
    );
    await archiveDueEditions();
    expect(
      (await db().tookPartKey.findUniqueOrThrow({ where: { editionId: editionId() } }))
        .issuerPrivate,
    ).toBeNull();
    const { blinded } = await ask();
    const winner = await proposerOf(judged, 1); // as judgeAll scores
    const others = judged.deposited.filter((deposited) => deposited !== winner);
    expect(codeOfRefusal(await post(keyOf(winner), blinded))).toBe("too-late");
    for (const other of others)
      expect(codeOfRefusal(await post(keyOf(other), blinded))).toBe("receipt-unknown");
    await expect(
      db().$executeRawUnsafe(`UPDATE "TookPartKey" SET "issuerSpki" = 'x'`),
    ).rejects.toThrow("locked");
  });
});
