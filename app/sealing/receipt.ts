import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { hash, random, utf8 } from "./bytes.ts";

// The receipt: 100 random bits as 20 characters of Crockford's base 32 and 2 check characters, made
// in the browser and never sent. The server stores only SHA-256 of a key derived from it
// (sealing.md §4).

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

type Kind = "receipt" | "invite";

/** A new receipt, `XXXXX-XXXXX-XXXXX-XXXXX-CC`. */
export const newReceipt = (): string => newCode("receipt");

/**
 * A new invitation to a team, written like a receipt; its check characters are others, so that
 * neither passes for the other.
 */
export const newInvite = (): string => newCode("invite");

/**
 * The receipt in its written form, or null when a character is wrong; forgives case, spaces,
 * dashes, O for 0, I and L for 1.
 */
export const parseReceipt = (typed: string): string | null => parseCode("receipt", typed);

/** The same for an invitation. */
export const parseInvite = (typed: string): string | null => parseCode("invite", typed);

function newCode(kind: Kind): string {
  const characters = Array.from(random(20), (byte) => alphabet[byte & 31]).join("");
  return spaced(characters + check(kind, characters));
}

function parseCode(kind: Kind, typed: string): string | null {
  const characters = typed
    .toUpperCase()
    .replace(/[\s-]/g, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
  if (characters.length !== 22 || [...characters].some((c) => !alphabet.includes(c))) return null;
  return check(kind, characters.slice(0, 20)) === characters.slice(20) ? spaced(characters) : null;
}

/** The key that the server knows by its hash: proves that one holds the receipt. */
export function accessKey(receipt: string, editionId: string): Uint8Array {
  return derive(parseReceipt(receipt), editionId, "acc");
}

/** What the server stores of the access key. */
export function accessKeyHash(key: Uint8Array): Uint8Array {
  return hash(key);
}

/** The key under which the proposer keeps their own envelope's key. */
export function ownKey(receipt: string, editionId: string): Uint8Array {
  return derive(parseReceipt(receipt), editionId, "own");
}

/** The key under which a browser keeps the server's word on a deposit. */
export function evidenceKey(receipt: string, editionId: string): Uint8Array {
  return derive(parseReceipt(receipt), editionId, "evi");
}

/**
 * The key that whoever was invited shows to take the place; the server knows it by its hash, like
 * an access key.
 */
export function inviteKey(invite: string, editionId: string): Uint8Array {
  return derive(parseInvite(invite), editionId, "inv");
}

function derive(parsed: string | null, editionId: string, purpose: string): Uint8Array {
  if (!parsed) throw new RangeError("not a code");
  return hkdf(
    sha256,
    utf8(parsed.replaceAll("-", "").slice(0, 20)),
    utf8(editionId),
    utf8(purpose),
    32,
  );
}

function check(kind: Kind, characters: string): string {
  const [a = 0, b = 0] = hash(`innova.to/${kind}/v1|`, characters);
  return `${alphabet[a & 31]}${alphabet[b & 31]}`;
}

function spaced(characters: string): string {
  return characters.match(/.{1,5}/g)!.join("-");
}
