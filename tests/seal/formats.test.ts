import "#tests/support/database.ts";
import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { responses } from "#app/deposit/responses.ts";
import { verifyEdition } from "#app/queries/opening/verification.server.ts";
import { toBase64 } from "#app/sealing/bytes.ts";
import { checkInclusion } from "#app/sealing/inclusion.ts";
import { manifestHash, parseManifest } from "#app/sealing/manifest.ts";
import { hashOfContent } from "#app/sealing/wallet.ts";
import { db } from "#app/platform/db.server.ts";
import { freezeAndSign, judgeAll, quorumOf, release } from "#tests/factories/frozen-edition.ts";
import {
  ask,
  bytes,
  content,
  type Deposited,
  depositBy,
  employee,
  joinAs,
  openEdition,
  type SealedEdition,
} from "#tests/factories/sealed-edition.ts";

// What is sealed under a manifest of version 1 is hashed as the releases of its time did, to the
// end; the formulas are written here a second time, by hand, so that neither version can change
// unseen (sealing.md §2, §4, §7).

const sha = (...parts: (string | Uint8Array)[]) => {
  const digest = createHash("sha256");
  for (const part of parts) digest.update(part);
  return digest.digest();
};
const hex = (some: Uint8Array) => Buffer.from(some).toString("hex");

describe.each([1, 2] as const)("an edition sealed in version %i", (version) => {
  let sealed: SealedEdition;
  let mine: Deposited;
  let ownHash: Buffer;
  const contentHash = () => bytes(hashOfContent(content({ title: "La mia" })));

  beforeAll(async () => {
    sealed = await openEdition({ version });
    await depositBy(await employee(), sealed);
    mine = await depositBy(await employee(), sealed, content({ title: "La mia" }));
    const { iv, ct, commit, wraps, ownerWrap } = mine.request.envelope;
    const stored = [iv, ct, commit, ...wraps, ownerWrap].map(bytes);
    ownHash =
      version === 1
        ? sha(...stored)
        : sha("innova.to/envelope/v2|", manifestHash(sealed.manifest), ...stored);
  }, 60_000);

  test("names its version in the manifest", () => {
    expect(parseManifest(sealed.manifest).v).toBe(version);
  });

  test("is given the deposit hash of that version", () => {
    const expected =
      version === 1
        ? sha("innova.to/deposit/v1|", contentHash(), ownHash)
        : sha("innova.to/deposit/v2|", manifestHash(sealed.manifest), contentHash(), ownHash);
    expect(mine.reply.depositHash).toBe(toBase64(expected));
  });

  test("closes with leaves of that version, and the receipt finds its proposal in the root", async () => {
    await judgeAll(sealed, 2);
    const row = await db().proposal.findUniqueOrThrow({ where: { id: mine.request.proposalId } });
    const manifest = version === 1 ? "" : `"manifest":"${hex(manifestHash(sealed.manifest))}",`;
    const leaf = `{"content":"${hex(contentHash())}","envelopes":["${hex(ownHash)}"],${manifest}"publicNo":${row.publicNo}}`;
    expect(hex(row.leaf!)).toBe(hex(sha(Uint8Array.of(0), leaf)));
    const { edition, accessKey } = mine.request;
    const inclusion = responses.inclusion.parse(await ask({ op: "inclusion", edition, accessKey }));
    const found = checkInclusion(sealed.manifest, toBase64(contentHash()), inclusion);
    expect(found).toMatchObject({
      ownEnvelope: true,
      inRoot: true,
      signed: 2,
      depositHash: mine.reply.depositHash,
    });
  });

  test("opens with every name right, and `verify` finds no fault", async () => {
    await freezeAndSign(sealed);
    for (const custodian of quorumOf(sealed)) expect(await release(sealed, custodian)).toEqual([]);
    const opened = await db().openedEnvelope.findMany({ where: { editionId: sealed.edition.id } });
    expect(opened.map(({ result }) => result)).toEqual(["VALID", "VALID"]);
    const own = opened.find(({ envelopeId }) => envelopeId === mine.request.envelope.id);
    expect(own).toMatchObject({ holder: { sub: mine.user.id } });
    expect((await verifyEdition(sealed.edition.id)).filter(({ ok }) => !ok)).toEqual([]);
  }, 60_000);

  test("takes members of a team", async () => {
    const other = await openEdition({ version });
    const lead = await depositBy(await employee(), other);
    await expect(joinAs(await employee(), other, lead, 2)).resolves.toMatchObject({
      reply: { depositHash: expect.any(String) },
    });
  }, 60_000);
});
