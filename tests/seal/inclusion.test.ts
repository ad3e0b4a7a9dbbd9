import "#tests/support/database.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { responses } from "#app/deposit/responses.ts";
import { checkInclusion } from "#app/sealing/inclusion.ts";
import type { Inclusion } from "#app/sealing/given-inclusion.ts";
import { fromBase64, toBase64, toHex } from "#app/sealing/bytes.ts";
import { sealFormat } from "#app/sealing/manifest.ts";
import { merkleRoot } from "#app/sealing/merkle.ts";
import { proposalLeaf } from "#app/sealing/commitment.ts";
import { accessKeyFor, hashOfContent } from "#app/sealing/wallet.ts";
import { db } from "#app/platform/db.server.ts";
import {
  ask,
  close,
  content,
  type Deposited,
  depositBy,
  employee,
  joinAs,
  openEdition,
  type SealedEdition,
} from "#tests/factories/sealed-edition.ts";

// 'Check my proposal': what a receipt is shown after closing, and what the proposer's browser finds
// out from it.

let sealed: SealedEdition;
let mine: Deposited;
let member: Deposited;
const given: Record<string, Inclusion> = {};

const refusedAs = (code: string) =>
  expect.objectContaining({ refusal: expect.objectContaining({ code }) });
const inclusion = async ({ receipt }: { receipt: string }) =>
  responses.inclusion.parse(
    await ask({
      op: "inclusion",
      edition: sealed.edition.id,
      accessKey: accessKeyFor(receipt, sealed.edition.id),
    }),
  );
const check = (from: Inclusion, text: object = content({ title: "La mia" })) =>
  checkInclusion(sealed.manifest, hashOfContent(text), from);

beforeAll(async () => {
  sealed = await openEdition();
  for (let i = 0; i < 6; i += 1) await depositBy(await employee(), sealed);
  mine = await depositBy(await employee(), sealed, content({ title: "La mia" }));
  member = await joinAs(await employee(), sealed, mine, 2);
}, 60_000);

describe("with the receipt, after closing", () => {
  test("nothing is shown before", async () => {
    await expect(inclusion(mine)).rejects.toEqual(refusedAs("too-early"));
  });

  test("lead and member find text and own envelope in the root that the custodians signed", async () => {
    await close(sealed);
    [given.lead, given.member] = [await inclusion(mine), await inclusion(member)];
    const { root } = await db().closing.findUniqueOrThrow({
      where: { editionId: sealed.edition.id },
    });
    for (const from of Object.values(given))
      expect(check(from)).toMatchObject({
        ownEnvelope: true,
        sealedUnder: true,
        inRoot: true,
        signed: 2,
        quorum: 2,
        root: toHex(root),
      });
    expect(check(given.lead).depositHash).toBe(mine.reply.depositHash);
    expect(check(given.member).depositHash).toBe(member.reply.depositHash);
  });

  test("another text than the one handed in is noticed", () => {
    expect(check(given.lead!, content({ title: "La sua" })).inRoot).toBe(false);
  });

  test("an exchanged envelope is noticed, even if the hashes beside it are those of the leaf", () => {
    const wraps = fromBase64(given.lead!.own.wraps);
    wraps[7]! ^= 1;
    const exchanged = { ...given.lead!, own: { ...given.lead!.own, wraps: toBase64(wraps) } };
    expect(check(exchanged)).toMatchObject({ inRoot: true, ownEnvelope: false });
    const other = { ...given.lead!, own: given.member!.own };
    expect(check({ ...other, envelopes: other.envelopes.slice(1) }).inRoot).toBe(false);
  });

  test("a root made for this proposer alone lacks the custodians' signatures", () => {
    const leaf = proposalLeaf(
      sealFormat(sealed.manifest),
      given.lead!.publicNo,
      fromBase64(hashOfContent(content({ title: "La sua" }))),
      given.lead!.envelopes.map(fromBase64),
    );
    const alone: Inclusion = {
      ...given.lead!,
      count: given.lead!.publicNo,
      proof: [],
      root: toBase64(merkleRoot([leaf])),
    };
    expect(check({ ...alone, publicNo: 1, count: 1 }, content({ title: "La sua" })).signed).toBe(0);
  });

  test("another place, count or proof is noticed", () => {
    const { lead } = given;
    expect(check({ ...lead!, publicNo: (lead!.publicNo % lead!.count) + 1 }).inRoot).toBe(false);
    expect(check({ ...lead!, proof: lead!.proof.slice(1) }).inRoot).toBe(false);
    expect(check({ ...lead!, count: lead!.count + 1 }).signed).toBe(0);
    expect(check({ ...lead!, staffHash: toBase64(new Uint8Array(32)) }).signed).toBe(0);
  });

  test("one custodian's signature twice counts once", () => {
    const [first] = given.lead!.signatures;
    expect(check({ ...given.lead!, signatures: [first!, first!] }).signed).toBe(1);
  });
});
