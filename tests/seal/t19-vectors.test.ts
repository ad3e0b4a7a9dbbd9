import {
  createCipheriv,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { afterEach, describe, expect, test, vi } from "vitest";
import { blindSign, verifiesPass } from "#app/platform/issuer.server.ts";
import { keyEncryptionKey } from "#app/platform/env.server.ts";
import { blindMessage, finishPass } from "#app/sealing/token.ts";
import vectors from "../data/rfc9474.json" with { type: "json" };

// The published vectors of RFC 9474 through the very code that makes and signs passes (T19). They
// use a key of 4096 bits.

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));
const toHex = (value: Uint8Array) => Buffer.from(value).toString("hex");
const number = (hex: string) => BigInt(`0x${hex}`);
const encoded = (value: bigint) =>
  Buffer.from(
    value.toString(16).padStart(value.toString(16).length + (value.toString(16).length % 2), "0"),
    "hex",
  ).toString("base64url");

const [p, q, e] = [number(vectors.p), number(vectors.q), 65537n];
const n = p * q;
const d = inverse(e, (p - 1n) * (q - 1n));
const key = createPrivateKey({
  key: {
    kty: "RSA",
    n: encoded(n),
    e: encoded(e),
    d: encoded(d),
    p: encoded(p),
    q: encoded(q),
    dp: encoded(d % (p - 1n)),
    dq: encoded(d % (q - 1n)),
    qi: encoded(inverse(q, p)),
  },
  format: "jwk",
});
const spki = new Uint8Array(createPublicKey(key).export({ type: "spki", format: "der" }));

afterEach(() => vi.restoreAllMocks());

describe("the published vectors of RFC 9474 (T19)", () => {
  test("our browser's code makes the blinded message", async () => {
    draw(vectors.prefix, vectors.salt, number(vectors.inverse));
    const made = await blindMessage(spki, bytes(vectors.message));
    expect(toHex(made.message)).toBe(vectors.prefix + vectors.message);
    expect(toHex(made.blinded)).toBe(vectors.blinded);
    expect(toHex(made.inverse)).toBe(vectors.inverse);
  });

  test("our server signs it blindly", () => {
    expect(toHex(blindSign(wrapped(key), bytes(vectors.blinded)))).toBe(vectors.blindSignature);
  });

  test("our browser's code turns that into the signature, and our server accepts it", async () => {
    const message = bytes(vectors.prefix + vectors.message);
    const pass = await finishPass(
      spki,
      { message, blinded: bytes(vectors.blinded), inverse: bytes(vectors.inverse) },
      bytes(vectors.blindSignature),
    );
    expect(toHex(pass)).toBe(vectors.prefix + vectors.message + vectors.signature);
    expect(verifiesPass(spki, message, bytes(vectors.signature))).toBe(true);
  });

  test("control: one bit of another message, salt or signature is noticed", async () => {
    const message = bytes(vectors.prefix + vectors.message);
    message[40]! ^= 1;
    expect(verifiesPass(spki, message, bytes(vectors.signature))).toBe(false);
    await expect(
      finishPass(
        spki,
        { message, blinded: bytes(vectors.blinded), inverse: bytes(vectors.inverse) },
        bytes(vectors.blindSignature),
      ),
    ).rejects.toThrow();
    draw(vectors.prefix, vectors.salt.replace(/^05/, "04"), number(vectors.inverse));
    expect(toHex((await blindMessage(spki, bytes(vectors.message))).blinded)).not.toBe(
      vectors.blinded,
    );
  });

  test("the signer refuses what is no message for its key", () => {
    expect(() => blindSign(wrapped(key), bytes(vectors.blinded).slice(1))).toThrow(RangeError);
    expect(() => blindSign(wrapped(key), new Uint8Array(512).fill(255))).toThrow(RangeError);
  });
});

/**
 * Lets the generator draw what it drew for the vectors: prefix, salt, and the blinding factor whose
 * inverse is given.
 */
function draw(prefix: string, salt: string, inverted: bigint): void {
  const r = inverse(inverted, n).toString(16).padStart(1024, "0");
  const queue = [prefix, salt, r];
  vi.spyOn(crypto, "getRandomValues").mockImplementation((array) => {
    const next = bytes(queue.shift() ?? "");
    const target = new Uint8Array((array as Uint8Array).buffer);
    if (next.length !== target.length)
      throw new Error(`drew ${target.length} bytes, expected ${next.length}`);
    target.set(next);
    return array;
  });
}

/** A private key as the database keeps it. */
function wrapped(privateKey: KeyObject): Uint8Array {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", keyEncryptionKey(), iv);
  const body = Buffer.concat([
    cipher.update(privateKey.export({ type: "pkcs8", format: "der" })),
    cipher.final(),
  ]);
  return new Uint8Array(Buffer.concat([iv, cipher.getAuthTag(), body]));
}

/** a⁻¹ mod m, by Euclid's extended algorithm. */
function inverse(a: bigint, m: bigint): bigint {
  let [r0, r1, s0, s1] = [m, a % m, 0n, 1n];
  while (r1 !== 0n) {
    const quotient = r0 / r1;
    [r0, r1, s0, s1] = [r1, r0 - quotient * r1, s1, s0 - quotient * s1];
  }
  return ((s0 % m) + m) % m;
}
