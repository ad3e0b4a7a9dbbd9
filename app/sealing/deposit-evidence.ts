import * as z from "zod/mini";
import { concat, fromBase64, hash, random, toBase64, toHex } from "./bytes.ts";
import { contentHash, depositHash, depositStatement } from "./commitment.ts";
import { envelopeHash, verifies } from "./envelope.ts";
import { parseManifest, sealFormat } from "./manifest.ts";
import { evidenceKey } from "./receipt.ts";

// What a proposer's browser does with the server's signature on a deposit: it checks it at once,
// keeps it where only the receipt reads it, and compares it with what the server says later
// (sealing.md §4).

/** The server's word that it took a deposit; bytes in base64url. */
export type DepositEvidence = { depositHash: string; signature: string };

/** The same with the hash of their own envelope, as a browser keeps it. */
export type KeptEvidence = DepositEvidence & { envelopeHash: string };

/** What was handed in, as it was sent; bytes in base64url. A member of a team sends no content. */
type HandedIn = {
  manifestHash: string;
  envelope: { iv: string; ct: string; commit: string; wraps: string[]; ownerWrap: string };
  content?: object;
  files?: readonly { kind: string; bytes: string }[];
};

export type EvidenceFault = "other-deposit" | "signature-invalid";
/**
 * `envelopeHash` (base64url) is that of their own envelope, which no correction of the text
 * changes.
 */
export type CheckedEvidence = { fault: EvidenceFault | null; envelopeHash: string };

/**
 * Whether the server's word is about this very deposit and signed by the edition's key. An empty
 * signature is a fault like a wrong one: the edition closed in this moment, or somebody keeps the
 * evidence back. `joined` is the content hash (base64url) of the proposal that a member joined.
 */
export function checkDepositEvidence(
  manifestText: string,
  sent: HandedIn,
  joined: string | null,
  given: DepositEvidence,
): CheckedEvidence {
  const { iv, ct, commit, wraps, ownerWrap } = sent.envelope;
  const own = envelopeHash(sealFormat(manifestText), {
    manifestHash: fromBase64(sent.manifestHash),
    iv: fromBase64(iv),
    ct: fromBase64(ct),
    commit: fromBase64(commit),
    wraps: wraps.map(fromBase64),
    ownerWrap: fromBase64(ownerWrap),
  });
  const marks = (sent.files ?? []).map(({ kind, bytes }) => ({
    kind,
    sha256: toHex(hash(fromBase64(bytes))),
  }));
  const content = joined ?? toBase64(contentHash(sent.content ?? {}, marks));
  return {
    fault: evidenceFault(manifestText, content, toBase64(own), given),
    envelopeHash: toBase64(own),
  };
}

/**
 * What is wrong with the server's word on a content and an envelope, by their hashes; null when
 * nothing is.
 */
export function evidenceFault(
  manifestText: string,
  content: string,
  envelope: string,
  given: DepositEvidence,
): EvidenceFault | null {
  const manifest = parseManifest(manifestText);
  const expected = depositHash(sealFormat(manifestText), fromBase64(content), fromBase64(envelope));
  if (toBase64(expected) !== given.depositHash) return "other-deposit";
  const statement = depositStatement(manifest.edition, expected);
  return verifies(signatureIn(given.signature), statement, fromBase64(manifest.certPublicKey))
    ? null
    : "signature-invalid";
}

function signatureIn(text: string): Uint8Array {
  try {
    return fromBase64(text);
  } catch {
    return new Uint8Array();
  }
}

const length = 12 + 32 + 64 + 32 + 16;

/**
 * What stands where no evidence is: as random as evidence is to whoever lacks the receipt.
 * Base64url.
 */
export function blankEvidence(): string {
  return toBase64(random(length));
}

/** Evidence that only its receipt reads, in base64url; always of the same length. */
export async function keptEvidence(
  receipt: string,
  editionId: string,
  { depositHash, signature, envelopeHash }: KeptEvidence,
): Promise<string> {
  const iv = random(12);
  const plain = concat(fromBase64(depositHash), fromBase64(signature), fromBase64(envelopeHash));
  const key = await aesKey(receipt, editionId, "encrypt");
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv: new Uint8Array(iv) },
    key,
    new Uint8Array(plain),
  );
  return toBase64(concat(iv, new Uint8Array(sealed)));
}

const keptSchema = z.array(z.string());

/**
 * The evidence that this receipt reads among what a browser kept; the last of several, null when
 * there is none.
 */
export async function evidenceIn(
  receipt: string,
  editionId: string,
  kept: unknown,
): Promise<KeptEvidence | null> {
  const key = await aesKey(receipt, editionId, "decrypt");
  for (const text of [...(keptSchema.safeParse(kept).data ?? [])].reverse()) {
    const found = await opened(key, text);
    if (found) return found;
  }
  return null;
}

async function opened(key: CryptoKey, text: string): Promise<KeptEvidence | null> {
  try {
    const bytes = fromBase64(text);
    const parameters = { name: "AES-GCM", iv: new Uint8Array(bytes.slice(0, 12)) };
    const plain = new Uint8Array(
      await crypto.subtle.decrypt(parameters, key, new Uint8Array(bytes.slice(12))),
    );
    const part = (from: number, to: number) => toBase64(plain.slice(from, to));
    return { depositHash: part(0, 32), signature: part(32, 96), envelopeHash: part(96, 128) };
  } catch {
    return null;
  }
}

async function aesKey(receipt: string, editionId: string, usage: KeyUsage): Promise<CryptoKey> {
  const raw = new Uint8Array(evidenceKey(receipt, editionId));
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, [usage]);
}
