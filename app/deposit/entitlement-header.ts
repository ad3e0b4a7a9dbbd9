import { concat, fromBase64, random, toBase64 } from "#app/sealing/bytes.ts";
import { sizeClasses } from "./padding.ts";

// Who sends more than the smallest size class says first, in a header, that somebody may: with a
// pass or a receipt. The header has one length whichever it is, so that its length tells nothing
// (sealing.md §4).

const lengths = { accessKey: 32, token: 373 };

/** What a header holds: an access key and a pass, of which one may be random bytes. */
export type EntitlementHeader = { edition: string; accessKey: Uint8Array; token: Uint8Array };

/**
 * The headers with which a request is sent whose padded body is this: none in the smallest class,
 * which needs no right.
 */
export function entitlementOf(
  { edition, accessKey, token }: Record<string, unknown>,
  body: string,
): { Authorization?: string } {
  if (body.length <= sizeClasses[0] || typeof edition !== "string") return {};
  const right = concat(bytesOf(accessKey, lengths.accessKey), bytesOf(token, lengths.token));
  return { Authorization: `Innova ${edition}.${toBase64(right)}` };
}

/** What a header says, or null when it is none of ours. */
export function readEntitlement(header: string | null): EntitlementHeader | null {
  const [, edition, encoded] = form.exec(header ?? "") ?? [];
  if (!edition || !encoded) return null;
  const bytes = fromBase64(encoded);
  return {
    edition,
    accessKey: bytes.subarray(0, lengths.accessKey),
    token: bytes.subarray(lengths.accessKey),
  };
}

const form =
  /^Innova ([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.([A-Za-z0-9_-]{540})$/;

/** Random bytes stand for what a request lacks. */
function bytesOf(encoded: unknown, length: number): Uint8Array {
  const bytes = typeof encoded === "string" ? fromBase64(encoded) : null;
  return bytes?.length === length ? bytes : random(length);
}
