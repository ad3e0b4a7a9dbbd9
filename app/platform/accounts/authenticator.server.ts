import { Secret, TOTP } from "otpauth";
import { now } from "#app/platform/clock.server.ts";
import { keyedHash } from "#app/platform/keyed-hash.server.ts";

// Codes of an authenticator app: TOTP (RFC 6238), SHA-1, six digits, a step of 30 seconds, as every
// app takes them.

const period = 30; // seconds
/** Steps before and after the present one whose codes are taken: clocks differ (RFC 6238 §5.2). */
const window = 1;

/**
 * The 20 bytes that an app set up in this session would share; the same as long as the session
 * lasts, and kept nowhere.
 */
export function secretOfSession(sessionId: string): Uint8Array<ArrayBuffer> {
  return keyedHash("innova.to/new-authenticator/v1", sessionId).slice(0, 20);
}

/** The secret as one types it into an app, in base32. */
export function typedSecret(secret: Uint8Array<ArrayBuffer>): string {
  return new Secret({ buffer: secret.buffer }).base32;
}

/** The address that a QR code hands to an app. */
export function addressOf(secret: Uint8Array<ArrayBuffer>, label: string): string {
  return totpOf(secret, label).toString();
}

/** The step whose code this is, within the window; null where it is none. */
export function stepOf(secret: Uint8Array<ArrayBuffer>, code: string): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const timestamp = now().getTime();
  const delta = totpOf(secret).validate({ token: code, timestamp, window });
  return delta === null ? null : Math.floor(timestamp / 1000 / period) + delta;
}

/** What is kept of a code that was taken: without APP_KEK it does not tell when. */
export function spentHashOf(userId: string, step: number): Uint8Array<ArrayBuffer> {
  return keyedHash("innova.to/spent-code/v1", `${userId}|${step}`);
}

/** True when the code of `step`, or of a later one, was taken already. */
export function isSpent(userId: string, step: number, spentHash: Uint8Array | null): boolean {
  if (!spentHash) return false;
  const later = Array.from({ length: 2 * window + 1 }, (_, at) => step + at);
  return later.some((each) => Buffer.from(spentHashOf(userId, each)).equals(spentHash));
}

function totpOf(secret: Uint8Array<ArrayBuffer>, label = ""): TOTP {
  return new TOTP({
    issuer: "Innova.TO",
    label,
    secret: new Secret({ buffer: secret.buffer }),
    algorithm: "SHA1",
    digits: 6,
    period,
  });
}
