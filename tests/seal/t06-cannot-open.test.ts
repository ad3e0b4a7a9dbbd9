import "#tests/support/database.ts";
import { createDecipheriv } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { readBox } from "#app/box/store.server.ts";
import { env } from "#app/platform/env.server.ts";
import { db, type Envelope } from "#app/platform/db.server.ts";
import { combinations } from "#app/domain/opening/opening.ts";
import {
  type EnvelopeContext,
  keyFromShares,
  openEnvelope,
  unwrapShare,
  wrapLength,
} from "#app/sealing/envelope.ts";
import {
  depositBy,
  employee,
  openEdition,
  type SealedEdition,
} from "#tests/factories/sealed-edition.ts";

let sealed: SealedEdition;
let envelopes: Envelope[];

beforeAll(async () => {
  sealed = await openEdition({ quorum: 2, custodianCount: 3 });
  for (let i = 0; i < 3; i += 1) await depositBy(await employee(), sealed);
  envelopes = await readBox((box) => box.envelope.findMany());
}, 120_000);

describe("T6: database and server secrets open no envelope", () => {
  test("no key of the environment or the database opens one", async () => {
    const keys = await keysInReach();
    expect(keys.length).toBeGreaterThan(10);
    const opened = await Promise.all(
      envelopes.flatMap((envelope) => keys.map((key) => opens(envelope, key))),
    );
    expect(opened.filter(Boolean)).toHaveLength(0);
  });

  test("fewer shares than the quorum open none", async () => {
    for (const envelope of envelopes) {
      for (const subset of combinations(await sharesOf(envelope), 1))
        expect(await keyFromShares(contextOf(envelope), envelope.commit, subset)).toBeNull();
    }
  });

  test("any quorum of shares opens every one", async () => {
    for (const envelope of envelopes) {
      for (const subset of combinations(await sharesOf(envelope), 2)) {
        const key = await keyFromShares(contextOf(envelope), envelope.commit, subset);
        expect(
          (await openEnvelope(contextOf(envelope), envelope, key!)).cert.certificate.edition,
        ).toBe(sealed.edition.id);
      }
    }
  });

  test("control: a content key left anywhere in the database is found", async () => {
    const [envelope] = envelopes;
    const key = await keyFromShares(
      contextOf(envelope!),
      envelope!.commit,
      (await sharesOf(envelope!)).slice(0, 2),
    );
    await readBox((box) =>
      box.spentToken.create({
        data: { nullifier: new Uint8Array(key!), editionId: sealed.edition.id, purpose: "planted" },
      }),
    );
    const opened = await Promise.all((await keysInReach()).map((each) => opens(envelope!, each)));
    expect(opened.filter(Boolean).length).toBeGreaterThan(0);
  });
});

function contextOf({ proposalId, id, manifestHash }: Envelope): EnvelopeContext {
  return { editionId: sealed.edition.id, proposalId, envelopeId: id, manifestHash };
}

function sharesOf(envelope: Envelope): Promise<Uint8Array[]> {
  return Promise.all(
    sealed.custodians.map(({ keys }, i) =>
      unwrapShare(
        keys.identity,
        contextOf(envelope),
        i + 1,
        envelope.wraps.slice(i * wrapLength, (i + 1) * wrapLength),
      ),
    ),
  );
}

/** Every 32 bytes somebody with the database and the environment could take for a key. */
async function keysInReach(): Promise<Buffer[]> {
  const kek = Buffer.from(env().APP_KEK, "base64");
  const keys = await db().editionKeys.findMany();
  const unwrapped = keys
    .flatMap(({ issuerPrivate, certPrivate }) => [issuerPrivate, certPrivate])
    .flatMap((wrapped) => (wrapped ? [unwrap(kek, Buffer.from(wrapped))] : []));
  const stored = await Promise.all([
    readBox((box) => box.spentToken.findMany()),
    readBox((box) => box.access.findMany()),
    db().activation.findMany(),
    db().manifest.findMany(),
  ]);
  const values = stored
    .flat()
    .flatMap((row) => Object.values(row))
    .filter((value) => value instanceof Uint8Array);
  const bytes = [
    kek,
    ...unwrapped,
    ...values.map((value) => Buffer.from(value)),
    ...envelopes.flatMap((e) => [e.iv, e.commit, e.ownerWrap].map((value) => Buffer.from(value))),
  ];
  return bytes.flatMap((value) => windows(value));
}

function windows(value: Buffer): Buffer[] {
  return Array.from({ length: Math.max(0, value.length - 31) }, (_, at) =>
    value.subarray(at, at + 32),
  );
}

function unwrap(kek: Buffer, wrapped: Buffer): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", kek, wrapped.subarray(0, 12));
  decipher.setAuthTag(wrapped.subarray(12, 28));
  return Buffer.concat([decipher.update(wrapped.subarray(28)), decipher.final()]);
}

async function opens(envelope: Envelope, key: Uint8Array): Promise<boolean> {
  return openEnvelope(contextOf(envelope), envelope, key).then(
    () => true,
    () => false,
  );
}
