import "#tests/support/database.ts";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { ed25519 } from "@noble/curves/ed25519.js";
import { faultsOf, openWith, sharesByKeys } from "#cli/offline/open.ts";
import { readSealedEdition } from "#cli/offline/sealed.ts";
import { tellBox } from "#app/commands/box/box-facts.server.ts";
import { readBox } from "#app/box/store.server.ts";
import { responses } from "#app/deposit/responses.ts";
import { ceremonyOf } from "#app/queries/opening/custody.server.ts";
import { keySample } from "#app/queries/opening/key-sample.server.ts";
import { verifyEdition } from "#app/queries/opening/verification.server.ts";
import { concat, fromBase64, hash, toBase64, toHex, utf8 } from "#app/sealing/bytes.ts";
import { checkAndUnwrap, type CustodianKeys, newCustodianKeys } from "#app/sealing/custodian.ts";
import {
  custodianSigningKey,
  type EnvelopeContext,
  keyFromShares,
  openEnvelope,
  unwrapShare,
  wrapLength,
  wrapShare,
} from "#app/sealing/envelope.ts";
import { checkInclusion } from "#app/sealing/inclusion.ts";
import { checkKey } from "#app/sealing/key-check.ts";
import {
  manifestHash,
  manifestJson,
  manifestStatement,
  parseManifest,
} from "#app/sealing/manifest.ts";
import { hashOfContent, readOwnEnvelope } from "#app/sealing/wallet.ts";
import { sessionChecks } from "#app/sealing/session-checks.ts";
import { db, type Tx } from "#app/platform/db.server.ts";
import { freezeAndSign, judgeAll, quorumOf, release } from "#tests/factories/frozen-edition.ts";
import { dumpTo } from "#tests/support/dump.ts";
import { asOwner } from "#tests/support/owner.ts";
import {
  ask,
  content,
  type Deposited,
  depositBy,
  employee,
  openEdition,
  type SealedEdition,
  walletOf,
} from "#tests/factories/sealed-edition.ts";

// Whoever can write to the database, and nothing else, exchanges the custodians' keys for a minute,
// reads the name of whoever hands in meanwhile, seals the same key again for the real custodians
// and puts everything back.

type Bytes = Uint8Array<ArrayBuffer>;
const stored = (bytes: Uint8Array): Bytes => new Uint8Array(bytes);

/** Writes a manifest, its custodians' keys and a signature of each. */
async function putManifest(
  tx: Tx,
  editionId: string,
  json: string,
  signatures: Bytes[],
): Promise<void> {
  await tx.manifest.update({
    where: { editionId },
    data: { json, hash: stored(manifestHash(json)) },
  });
  for (const [at, { recipient, signPublicKey }] of parseManifest(json).custodians.entries()) {
    const place = { editionId, position: at + 1 };
    const keys = { recipient, signPublicKey: stored(fromBase64(signPublicKey)) };
    const { id } = await tx.custodian.update({ where: { editionId_position: place }, data: keys });
    const own = {
      where: { custodianId_subject: { custodianId: id, subject: "MANIFEST" as const } },
    };
    await tx.custodianSignature.update({
      ...own,
      data: { signature: signatures[at]!, subjectHash: stored(manifestHash(json)) },
    });
  }
}

async function signaturesOn(editionId: string): Promise<Bytes[]> {
  const rows = await db().custodianSignature.findMany({
    where: { editionId, subject: "MANIFEST" },
    orderBy: { custodian: { position: "asc" } },
  });
  return rows.map(({ signature }) => signature);
}

const boundTo = (context: EnvelopeContext) =>
  utf8(
    `innova.to/env/v1|${context.editionId}|${context.proposalId}|${context.envelopeId}|${toHex(context.manifestHash)}`,
  );

/**
 * The attack; `thorough` also binds the ciphertext to the real manifest, as far as that is possible
 * without the holder's key.
 */
