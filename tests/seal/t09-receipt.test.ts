import "#tests/support/database.ts";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { readBox } from "#app/box/store.server.ts";
import { readOwn, replaceOwn, withdrawOwn } from "#app/deposit/return.server.ts";
import { requestSchema, type RequestOf } from "#app/deposit/request.ts";
import { hash } from "#app/sealing/bytes.ts";
import { accessKey, accessKeyHash, newReceipt, parseReceipt } from "#app/sealing/receipt.ts";
import {
  accessKeyFor,
  askForRefund,
  hashOfContent,
  prepareDeposit,
  readOwnEnvelope,
  receiveRefund,
} from "#app/sealing/wallet.ts";
import { db } from "#app/platform/db.server.ts";
import {
  content,
  type Deposited,
  depositBy,
  employee,
  openEdition,
  type SealedEdition,
  send,
} from "#tests/factories/sealed-edition.ts";
import { asOwner } from "#tests/support/owner.ts";
import { atOnceInBox, editionHeld, interleavedInBox } from "#tests/support/race.ts";

let sealed: SealedEdition;
let mine: Deposited;

beforeAll(async () => {
  sealed = await openEdition();
  mine = await depositBy(await employee(), sealed);
}, 120_000);

const ask = <Op extends "read" | "replace" | "withdraw">(
  request: { op: Op } & Record<string, unknown>,
) => requestSchema.parse(request) as RequestOf<Op>;
const withReceipt = (receipt: string) => ({
  edition: sealed.edition.id,
  accessKey: accessKeyFor(receipt, sealed.edition.id),
});

