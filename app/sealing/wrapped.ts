import { Aes128Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import { expand, extract } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concat, fromUtf8, random, utf8 } from "./bytes.ts";

// What goes through a proxy that must not read it (sealing.md §6): HPKE (RFC 9180) and the way back
// as Oblivious HTTP has them (RFC 9458 §4), around bodies of our own instead of messages of HTTP.

const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes128Gcm(),
});
/** Key 1, and the numbers of KEM, KDF and AEAD in RFC 9180. */
const header = new Uint8Array([1, 0, 0x20, 0, 1, 0, 1]);
const lengths = { enc: 32, answerKey: 16, answerNonce: 12, nonce: 16, tag: 16 };
const ours = "message/innova";

/** Bytes that a wrapped body is longer than what is in it. */
export const wrapping = lengths.tag;

/**
 * A request on its way: `head` goes first, so that the box can look at it before it reads `body`.
 */
export type Wrapped = {
  head: Uint8Array;
  body: Uint8Array<ArrayBuffer>;
  /** What is in the answer to this very request; rejects what was altered or answers another. */
  openAnswer(answer: Uint8Array): Promise<Uint8Array>;
};

/** A request at the box. */
export type UnwrappedRequest = {
  right: string;
  /** The body, to be opened once; rejects what was altered or belongs to another head. */
  openBody(body: Uint8Array): Promise<Uint8Array>;
  /** An answer that only who sent the request can read. */
  wrapAnswer(answer: Uint8Array): Promise<Uint8Array<ArrayBuffer>>;
};

/** The key pair that these 32 secret bytes give. The public key has 32 bytes. */
export async function wrapKeyPair(
  seed: Uint8Array,
): Promise<{ private: CryptoKey; public: Uint8Array }> {
  const pair = await suite.kem.deriveKeyPair(new Uint8Array(seed).buffer);
  const open = await suite.kem.serializePublicKey(pair.publicKey);
  return { private: pair.privateKey, public: new Uint8Array(open) };
}

/**
 * Wraps what proves a right, and a body, for the holder of a public key. `media` names what is in
 * it.
 */
export async function wrap(
  publicKey: Uint8Array,
  right: string,
  body: string,
  media = ours,
): Promise<Wrapped> {
  const recipientPublicKey = await suite.kem.deserializePublicKey(new Uint8Array(publicKey).buffer);
  const context = await suite.createSenderContext({ recipientPublicKey, info: infoOf(media) });
  const enc = new Uint8Array(context.enc);
  const head = concat(header, enc, new Uint8Array(await context.seal(utf8(right))));
  const sealed = new Uint8Array(await context.seal(utf8(body)));
  const secret = await exported(context, media);
  return { head, body: sealed, openAnswer: (answer) => openAnswer(enc, secret, answer) };
}

/** Opens the head of a request. Rejects what was not wrapped for this key. */
export async function unwrap(
  privateKey: CryptoKey,
  head: Uint8Array,
  media = ours,
): Promise<UnwrappedRequest> {
  const start = header.length + lengths.enc;
  if (header.some((byte, i) => byte !== head[i]))
    throw new RangeError("wrapped for no key of ours");
  const enc = head.slice(header.length, start);
  const context = await suite.createRecipientContext({
    recipientKey: privateKey,
    enc: enc.buffer,
    info: infoOf(media),
  });
  const right = fromUtf8(new Uint8Array(await context.open(head.slice(start))));
  return {
    right,
    openBody: async (body) => new Uint8Array(await context.open(body)),
    wrapAnswer: async (answer) => wrapAnswer(enc, await exported(context, media), answer),
  };
}

function infoOf(media: string): ArrayBuffer {
  return new Uint8Array(concat(utf8(`${media} request`), new Uint8Array(1), header)).buffer;
}

type Exporting = { export(label: ArrayBuffer, length: number): Promise<ArrayBuffer> };

async function exported(context: Exporting, media: string): Promise<Uint8Array> {
  const label = new Uint8Array(utf8(`${media} response`)).buffer;
  return new Uint8Array(await context.export(label, lengths.answerKey));
}

async function wrapAnswer(enc: Uint8Array, secret: Uint8Array, answer: Uint8Array) {
  const nonce = random(lengths.nonce);
  const { key, iv } = await answerKey(enc, secret, nonce, "encrypt");
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new Uint8Array(answer));
  return new Uint8Array(concat(nonce, new Uint8Array(sealed)));
}

/**
 * What is in an answer, by the request's `enc` and the secret that both sides export; rejects what
 * was altered.
 */
export async function openAnswer(enc: Uint8Array, secret: Uint8Array, answer: Uint8Array) {
  const { key, iv } = await answerKey(enc, secret, answer.slice(0, lengths.nonce), "decrypt");
  const sealed = new Uint8Array(answer.slice(lengths.nonce));
  return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed));
}

/** RFC 9458 §4.4. */
async function answerKey(enc: Uint8Array, secret: Uint8Array, nonce: Uint8Array, use: KeyUsage) {
  const prk = extract(sha256, secret, concat(enc, nonce));
  const raw = new Uint8Array(expand(sha256, prk, utf8("key"), lengths.answerKey));
  const iv = new Uint8Array(expand(sha256, prk, utf8("nonce"), lengths.answerNonce));
  return { iv, key: await crypto.subtle.importKey("raw", raw, "AES-GCM", false, [use]) };
}