async function exchangeReadAndPutBack(sealed: SealedEdition, { thorough }: { thorough: boolean }) {
  const { id: editionId } = sealed.edition;
  const real = parseManifest(sealed.manifest);
  const realSignatures = await signaturesOn(editionId);
  const own: CustodianKeys[] = await Promise.all(real.custodians.map(() => newCustodianKeys()));
  const fake = manifestJson({
    ...real,
    custodians: own.map(({ recipient, signPublicKey }, at) => ({
      title: real.custodians[at]!.title,
      recipient,
      signPublicKey,
    })),
  });
  const statement = manifestStatement(manifestHash(fake));
  const ownSignatures = own.map(({ identity }) =>
    stored(ed25519.sign(statement, custodianSigningKey(identity))),
  );

  await asOwner((tx) => putManifest(tx, editionId, fake, ownSignatures));
  await tellBox(editionId); // it comes by itself within seconds
  const manifestSignatures = ownSignatures.map((signature, at) => ({
    position: at + 1,
    signature: toBase64(signature),
  }));
  // whoever leaves the real signatures is found out by the first browser
  await expect(walletOf(await employee(), { ...sealed, manifest: fake })).rejects.toThrow(
    "manifest-unsigned",
  );
  const victim = await depositBy(
    await employee(),
    { ...sealed, manifest: fake, manifestSignatures },
    content({ title: "La mia" }),
  );

  const row = await readBox((box) =>
    box.envelope.findUniqueOrThrow({ where: { id: victim.request.envelope.id } }),
  );
  const context = {
    editionId,
    proposalId: row.proposalId,
    envelopeId: row.id,
    manifestHash: manifestHash(fake),
  };
  const wrapAt = (at: number) => row.wraps.slice(at * wrapLength, (at + 1) * wrapLength);
  const shares = await Promise.all(
    own.map(({ identity }, at) => unwrapShare(identity, context, at + 1, wrapAt(at))),
  );
  const key = (await keyFromShares(context, row.commit, shares.slice(0, real.quorum)))!;
  const read = await openEnvelope(context, row, key);

  const wrapsOf = (to: EnvelopeContext) =>
    Promise.all(
      real.custodians.map(({ recipient }, at) => wrapShare(recipient, to, at + 1, shares[at]!)),
    );
  const underReal = { ...context, manifestHash: manifestHash(sealed.manifest) };
  const data = thorough
    ? {
        manifestHash: stored(underReal.manifestHash),
        ct: await encryptedAgain(underReal, key, row.iv, read),
        commit: stored(hash("innova.to/cek/v1|", boundTo(underReal), key)),
        wraps: stored(concat(...(await wrapsOf(underReal)))),
      }
    : { wraps: stored(concat(...(await wrapsOf(context)))) };
  await readBox((box) => box.envelope.update({ where: { id: row.id }, data }));
  await asOwner((tx) => putManifest(tx, editionId, sealed.manifest, realSignatures));
  await tellBox(editionId);
  return { victim, read };
}

async function encryptedAgain(
  context: EnvelopeContext,
  key: Uint8Array,
  iv: Bytes,
  read: object,
): Promise<Bytes> {
  const json = utf8(JSON.stringify(read));
  const plain = new Uint8Array(2048);
  new DataView(plain.buffer).setUint16(0, json.length);
  plain.set(json, 2);
  const aes = await crypto.subtle.importKey("raw", stored(key), "AES-GCM", false, ["encrypt"]);
  const parameters = { name: "AES-GCM", iv, additionalData: stored(boundTo(context)) };
  return new Uint8Array(await crypto.subtle.encrypt(parameters, aes, plain));
}

const foreignTo = async (sealed: SealedEdition) =>
  Promise.all(
    sealed.custodians.map(
      async ({ user, keys }) =>
        (await checkKey(keys.identity, await keySample(sealed.edition.id, user.id))).foreign,
    ),
  );
const failing = async (sealed: SealedEdition) =>
  (await verifyEdition(sealed.edition.id)).filter(({ ok }) => !ok).map(({ about }) => about);
const ownOf = async ({ request, receipt }: Deposited) => {
  const { edition, accessKey } = request;
  return { receipt, own: responses.read.parse(await ask({ op: "read", edition, accessKey })) };
};

