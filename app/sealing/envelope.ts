import { ed25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { Decrypter, Encrypter } from "age-encryption";
import { combine, split } from "shamir-secret-sharing";
import * as z from "zod/mini";
import {
  canonical,
  concat,
  equal,
  fromBase64,
  fromUtf8,
  hash,
  random,
  toBase64,
  toHex,
  utf8,
} from "./bytes.ts";
import {
  type PassCertificate,
  type SignedPassCertificate,
  signedPassCertificateSchema,
} from "./certificate.ts";
import type { Manifest, SealFormat } from "./manifest.ts";

// Envelope B: the proposer's name, sealed so that only a quorum of custodians can open it
// (sealing.md §4).

const plainLength = 2048;
const wrapLength = 394;

const contentSchema = z.object({
  v: z.literal(1),
  cert: signedPassCertificateSchema,
  holderSignature: z.string(),
});
export type EnvelopeContent = z.infer<typeof contentSchema>;

/**
 * An envelope as it is stored; sizes: iv 12, ct 2064, commit 32, wraps n × 394, ownerWrap 60 bytes.
 */
export type Envelope = {
  id: string;
  slot: number;
  iv: Uint8Array;
  ct: Uint8Array;
  commit: Uint8Array;
  wraps: Uint8Array[];
  ownerWrap: Uint8Array;
};

/** Where an envelope belongs; bound into everything in it, so that it cannot be moved. */
export type EnvelopeContext = {
  editionId: string;
  proposalId: string;
  envelopeId: string;
  manifestHash: Uint8Array;
};

/**
 * Seals a holder's certificate for the custodians of the manifest; checks that the shares open
 * before it returns.
 */
export async function sealEnvelope(
  context: EnvelopeContext,
  slot: number,
  manifest: Manifest,
  holder: { cert: SignedPassCertificate; privateKey: Uint8Array },
  ownerKey: Uint8Array,
): Promise<Envelope> {
  const content: EnvelopeContent = {
    v: 1,
    cert: holder.cert,
    holderSignature: toBase64(ed25519.sign(holderStatement(context, slot), holder.privateKey)),
  };
  const [key, iv] = [random(32), random(12)];
  const ct = await encrypt(key, iv, bound(context), pad(utf8(canonical(content))));
  const shares = await splitKey(key, manifest.custodians.length, manifest.quorum);
  const recombined = await combineShares(shares.slice(0, manifest.quorum));
  if (!equal(recombined, key)) throw new Error("The shares do not open the envelope.");
  const wraps = await Promise.all(
    manifest.custodians.map(({ recipient }, i) => wrapShare(recipient, context, i + 1, shares[i]!)),
  );
  return {
    id: context.envelopeId,
    slot,
    iv,
    ct,
    commit: commitment(context, key),
    wraps,
    ownerWrap: await wrapForOwner(ownerKey, context, key),
  };
}

/** True when an envelope has the sizes every envelope has. */
export function hasEnvelopeSizes(envelope: Envelope, custodianCount: number): boolean {
  return (
    envelope.iv.length === 12 &&
    envelope.ct.length === plainLength + 16 &&
    envelope.commit.length === 32 &&
    envelope.ownerWrap.length === 60 &&
    envelope.wraps.length === custodianCount &&
    envelope.wraps.every((wrap) => wrap.length === wrapLength)
  );
}

export { wrapLength };

/**
 * What of an envelope is hashed; the wraps one by one or, as they are stored, one after the other.
 */
export type HashedEnvelope = Omit<Envelope, "id" | "slot" | "wraps"> & {
  /** the manifest it says it was sealed under */
  manifestHash: Uint8Array;
  wraps: Uint8Array | Uint8Array[];
};

/** The hash of an envelope as it stands in the Merkle leaf. Version 1 leaves out the manifest. */
export function envelopeHash(
  { version }: Pick<SealFormat, "version">,
  envelope: HashedEnvelope,
): Uint8Array {
  const { manifestHash, iv, ct, commit, wraps, ownerWrap } = envelope;
  const sealed = [iv, ct, commit, ...(Array.isArray(wraps) ? wraps : [wraps]), ownerWrap];
  return version === 1 ? hash(...sealed) : hash("innova.to/envelope/v2|", manifestHash, ...sealed);
}

/** What a custodian's wrap says of itself; compared with the row before the share is released. */
const wrapSchema = z.object({
  v: z.literal(1),
  ed: z.string(),
  p: z.string(),
  e: z.string(),
  i: z.int(),
  s: z.string(),
});

/**
 * A wrap belongs to another envelope or custodian than the row says: the message names what
 * differs.
 */
export class ContextMismatch extends Error {
  override name = "ContextMismatch";
}

/**
 * Takes the share of the custodian at position `index` (1..n) out of its wrap; throws
 * ContextMismatch when the wrap was moved.
 */
export async function unwrapShare(
  identity: string,
  context: EnvelopeContext,
  index: number,
  wrap: Uint8Array,
): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return shareIn(fromUtf8(await decrypter.decrypt(wrap)), context, index);
}

