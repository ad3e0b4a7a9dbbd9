import { createHmac, hkdfSync } from "node:crypto";
import { keyEncryptionKey } from "./env.server.ts";
import { processSingleton } from "./process-singleton.server.ts";

/**
 * HMAC-SHA256 under a key derived from APP_KEK for this purpose alone: what one purpose marks means
 * nothing to another.
 */
export function keyedHash(purpose: string, message: string): Uint8Array<ArrayBuffer> {
  const key = processSingleton(`key ${purpose}`, () =>
    Buffer.from(hkdfSync("sha256", keyEncryptionKey(), new Uint8Array(), purpose, 32)),
  );
  return new Uint8Array(createHmac("sha256", key).update(message).digest());
}

/** By this is known, without telling it, which APP_KEK something was written under. */
export function keyMark(): Uint8Array<ArrayBuffer> {
  return keyedHash("innova.to/key-mark/v1", "APP_KEK");
}
