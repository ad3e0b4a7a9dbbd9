import "#tests/support/database.ts";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import {
  blankEvidence,
  checkDepositEvidence,
  evidenceFault,
  evidenceIn,
  keptEvidence,
} from "#app/sealing/deposit-evidence.ts";
import { fromBase64, toBase64 } from "#app/sealing/bytes.ts";
import { newReceipt } from "#app/sealing/receipt.ts";
import { hashOfContent } from "#app/sealing/wallet.ts";
import { type AttachedFile } from "#app/sealing/wallet.ts";
import {
  content,
  type Deposited,
  depositBy,
  employee,
  joinAs,
  openEdition,
  type SealedEdition,
} from "#tests/factories/sealed-edition.ts";
import { attached } from "#tests/factories/attached.ts";

// The server's word on a deposit is evidence only if somebody checks it, and keeps it where only
// the receipt finds it.

let sealed: SealedEdition;
let mine: Deposited;
const flipped = (text: string) => {
  const bytes = fromBase64(text);
  bytes[3]! ^= 1;
  return toBase64(bytes);
};

beforeAll(async () => {
  sealed = await openEdition();
  mine = await depositBy(await employee(), sealed, content({ title: "La mia" }));
}, 60_000);

describe("the server's word on a deposit", () => {
  test("is about what was sent, with its files, and signed by the edition's key", async () => {
    expect(checkDepositEvidence(sealed.manifest, mine.request, null, mine.reply).fault).toBeNull();
    const files: AttachedFile[] = [attached(sealed.edition, "%PDF-1.7 a figure")];
    const withFile = await depositBy(await employee(), sealed, content(), files);
    expect(
      checkDepositEvidence(sealed.manifest, withFile.request, null, withFile.reply).fault,
    ).toBeNull();
    expect(
      checkDepositEvidence(
        sealed.manifest,
        { ...withFile.request, files: [] },
        null,
        withFile.reply,
      ).fault,
    ).toBe("other-deposit");
  });

  test("holds for a member of a team with the text that was joined", async () => {
    const member = await joinAs(await employee(), sealed, mine, 2);
    const joined = hashOfContent(content({ title: "La mia" }));
    const { content: _text, files: _files, ...sent } = member.request;
    expect(checkDepositEvidence(sealed.manifest, sent, joined, member.reply).fault).toBeNull();
    expect(
      checkDepositEvidence(
        sealed.manifest,
        sent,
        hashOfContent(content({ title: "Altra" })),
        member.reply,
      ).fault,
    ).toBe("other-deposit");
  });

  test("about another text, another envelope or under other keys is told, and so is a signature that is wrong or missing", () => {
    const { request, reply } = mine;
    expect(
      checkDepositEvidence(
        sealed.manifest,
        { ...request, content: content({ title: "La sua" }) },
        null,
        reply,
      ).fault,
    ).toBe("other-deposit");
    const envelope = { ...request.envelope, commit: flipped(request.envelope.commit) };
    expect(checkDepositEvidence(sealed.manifest, { ...request, envelope }, null, reply).fault).toBe(
      "other-deposit",
    );
    expect(
      checkDepositEvidence(
        sealed.manifest,
        { ...request, manifestHash: flipped(request.manifestHash) },
        null,
        reply,
      ).fault,
    ).toBe("other-deposit");
    for (const signature of ["", "!", flipped(reply.signature)]) {
      expect(
        checkDepositEvidence(sealed.manifest, request, null, { ...reply, signature }).fault,
      ).toBe("signature-invalid");
    }
  });

  test("is kept so that only its receipt reads it, the last one where there are several", async () => {
    const { envelopeHash } = checkDepositEvidence(sealed.manifest, mine.request, null, mine.reply);
    const kept = await keptEvidence(mine.receipt, sealed.edition.id, {
      ...mine.reply,
      envelopeHash,
    });
    const later = await keptEvidence(mine.receipt, sealed.edition.id, {
      ...mine.reply,
      depositHash: flipped(mine.reply.depositHash),
      envelopeHash,
    });
    const all = [blankEvidence(), kept, blankEvidence()];
    expect(await evidenceIn(mine.receipt, sealed.edition.id, all)).toEqual({
      ...mine.reply,
      envelopeHash,
    });
    expect((await evidenceIn(mine.receipt, sealed.edition.id, [...all, later]))?.depositHash).toBe(
      flipped(mine.reply.depositHash),
    );
    expect(await evidenceIn(newReceipt(), sealed.edition.id, all)).toBeNull();
    expect(await evidenceIn(mine.receipt, crypto.randomUUID(), all)).toBeNull();
    for (const nothing of [null, "x", [1], []])
      expect(await evidenceIn(mine.receipt, sealed.edition.id, nothing)).toBeNull();
    expect(
      evidenceFault(
        sealed.manifest,
        hashOfContent(content({ title: "La mia" })),
        envelopeHash,
        mine.reply,
      ),
    ).toBeNull();
  });

  test("is as long as a blank, whatever it says", async () => {
    const bytes = (length: number) =>
      fc.uint8Array({ minLength: length, maxLength: length }).map(toBase64);
    const length = blankEvidence().length;
    await fc.assert(
      fc.asyncProperty(
        bytes(32),
        bytes(64),
        bytes(32),
        async (depositHash, signature, envelopeHash) => {
          const receipt = newReceipt();
          const kept = await keptEvidence(receipt, sealed.edition.id, {
            depositHash,
            signature,
            envelopeHash,
          });
          expect(kept).toHaveLength(length);
          expect(await evidenceIn(receipt, sealed.edition.id, [kept])).toEqual({
            depositHash,
            signature,
            envelopeHash,
          });
        },
      ),
      { numRuns: 50 },
    );
  });
});
