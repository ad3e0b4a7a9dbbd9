import * as z from "zod/mini";
import { concat, fromBase64, random, toBase64 } from "./bytes.ts";
import { depositHash, depositStatement } from "./commitment.ts";
import { envelopeHash, verifies } from "./envelope.ts";
import { parseManifest, sealFormat } from "./manifest.ts";
import { evidenceKey } from "./receipt.ts";

// What a proposer's browser does with the server's signature on a deposit: it checks it at once, keeps it where only the
// receipt reads it, and compares it with what the server says later (sealing.md §4).

/** The server's word that it took a deposit; bytes in base64url. */
export type Evidence = { depositHash: string; signature: string };

type Sealed = { id: string; slot: number; iv: string; ct: string; commit: string; wraps: string[]; ownerWrap: string };

/** What was handed in, as it was sent. `contentHash` is over text and files, in base64url. */
export type HandedIn = { contentHash: string; manifestHash: string; envelope: Sealed };

export type EvidenceFault = "other-deposit" | "signature-invalid";

/**
 * Whether the server's word is about this very deposit and signed by the edition's key; null when both hold. An empty
 * signature is a fault like a wrong one: the edition closed in this moment, or somebody keeps the evidence back.
 */
export function evidenceFault(manifestText: string, { contentHash, manifestHash, envelope }: HandedIn, given: Evidence): EvidenceFault | null {
  const [manifest, format] = [parseManifest(manifestText), sealFormat(manifestText)];
  const bytes = (text: string) => fromBase64(text);
  const own = envelopeHash(format, {
    manifestHash: bytes(manifestHash),
    iv: bytes(envelope.iv),
    ct: bytes(envelope.ct),
    commit: bytes(envelope.commit),
    wraps: envelope.wraps.map(bytes),
    ownerWrap: bytes(envelope.ownerWrap),
  });
  const expected = depositHash(format, bytes(contentHash), own);
  if (toBase64(expected) !== given.depositHash) return "other-deposit";
  const statement = depositStatement(manifest.edition, expected);
  return verifies(signatureIn(given.signature), statement, bytes(manifest.certPublicKey)) ? null : "signature-invalid";
}

function signatureIn(text: string): Uint8Array {
  try {
    return fromBase64(text);
  } catch {
    return new Uint8Array();
  }
}

const length = 12 + 32 + 64 + 16;

/** What stands where no evidence is: as random as evidence is to whoever lacks the receipt. Base64url. */
export function blankEvidence(): string {
  return toBase64(random(length));
}

/** Evidence that only its receipt reads, in base64url; always of the same length. */
export async function keptEvidence(receipt: string, editionId: string, { depositHash, signature }: Evidence): Promise<string> {
  const iv = random(12);
  const plain = concat(fromBase64(depositHash), fromBase64(signature));
  const key = await aesKey(receipt, editionId, "encrypt");
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: new Uint8Array(iv) }, key, new Uint8Array(plain));
  return toBase64(concat(iv, new Uint8Array(sealed)));
}

const keptSchema = z.array(z.string());

/** The evidence that this receipt reads among what a browser kept; the last of several, null when there is none. */
export async function evidenceIn(receipt: string, editionId: string, kept: unknown): Promise<Evidence | null> {
  const key = await aesKey(receipt, editionId, "decrypt");
  for (const text of [...(keptSchema.safeParse(kept).data ?? [])].reverse()) {
    const found = await opened(key, text);
    if (found) return found;
  }
  return null;
}

async function opened(key: CryptoKey, text: string): Promise<Evidence | null> {
  try {
    const bytes = fromBase64(text);
    const parameters = { name: "AES-GCM", iv: new Uint8Array(bytes.slice(0, 12)) };
    const plain = new Uint8Array(await crypto.subtle.decrypt(parameters, key, new Uint8Array(bytes.slice(12))));
    return { depositHash: toBase64(plain.slice(0, 32)), signature: toBase64(plain.slice(32)) };
  } catch {
    return null;
  }
}

async function aesKey(receipt: string, editionId: string, usage: KeyUsage): Promise<CryptoKey> {
  const raw = new Uint8Array(evidenceKey(receipt, editionId));
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, [usage]);
}
