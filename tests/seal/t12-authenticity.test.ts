import "#tests/support/database.ts";
import { generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, test } from "vitest";
import { readBox } from "#app/box/store.server.ts";
import { openEnvelopes, releaseShares } from "#app/commands/opening/opening.server.ts";
import { canonical, fromBase64, toBase64 } from "#app/sealing/bytes.ts";
import { rankingCommit, shareStatement } from "#app/sealing/commitment.ts";
import {
  authenticity,
  certificateStatement,
  custodianSigningKey,
  type EnvelopeContext,
  openOwn,
  sealEnvelope,
} from "#app/sealing/envelope.ts";
import { manifestHash, manifestJson, parseManifest } from "#app/sealing/manifest.ts";
import { newReceipt, ownKey } from "#app/sealing/receipt.ts";
import { type DepositRequest, prepareDeposit } from "#app/sealing/wallet.ts";
import type { Wallet } from "#app/sealing/kept-wallet.ts";
import { db } from "#app/platform/db.server.ts";
import { ed25519 } from "@noble/curves/ed25519.js";
import {
  callReserves,
  freezeAndSign,
  judgeAll,
  quorumOf,
  release,
  signFrozen,
} from "#tests/factories/frozen-edition.ts";
import {
  content,
  type Deposited,
  depositBy,
  employee,
  openEdition,
  type SealedEdition,
  send,
  walletOf,
} from "#tests/factories/sealed-edition.ts";
import { asOwner } from "#tests/support/owner.ts";

/** An edition with `count` deposits, judged, with the first two awarded. */
async function judgedEdition(
  count = 3,
): Promise<{ sealed: SealedEdition; deposited: Deposited[] }> {
  const sealed = await openEdition();
  const deposited: Deposited[] = [];
  for (let i = 0; i < count; i += 1)
    deposited.push(await depositBy(await employee(), sealed, content({ title: `Idea ${i}` })));
  return { sealed, deposited };
}

async function openAll(sealed: SealedEdition): Promise<string[][]> {
  await freezeAndSign(sealed);
  const faults: string[][] = [];
  for (const custodian of quorumOf(sealed)) faults.push(await release(sealed, custodian));
  return faults;
}

const results = (sealed: SealedEdition) =>
  db().openedEnvelope.findMany({ where: { editionId: sealed.edition.id } });

