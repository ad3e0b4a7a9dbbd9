import { RSABSSA } from "@cloudflare/blindrsa-ts";
import { concat, hash, random, utf8 } from "./bytes.ts";

// Passes: RFC 9474 blind RSA signatures, RSABSSA-SHA384-PSS-Randomized. The issuer sees only
// blinded messages, so it cannot tell later which pass it gave to whom, even holding its private
// key.

const suite = RSABSSA.SHA384.PSS.Randomized();
const signatureLength = 256;
const prefixLength = 32;
const nonceLength = 32;

/** What is kept between asking for a pass and receiving it. */
export type BlindedPass = { message: Uint8Array; blinded: Uint8Array; inverse: Uint8Array };

/**
 * Makes `count` messages for an edition and blinds them under the issuer's public key (SPKI bytes).
 */
export async function blindPasses(
  editionId: string,
  issuerSpki: Uint8Array,
  count: number,
): Promise<BlindedPass[]> {
  return Promise.all(
    Array.from({ length: count }, () =>
      blindMessage(issuerSpki, concat(utf8(label(editionId)), random(nonceLength))),
    ),
  );
}

/**
 * Makes one message of a 'took part' token of an edition and blinds it under the public key of
 * their issuer.
 */
export async function blindTookPart(
  editionId: string,
  issuerSpki: Uint8Array,
): Promise<BlindedPass> {
  return blindMessage(issuerSpki, concat(utf8(tookPartLabel(editionId)), random(nonceLength)));
}

/**
 * Makes the message of a vote token of an edition and blinds it under the public key that its
 * manifest names for the vote.
 */
export async function blindVote(editionId: string, issuerSpki: Uint8Array): Promise<BlindedPass> {
  return blindMessage(issuerSpki, concat(utf8(voteLabel(editionId)), random(nonceLength)));
}

/**
 * RFC 9474 Prepare and Blind (§4.1, §4.2): a prefix of 32 random bytes, then the blinded message
 * and what unblinds it.
 */
export async function blindMessage(issuerSpki: Uint8Array, text: Uint8Array): Promise<BlindedPass> {
  const message = suite.prepare(text);
  const { blindedMsg, inv } = await suite.blind(await importIssuer(issuerSpki), message);
  return { message, blinded: blindedMsg, inverse: inv };
}

/** Turns the issuer's blind signature into a pass; throws when the signature does not verify. */
export async function finishPass(
  issuerSpki: Uint8Array,
  pass: BlindedPass,
  blindSignature: Uint8Array,
): Promise<Uint8Array> {
  const key = await importIssuer(issuerSpki);
  return concat(
    pass.message,
    await suite.finalize(key, pass.message, blindSignature, pass.inverse),
  );
}

/** The parts of a pass of this edition, or null when its form is not that of one. */
export function splitPass(
  editionId: string,
  token: Uint8Array,
): { message: Uint8Array; signature: Uint8Array } | null {
  return split(label(editionId), token);
}

/**
 * The parts of a 'took part' token of this edition, or null when its form is not that of one; a
 * pass is none.
 */
export function splitTookPart(
  editionId: string,
  token: Uint8Array,
): { message: Uint8Array; signature: Uint8Array } | null {
  return split(tookPartLabel(editionId), token);
}

/**
 * The parts of a vote token of this edition, or null when its form is not that of one; no other
 * token is one.
 */
export function splitVote(
  editionId: string,
  token: Uint8Array,
): { message: Uint8Array; signature: Uint8Array } | null {
  return split(voteLabel(editionId), token);
}

function split(
  prefix: string,
  token: Uint8Array,
): { message: Uint8Array; signature: Uint8Array } | null {
  const expected = utf8(prefix);
  if (token.length !== prefixLength + expected.length + nonceLength + signatureLength) return null;
  const message = token.slice(0, token.length - signatureLength);
  const isOurs = expected.every((byte, i) => message[prefixLength + i] === byte);
  return isOurs ? { message, signature: token.slice(-signatureLength) } : null;
}

/** Under this value a spent pass is remembered; it tells nothing of the holder. */
export function nullifier(message: Uint8Array): Uint8Array {
  return hash("innova.to/spent/v1|", message);
}

/**
 * Makes a lost reply repeatable without counting twice; it says nothing about the passes, which are
 * blinded.
 */
export function requestHash(blinded: Uint8Array[], holderPublicKey: Uint8Array): Uint8Array {
  return hash("innova.to/request/v1|", ...blinded, holderPublicKey);
}

function label(editionId: string): string {
  return `innova.to/tok/v1|${editionId}`;
}

function tookPartLabel(editionId: string): string {
  return `innova.to/took-part/v1|${editionId}`;
}

function voteLabel(editionId: string): string {
  return `innova.to/vote/v1|${editionId}`;
}

function importIssuer(spki: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.importKey(
    "spki",
    new Uint8Array(spki),
    { name: "RSA-PSS", hash: "SHA-384" },
    true,
    ["verify"],
  );
}