describe("T9: the receipt is the only way back, and the server does not know it", () => {
  test("neither the receipt nor the access key is in the database", async () => {
    expect(await occurs(mine.receipt, sealed.edition.id)).toBe(false);
  });

  test("control: an access key in a table is found", async () => {
    await db().auditEntry.create({
      data: {
        at: new Date(),
        action: "planted",
        objectId: Buffer.from(accessKey(mine.receipt, sealed.edition.id)).toString("hex"),
      },
    });
    expect(await occurs(mine.receipt, sealed.edition.id)).toBe(true);
    await asOwner((tx) => tx.auditEntry.deleteMany({ where: { action: "planted" } }));
  });

  test("a wrong character is noticed without asking the server", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 19 }),
        fc.constantFrom(..."0123456789ABCDEFGHJKMNPQRSTVWXYZ"),
        (at, character) => {
          const receipt = newReceipt().replaceAll("-", "");
          fc.pre(receipt[at] !== character);
          const mistyped = receipt.slice(0, at) + character + receipt.slice(at + 1);
          // two check characters: one mistake in a thousand goes unnoticed here, and finds nothing
          // on the server
          return parseReceipt(mistyped) === null || parseReceipt(mistyped) !== receipt;
        },
      ),
    );
    const noticed = Array.from({ length: 2000 }, () => newReceipt()).filter(
      (receipt) => parseReceipt(`${receipt[0] === "A" ? "B" : "A"}${receipt.slice(1)}`) === null,
    );
    expect(noticed.length).toBeGreaterThan(1980);
  });

  test("case, spaces and look-alike characters are forgiven", () => {
    const receipt = newReceipt();
    expect(
      parseReceipt(
        ` ${receipt.toLowerCase().replaceAll("-", " ").replaceAll("0", "o").replaceAll("1", "l")} `,
      ),
    ).toBe(receipt);
  });

  test("with the receipt alone one reads, and opens their own envelope", async () => {
    const own = await readOwn(ask({ op: "read", ...withReceipt(mine.receipt) }));
    expect(own.content).toEqual(content());
    const { cert } = await readOwnEnvelope(
      mine.receipt,
      sealed.manifest,
      own.proposalId,
      own.envelope!,
    );
    expect(cert.certificate.sub).toBe(mine.user.id);
  });

  test("another receipt opens neither the proposal nor the envelope", async () => {
    const own = await readOwn(ask({ op: "read", ...withReceipt(mine.receipt) }));
    await expect(readOwn(ask({ op: "read", ...withReceipt(newReceipt()) }))).rejects.toMatchObject({
      refusal: { code: "receipt-unknown" },
    });
    await expect(
      readOwnEnvelope(newReceipt(), sealed.manifest, own.proposalId, own.envelope!),
    ).rejects.toThrow("receipt-wrong");
  });

  test("a replacement names the text it replaces, so two windows cannot overwrite each other unseen", async () => {
    const [first, second] = [
      content({ title: "Prima correzione" }),
      content({ title: "Seconda correzione" }),
    ];
    const replaces = hashOfContent(content());
    await replaceOwn(
      ask({ op: "replace", ...withReceipt(mine.receipt), replaces, content: first }),
    );
    await expect(
      replaceOwn(ask({ op: "replace", ...withReceipt(mine.receipt), replaces, content: second })),
    ).rejects.toMatchObject({ refusal: { code: "stale" } });
    expect((await readOwn(ask({ op: "read", ...withReceipt(mine.receipt) }))).content?.title).toBe(
      "Prima correzione",
    );
  });

  test("a withdrawal erases text and envelope and returns one pass, and repeating it returns the same", async () => {
    const other = await depositBy(await employee(), sealed, content({ title: "Da ritirare" }));
    const refund = await askForRefund(sealed.manifest);
    const request = ask({ op: "withdraw", ...withReceipt(other.receipt), blinded: refund.blinded });
    const first = await withdrawOwn(request);
    expect(await withdrawOwn(request)).toEqual(first);
    const token = await receiveRefund(sealed.manifest, refund, first.blindSignature);
    expect(await readBox((box) => box.proposal.count({ where: { title: "Da ritirare" } }))).toBe(0);
    expect(
      await readBox((box) => box.envelope.count({ where: { id: other.request.envelope.id } })),
    ).toBe(0);
    const again = await prepareDeposit(
      { ...other.wallet, tokens: [token] },
      sealed,
      content({ title: "Di nuovo" }),
      newReceipt(),
    );
    await expect(send(again)).resolves.toMatchObject({ depositHash: expect.any(String) });
  });

  test("the same withdrawal twice at once gives the same pass to both", async () => {
    const other = await depositBy(await employee(), sealed);
    const refund = await askForRefund(sealed.manifest);
    const request = ask({ op: "withdraw", ...withReceipt(other.receipt), blinded: refund.blinded });
    const [one, two] = await atOnceInBox(
      editionHeld(sealed.edition.id),
      () => withdrawOwn(request),
      () => withdrawOwn(request),
    );
    expect(two).toEqual(one);
    expect(
      await readBox((box) =>
        box.spentToken.count({
          where: {
            nullifier: new Uint8Array(
              hash("innova.to/refund/v1|", accessKeyHash(request.accessKey), request.blinded),
            ),
          },
        }),
      ),
    ).toBe(1);
  });

  test("a text handed in while the proposal is withdrawn does not outlive it", async () => {
    const other = await depositBy(await employee(), sealed);
    const own = withReceipt(other.receipt);
    const refund = await askForRefund(sealed.manifest);
    const { proposalId } = other.request;
    // a correction with a file that is under way, and not yet committed
    await interleavedInBox({
      hold: async (tx) => {
        await tx.proposal.update({ where: { id: proposalId }, data: { title: "Con un allegato" } });
        await tx.proposalFile.create({
          data: {
            proposalId,
            position: 1,
            kind: "pdf",
            sha256: new Uint8Array(32),
            size: 1,
            bytes: new Uint8Array(1),
          },
        });
      },
      act: () => withdrawOwn(ask({ op: "withdraw", ...own, blinded: refund.blinded })),
    });
    expect(
      await readBox((box) =>
        box.proposal.findUnique({
          where: { id: proposalId },
          select: { title: true, files: true },
        }),
      ),
    ).toEqual({ title: "", files: [] });
  });

  test("the same correction twice at once is taken once, and told to both as the first", async () => {
    const other = await depositBy(await employee(), sealed);
    const request = ask({
      op: "replace",
      ...withReceipt(other.receipt),
      replaces: hashOfContent(content()),
      content: content({ title: "Due volte" }),
    });
    const [one, two] = await atOnceInBox(
      editionHeld(sealed.edition.id),
      () => replaceOwn(request),
      () => replaceOwn(request),
    );
    expect(two).toEqual(one);
    expect((await readOwn(ask({ op: "read", ...withReceipt(other.receipt) }))).content?.title).toBe(
      "Due volte",
    );
  });

  test("one withdrawal gives one pass, whatever is asked for", async () => {
    const other = await depositBy(await employee(), sealed);
    const [one, two] = [await askForRefund(sealed.manifest), await askForRefund(sealed.manifest)];
    await withdrawOwn(ask({ op: "withdraw", ...withReceipt(other.receipt), blinded: one.blinded }));
    await expect(
      withdrawOwn(ask({ op: "withdraw", ...withReceipt(other.receipt), blinded: two.blinded })),
    ).rejects.toMatchObject({ refusal: { code: "withdrawn" } });
  });
});

/** Whether the receipt or the key it gives occurs in any table, as text, hexadecimal or base64. */
async function occurs(receipt: string, editionId: string): Promise<boolean> {
  const key = Buffer.from(accessKey(receipt, editionId));
  const forms = [
    receipt,
    receipt.replaceAll("-", ""),
    key.toString("hex"),
    key.toString("base64"),
    key.toString("base64url"),
  ].map((form) => form.toLowerCase());
  const tables = await db().$queryRaw<
    { name: string }[]
  >`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`;
  for (const { name } of tables) {
    const rows = await db().$queryRawUnsafe<{ row: string }[]>(
      `SELECT t::text AS row FROM "${name}" t`,
    );
    const text = rows
      .map(({ row }) => row)
      .join("\n")
      .toLowerCase();
    if (forms.some((form) => text.includes(form))) return true;
  }
  return false;
}