describe.each([1, 2] as const)(
  "T15: keys exchanged for a minute and put back, sealed in version %i",
  (version) => {
    let sealed: SealedEdition;
    let victim: Deposited;
    let read: { cert: { certificate: { sub: string } } };
    let first: Deposited;
    beforeAll(async () => {
      sealed = await openEdition({ version });
      first = await depositBy(await employee(), sealed);
      expect(await foreignTo(sealed)).toEqual([0, 0, 0]); // control: before it nothing is found
      expect(await failing(sealed)).toEqual([]);
      ({ victim, read } = await exchangeReadAndPutBack(sealed, { thorough: false }));
    }, 60_000);

    test("the name is read: without a pin nothing keeps whoever writes to the database from it", () => {
      expect(read.cert.certificate.sub).toBe(victim.user.id);
    });

    test("every custodian's health check finds envelopes that were sealed for other keys", async () => {
      expect(await foreignTo(sealed)).toEqual([1, 1, 1]);
    });

    test("`verify` reports it while proposals are taken, without their number", async () => {
      expect(await failing(sealed)).toEqual(["envelopes sealed under"]);
      const says = (await verifyEdition(sealed.edition.id)).find(({ ok }) => !ok)!.says;
      expect(says).toContain("somebody exchanged the keys");
      expect(says).not.toMatch(/\d/);
    });

    test("whoever was read is told when they test their receipt, and nobody else is", async () => {
      const { receipt, own } = await ownOf(victim);
      await expect(
        readOwnEnvelope(receipt, sealed.manifest, own.proposalId, own.envelope!),
      ).rejects.toMatchObject({
        code: "manifest-differs",
      });
      const other = await ownOf(first);
      await expect(
        readOwnEnvelope(other.receipt, sealed.manifest, other.own.proposalId, other.own.envelope!),
      ).resolves.toBeDefined();
    });

    test("no custodian's page gives a share of it, the opening names nobody in it, and the other name is right", async () => {
      await judgeAll(sealed, 2);
      const inclusion = responses.inclusion.parse(
        await ask({
          op: "inclusion",
          edition: sealed.edition.id,
          accessKey: victim.request.accessKey,
        }),
      );
      const text = hashOfContent(content({ title: "La mia" }));
      expect(checkInclusion(sealed.manifest, text, inclusion).sealedUnder).toBe(false);
      await freezeAndSign(sealed);
      const [one] = sealed.custodians;
      const ceremony = (await ceremonyOf(sealed.edition.id, one!.user.id))!;
      const found = await checkAndUnwrap(one!.keys.identity, ceremony);
      expect(found).toMatchObject({ faults: [], unreadable: 0, foreign: 1 });
      expect(
        sessionChecks(ceremony)
          .filter(({ ok }) => !ok)
          .map(({ key }) => key),
      ).toEqual(["sealed-under"]);
      for (const custodian of quorumOf(sealed))
        expect(await release(sealed, custodian)).toEqual([]);
      const opened = await db().openedEnvelope.findMany({
        where: { editionId: sealed.edition.id },
      });
      const of = ({ request }: Deposited) =>
        opened.find(({ envelopeId }) => envelopeId === request.envelope.id);
      expect(of(victim)).toMatchObject({ result: "INVALID", reason: "other-manifest" });
      expect(of(first)).toMatchObject({ result: "VALID", holder: { sub: first.user.id } });
    }, 60_000);

    test("opened without the server, out of a dump and with every key, it names nobody either", async () => {
      const folder = mkdtempSync(join(tmpdir(), "innova-exchanged-"));
      try {
        await dumpTo(join(folder, "dump.sql"));
        const dump = await readSealedEdition(join(folder, "dump.sql"), sealed.edition.code);
        expect(faultsOf(dump)).toEqual([]);
        const keys = new Map(sealed.custodians.map(({ keys }, at) => [at + 1, keys.identity]));
        const outcomes = await openWith(dump, await sharesByKeys(dump, keys));
        const of = ({ request }: Deposited) =>
          outcomes.find(({ envelopeId }) => envelopeId === request.envelope.id);
        expect(of(victim)).toMatchObject({
          result: "void",
          reason: "other-manifest",
          holder: null,
        });
        const { staffNumber } = first.user;
        expect(of(first)).toMatchObject({ result: "valid", holder: { staffNumber } });
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }, 60_000);
  },
);

describe("T15: and the envelope altered to fit the real keys", () => {
  test("the holder's signature is missing: nobody is named, and the deposit is another than the one that was signed", async () => {
    const sealed = await openEdition();
    const { victim, read } = await exchangeReadAndPutBack(sealed, { thorough: true });
    expect(read.cert.certificate.sub).toBe(victim.user.id);
    const { receipt, own } = await ownOf(victim);
    // the evidence that the victim's browser keeps is of another deposit
    expect(own.receipt.depositHash).not.toBe(victim.reply.depositHash);
    await expect(
      readOwnEnvelope(receipt, sealed.manifest, own.proposalId, own.envelope!),
    ).rejects.toMatchObject({ code: "receipt-wrong" });
    await judgeAll(sealed, 1);
    await freezeAndSign(sealed);
    for (const custodian of quorumOf(sealed)) expect(await release(sealed, custodian)).toEqual([]);
    const opened = await db().openedEnvelope.findMany({ where: { editionId: sealed.edition.id } });
    expect(opened).toMatchObject([{ result: "INVALID", reason: "wrong-holder" }]);
  }, 60_000);
});

describe("a manifest has one form", () => {
  test("a text with a key twice, with other spaces, or with something unknown in it is none", async () => {
    const { manifest } = await openEdition();
    expect(parseManifest(manifest).v).toBe(2);
    const others = [
      manifest.replace(`"quorum":2`, `"quorum":1,"quorum":2`),
      manifest.replace(":", ": "),
      manifest.replace("{", `{"a":1,`),
    ];
    for (const other of others) {
      // other readers take it for a manifest
      expect(JSON.parse(other)).toMatchObject({ quorum: 2 });
      expect(() => parseManifest(other)).toThrow();
    }
  });

  test("two places with the same key are none", async () => {
    const manifest = parseManifest((await openEdition()).manifest);
    const [first, second, third] = manifest.custodians;
    const twice = {
      ...manifest,
      custodians: [first!, { ...second!, recipient: first!.recipient }, third!],
    };
    expect(() => parseManifest(manifestJson(twice))).toThrow();
  });
});