/**
 * The share in a decrypted wrap; throws ContextMismatch when the wrap says it belongs elsewhere.
 */
export function shareIn(wrapped: string, context: EnvelopeContext, index: number): Uint8Array {
  const inner = wrapSchema.parse(JSON.parse(wrapped));
  if (inner.ed !== context.editionId) throw new ContextMismatch("edition");
  if (inner.p !== context.proposalId) throw new ContextMismatch("proposal");
  if (inner.e !== context.envelopeId) throw new ContextMismatch("envelope");
  if (inner.i !== index) throw new ContextMismatch("custodian");
  return fromBase64(inner.s);
}

/** The key behind `quorum` shares, or null when these shares do not give the committed key. */
export async function keyFromShares(
  context: EnvelopeContext,
  commit: Uint8Array,
  shares: Uint8Array[],
): Promise<Uint8Array | null> {
  const key = await combineShares(shares).catch(() => null);
  return key && fitsCommitment(context, commit, key) ? key : null;
}

/**
 * Opens an envelope with its key; throws when it was altered or holds something else than a
 * certificate.
 */
export async function openEnvelope(
  context: EnvelopeContext,
  envelope: Pick<Envelope, "iv" | "ct">,
  key: Uint8Array,
): Promise<EnvelopeContent> {
  const plain = await decrypt(key, envelope.iv, bound(context), envelope.ct);
  return contentSchema.parse(JSON.parse(fromUtf8(unpad(plain))));
}

/** The key of their own envelope, by the receipt's own key; throws when it is another receipt's. */
export async function ownEnvelopeKey(
  context: EnvelopeContext,
  { ownerWrap }: Pick<Envelope, "ownerWrap">,
  ownerKey: Uint8Array,
): Promise<Uint8Array> {
  return decrypt(ownerKey, ownerWrap.slice(0, 12), bound(context), ownerWrap.slice(12));
}

/** Opens one's own envelope with the receipt's own key. */
export async function openOwn(
  context: EnvelopeContext,
  envelope: Pick<Envelope, "iv" | "ct" | "ownerWrap">,
  ownerKey: Uint8Array,
): Promise<EnvelopeContent> {
  return openEnvelope(context, envelope, await ownEnvelopeKey(context, envelope, ownerKey));
}

/** True when this is the key an envelope was committed to. */
export function fitsCommitment(
  context: EnvelopeContext,
  commit: Uint8Array,
  key: Uint8Array,
): boolean {
  return equal(commitment(context, key), commit);
}

export type Authenticity = "valid" | "foreign-certificate" | "other-edition" | "wrong-holder";

/**
 * Whether an opened envelope is what it claims: a certificate of this edition's key, signed for
 * this very envelope.
 */
export function authenticity(
  content: EnvelopeContent,
  context: EnvelopeContext,
  slot: number,
  certPublicKey: Uint8Array,
): Authenticity {
  const { certificate, signature } = content.cert;
  if (certificate.edition !== context.editionId) return "other-edition";
  if (!verifies(decoded(signature), certificateStatement(certificate), certPublicKey))
    return "foreign-certificate";
  return verifies(
    decoded(content.holderSignature),
    holderStatement(context, slot),
    decoded(certificate.holderKey),
  )
    ? "valid"
    : "wrong-holder";
}

/** Bytes of what a stranger wrote; of what is no base64, none, which no signature is. */
function decoded(text: string): Uint8Array {
  try {
    return fromBase64(text);
  } catch {
    return new Uint8Array();
  }
}

/** What the city's certificate key signs. */
export function certificateStatement(certificate: PassCertificate): Uint8Array {
  return utf8(`innova.to/cert/v1|${canonical(certificate)}`);
}

/** A fresh holder key pair of an employee's browser. */
export function newHolder(): { privateKey: Uint8Array; publicKey: Uint8Array } {
  const privateKey = random(32);
  return { privateKey, publicKey: ed25519.getPublicKey(privateKey) };
}

