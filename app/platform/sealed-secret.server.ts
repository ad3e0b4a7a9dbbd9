import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { keyEncryptionKey } from "./env.server.ts";
import { processSingleton } from "./process-singleton.server.ts";

// Secrets that the server needs again rest in the database under a key made of APP_KEK:
// AES-256-GCM, 12 bytes of nonce,
// 16 of tag, then the secret. `owner` is authenticated along, so that a row is worth nothing in
// another's place.

const keyFor = (purpose: string) =>
  processSingleton(`secret ${purpose}`, () =>
    Buffer.from(hkdfSync("sha256", keyEncryptionKey(), new Uint8Array(), purpose, 32)),
  );

/** Seals a secret of `owner` for this purpose alone. */
export function sealSecret(
  purpose: string,
  owner: string,
  secret: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", keyFor(purpose), nonce).setAAD(Buffer.from(owner));
  const body = Buffer.concat([cipher.update(secret), cipher.final()]);
  return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), body]));
}

/**
 * Gives the secret back; throws when it was altered, is another's, or was sealed under another
 * APP_KEK.
 */
export function openSecret(
  purpose: string,
  owner: string,
  sealed: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv("aes-256-gcm", keyFor(purpose), bytes.subarray(0, 12)).setAAD(
    Buffer.from(owner),
  );
  decipher.setAuthTag(bytes.subarray(12, 28));
  return new Uint8Array(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]));
}