describe("T12: an envelope names its proposer or nobody", () => {
  test("the awarded envelopes name those who sealed them, and no other is opened", async () => {
    const { sealed, deposited } = await judgedEdition();
    await judgeAll(sealed, 2);
    expect(await openAll(sealed)).toEqual([[], []]);
    const opened = await results(sealed);
    expect(opened).toHaveLength(2);
    for (const { envelopeId, result, holder } of opened) {
      const sealedBy = deposited.find(({ request }) => request.envelope.id === envelopeId)!.user;
      expect(result).toBe("VALID");
      expect(holder).toMatchObject({
        sub: sealedBy.id,
        name: sealedBy.name,
        staffNumber: sealedBy.staffNumber,
      });
    }
  }, 60_000);

  test("envelopes swapped between proposals after closing are noticed before a share is released", async () => {
    const { sealed } = await judgedEdition();
    await judgeAll(sealed, 3);
    const [a, b] = await db().envelope.findMany({
      take: 2,
      where: { proposal: { editionId: sealed.edition.id } },
    });
    await asOwner((tx) => tx.envelope.update({ where: { id: a!.id }, data: { slot: 9 } }));
    await asOwner((tx) =>
      tx.envelope.update({ where: { id: b!.id }, data: { proposalId: a!.proposalId } }),
    );
    await asOwner((tx) =>
      tx.envelope.update({ where: { id: a!.id }, data: { proposalId: b!.proposalId, slot: 1 } }),
    );
    for (const faults of await openAll(sealed)) expect(faults).toContain("root-differs");
    expect(await results(sealed)).toEqual([]);
  }, 60_000);

  test("a wrap moved from a loser's envelope before closing gives no share, and the others are opened", async () => {
    const { sealed } = await judgedEdition();
    const [a, b] = await readBox((box) =>
      box.envelope.findMany({ take: 2, where: { proposal: { editionId: sealed.edition.id } } }),
    );
    await readBox((box) =>
      box.envelope.update({ where: { id: a!.id }, data: { wraps: b!.wraps } }),
    );
    await judgeAll(sealed, 3);
    expect(await openAll(sealed)).toEqual([[], []]);
    const opened = await results(sealed);
    expect(opened.filter(({ result }) => result === "VALID")).toHaveLength(2);
    expect(opened.find(({ envelopeId }) => envelopeId === a!.id)).toMatchObject({
      result: "INVALID",
      reason: "altered",
      holder: null,
    });
    expect(await db().releasedShare.findMany({ where: { envelopeId: a!.id } })).toMatchObject([
      { share: new Uint8Array() },
      { share: new Uint8Array() },
    ]);
  }, 60_000);

  const spoiled: [string, (request: DepositRequest) => DepositRequest][] = [
    [
      "wraps nobody can read",
      (request) => ({
        ...request,
        envelope: {
          ...request.envelope,
          wraps: request.envelope.wraps.map(() =>
            toBase64(crypto.getRandomValues(new Uint8Array(394))),
          ),
        },
      }),
    ],
    [
      "a commitment to another key",
      (request) => ({
        ...request,
        envelope: {
          ...request.envelope,
          commit: toBase64(crypto.getRandomValues(new Uint8Array(32))),
        },
      }),
    ],
  ];
  test.each(spoiled)(
    "an envelope with %s is void, holds up no other, and its reserve follows",
    async (_what, spoil) => {
      const { sealed } = await judgedEdition(2);
      await send(
        spoil(
          await prepareDeposit(
            await walletOf(await employee(), sealed),
            sealed,
            content(),
            newReceipt(),
          ),
        ),
      );
      await judgeAll(sealed, 3);
      await freezeAndSign(sealed);
      for (const custodian of sealed.custodians.slice(2)) await signFrozen(sealed, custodian);
      for (const custodian of sealed.custodians)
        expect(await release(sealed, custodian)).toEqual([]);
      expect(
        (await results(sealed)).map(({ result, reason }) => `${result} ${reason}`).sort(),
      ).toEqual(["INVALID altered", "VALID ", "VALID "]);
    },
    60_000,
  );

  test("a certificate that is no certificate names nobody, and stops nothing", async () => {
    const { sealed } = await judgedEdition(1);
    const wallet = await walletOf(await employee(), sealed);
    const broken = { ...wallet, cert: { ...wallet.cert, signature: "!" } };
    await send(await prepareDeposit(broken, sealed, content(), newReceipt()));
    await judgeAll(sealed, 2);
    expect(await openAll(sealed)).toEqual([[], []]);
    expect(
      (await results(sealed)).map(({ result, reason }) => `${result} ${reason}`).sort(),
    ).toEqual(["INVALID foreign-certificate", "VALID "]);
  }, 60_000);

  test("whoever can write the database cannot lower the quorum: no custodian's page believes another manifest", async () => {
    const { sealed } = await judgedEdition(2);
    await judgeAll(sealed, 1);
    await freezeAndSign(sealed);
    const altered = manifestJson({ ...parseManifest(sealed.manifest), quorum: 1 });
    await asOwner((tx) =>
      tx.manifest.update({
        where: { editionId: sealed.edition.id },
        data: { json: altered, hash: new Uint8Array(manifestHash(altered)) },
      }),
    );
    for (const custodian of quorumOf(sealed))
      expect(await release(sealed, custodian)).toContain("own-manifest-signature");
    expect(
      await db().releasedShare.count({ where: { custodian: { editionId: sealed.edition.id } } }),
    ).toBe(0);
  }, 60_000);

  test("a ranking put instead of the signed one is not opened", async () => {
    const { sealed } = await judgedEdition(3);
    await judgeAll(sealed, 1);
    await freezeAndSign(sealed);
    const { json } = await db().ranking.findUniqueOrThrow({
      where: { editionId: sealed.edition.id },
    });
    const ranking = JSON.parse(json) as { openList: object[]; reserves: object[] };
    const altered = canonical({
      ...ranking,
      openList: [
        ...ranking.openList,
        ...ranking.reserves.map((reserve) => ({ ...reserve, ground: "" })),
      ],
    });
    await asOwner((tx) =>
      tx.ranking.update({
        where: { editionId: sealed.edition.id },
        data: { json: altered, commit: new Uint8Array(rankingCommit(altered)) },
      }),
    );
    await asOwner((tx) =>
      tx.custodianSignature.updateMany({
        where: { editionId: sealed.edition.id, subject: "RANKING" },
        data: { subjectHash: new Uint8Array(rankingCommit(altered)) },
      }),
    );
    for (const custodian of quorumOf(sealed))
      expect(await release(sealed, custodian)).toContain("own-ranking-signature");
  }, 60_000);

  test("a certificate that the city did not sign names nobody", async () => {
    const { sealed } = await judgedEdition(0);
    const victim = await employee();
    const wallet = await walletOf(await employee(), sealed);
    await send(
      await prepareDeposit(forgery(wallet, victim.id).wallet, sealed, content(), newReceipt()),
    );
    await judgeAll(sealed, 1);
    await openAll(sealed);
    expect(await results(sealed)).toMatchObject([
      { result: "INVALID", reason: "foreign-certificate", holder: null },
    ]);
  }, 60_000);

  test("a stolen certificate without its holder's key names nobody", async () => {
    const { sealed } = await judgedEdition(0);
    const victim = await walletOf(await employee(), sealed);
    const thief = await walletOf(await employee(), sealed);
    await send(
      await prepareDeposit({ ...thief, cert: victim.cert }, sealed, content(), newReceipt()),
    );
    await judgeAll(sealed, 1);
    await openAll(sealed);
    expect(await results(sealed)).toMatchObject([
      { result: "INVALID", reason: "wrong-holder", holder: null },
    ]);
  }, 60_000);

  test("a certificate of another edition names nobody", async () => {
    const { sealed } = await judgedEdition(0);
    const other = await openEdition();
    const user = await employee();
    const [here, there] = [await walletOf(user, sealed), await walletOf(user, other)];
    await send(
      await prepareDeposit(
        { ...here, cert: there.cert, holderKey: there.holderKey },
        sealed,
        content(),
        newReceipt(),
      ),
    );
    await judgeAll(sealed, 1);
    await openAll(sealed);
    expect(await results(sealed)).toMatchObject([
      { result: "INVALID", reason: "other-edition", holder: null },
    ]);
  }, 60_000);

  test("a juror's own proposal is void, and the next in rank is opened once a quorum signed it", async () => {
    const { sealed, deposited } = await judgedEdition(2);
    await judgeAll(sealed, 1);
    const first = await db().proposal.findFirstOrThrow({
      where: { editionId: sealed.edition.id, publicNo: 1 },
      include: { envelopes: true },
    });
    const author = deposited.find(
      ({ request }) => request.envelope.id === first.envelopes[0]!.id,
    )!.user;
    await db().role.create({
      data: { editionId: sealed.edition.id, userId: author.id, kind: "JUROR" },
    });
    await openAll(sealed);
    expect(await results(sealed)).toMatchObject([{ result: "INVALID", reason: "holds-role" }]);
    await callReserves(sealed);
    for (const custodian of quorumOf(sealed)) expect(await release(sealed, custodian)).toEqual([]);
    expect((await results(sealed)).map(({ result }) => result).sort()).toEqual([
      "INVALID",
      "VALID",
    ]);
  }, 60_000);

  test("a bad share is named, and the good ones open the envelope", async () => {
    const { sealed } = await judgedEdition(1);
    await judgeAll(sealed, 1);
    await freezeAndSign(sealed);
    const [liar, ...honest] = sealed.custodians;
    const { commit } = await db().ranking.findUniqueOrThrow({
      where: { editionId: sealed.edition.id },
    });
    const envelope = await db().envelope.findFirstOrThrow({
      where: { proposal: { editionId: sealed.edition.id } },
    });
    const share = new Uint8Array(33).fill(7);
    share[32] = 1;
    const signature = new Uint8Array(
      ed25519.sign(
        shareStatement(commit, envelope.id, 1, share),
        custodianSigningKey(liar!.keys.identity),
      ),
    );
    await releaseShares(liar!.user.id, sealed.edition.id, [
      { envelopeId: envelope.id, share, signature },
    ]);
    expect(await release(sealed, honest[0]!)).toEqual([]);
    // 2 of 3 with a bad one: the commitment does not match
    expect(await results(sealed)).toEqual([]);
    expect(await release(sealed, honest[1]!)).toEqual(["own-ranking-signature"]);
    await signFrozen(sealed, honest[1]!);
    expect(await release(sealed, honest[1]!)).toEqual([]);
    expect(await results(sealed)).toMatchObject([{ result: "VALID", badShares: [1] }]);
  }, 60_000);

  test("opening again, or twice at once, changes nothing", async () => {
    const { sealed } = await judgedEdition(3);
    await judgeAll(sealed, 3);
    await openAll(sealed);
    const before = await results(sealed);
    await Promise.all([openEnvelopes(sealed.edition.id), openEnvelopes(sealed.edition.id)]);
    for (const custodian of quorumOf(sealed)) await release(sealed, custodian);
    expect(await results(sealed)).toEqual(before);
  }, 60_000);

  test("control: under a key of the forger's own the forged certificate holds, so it is the city's signature that refuses it", async () => {
    const { sealed } = await judgedEdition(0);
    const { wallet, publicKey } = forgery(
      await walletOf(await employee(), sealed),
      (await employee()).id,
    );
    const context: EnvelopeContext = {
      editionId: sealed.edition.id,
      proposalId: crypto.randomUUID(),
      envelopeId: crypto.randomUUID(),
      manifestHash: manifestHash(sealed.manifest),
    };
    const own = ownKey(newReceipt(), sealed.edition.id);
    const manifest = parseManifest(sealed.manifest);
    const envelope = await sealEnvelope(
      context,
      1,
      manifest,
      { cert: wallet.cert, privateKey: fromBase64(wallet.holderKey) },
      own,
    );
    const opened = await openOwn(context, envelope, own);
    expect(authenticity(opened, context, 1, publicKey)).toBe("valid");
    expect(authenticity(opened, context, 1, fromBase64(manifest.certPublicKey))).toBe(
      "foreign-certificate",
    );
  });
});

/** A wallet whose certificate names `sub` and is signed by a key of the forger's own. */
function forgery(wallet: Wallet, sub: string): { wallet: Wallet; publicKey: Uint8Array } {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const certificate = { ...wallet.cert.certificate, sub };
  const cert = {
    certificate,
    signature: toBase64(sign(null, certificateStatement(certificate), privateKey)),
  };
  return {
    wallet: { ...wallet, cert },
    publicKey: publicKey.export({ type: "spki", format: "der" }).subarray(-32),
  };
}