/** Ed25519 verification that answers false for malformed input. */
export function verifies(
  signature: Uint8Array,
  message: Uint8Array,
  publicKey: Uint8Array,
): boolean {
  try {
    return ed25519.verify(signature, message, publicKey);
  } catch {
    return false;
  }
}

function holderStatement(context: EnvelopeContext, slot: number): Uint8Array {
  const { editionId, manifestHash, proposalId, envelopeId } = context;
  return utf8(
    `innova.to/hold/v1|${editionId}|${toHex(manifestHash)}|${proposalId}|${envelopeId}|${slot}`,
  );
}

function bound({ editionId, proposalId, envelopeId, manifestHash }: EnvelopeContext): Uint8Array {
  return utf8(`innova.to/env/v1|${editionId}|${proposalId}|${envelopeId}|${toHex(manifestHash)}`);
}

/**
 * AES-GCM does not commit to its key: without this, different quorums could be given shares that
 * open different names.
 */
function commitment(context: EnvelopeContext, key: Uint8Array): Uint8Array {
  return hash("innova.to/cek/v1|", bound(context), key);
}

/** A share wrapped for one custodian, with what says where it belongs. */
export async function wrapShare(
  recipient: string,
  { editionId, proposalId, envelopeId }: EnvelopeContext,
  index: number,
  share: Uint8Array,
): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return encrypter.encrypt(
    canonical({ v: 1, ed: editionId, p: proposalId, e: envelopeId, i: index, s: toBase64(share) }),
  );
}

async function wrapForOwner(
  ownerKey: Uint8Array,
  context: EnvelopeContext,
  key: Uint8Array,
): Promise<Uint8Array> {
  const iv = random(12);
  return concat(iv, await encrypt(ownerKey, iv, bound(context), key));
}

// Shamir's scheme is threshold of at least two; with a quorum of one every share is the key itself.
async function splitKey(key: Uint8Array, count: number, quorum: number): Promise<Uint8Array[]> {
  if (quorum > 1) return split(key, count, quorum);
  return Array.from({ length: count }, () => concat(key, Uint8Array.of(0)));
}

async function combineShares(shares: Uint8Array[]): Promise<Uint8Array> {
  return shares.length > 1 ? combine(shares) : shares[0]!.slice(0, 32);
}

async function encrypt(
  key: Uint8Array,
  iv: Uint8Array,
  bound: Uint8Array,
  plain: Uint8Array,
): Promise<Uint8Array> {
  return new Uint8Array(
    await crypto.subtle.encrypt(
      parameters(iv, bound),
      await aesKey(key, "encrypt"),
      new Uint8Array(plain),
    ),
  );
}

async function decrypt(
  key: Uint8Array,
  iv: Uint8Array,
  bound: Uint8Array,
  ct: Uint8Array,
): Promise<Uint8Array> {
  return new Uint8Array(
    await crypto.subtle.decrypt(
      parameters(iv, bound),
      await aesKey(key, "decrypt"),
      new Uint8Array(ct),
    ),
  );
}

function parameters(iv: Uint8Array, bound: Uint8Array) {
  return { name: "AES-GCM", iv: new Uint8Array(iv), additionalData: new Uint8Array(bound) };
}

function aesKey(key: Uint8Array, usage: KeyUsage): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", new Uint8Array(key), "AES-GCM", false, [usage]);
}

/** Every envelope has one size, so that the length of a name does not show. */
function pad(bytes: Uint8Array): Uint8Array {
  if (bytes.length > plainLength - 2)
    throw new RangeError("The certificate is too long for an envelope.");
  const padded = new Uint8Array(plainLength);
  new DataView(padded.buffer).setUint16(0, bytes.length);
  padded.set(bytes, 2);
  return padded;
}

function unpad(padded: Uint8Array): Uint8Array {
  const length = new DataView(padded.buffer, padded.byteOffset).getUint16(0);
  if (
    padded.length !== plainLength ||
    length > plainLength - 2 ||
    padded.slice(2 + length).some((byte) => byte !== 0)
  ) {
    throw new RangeError("The envelope's padding is wrong.");
  }
  return padded.slice(2, 2 + length);
}

/** The signing key of a custodian, derived from the age identity so that one file keeps both. */
export function custodianSigningKey(identity: string): Uint8Array {
  return hkdf(sha256, utf8(identity), undefined, utf8("innova.to/sign/v1"), 32);
}
