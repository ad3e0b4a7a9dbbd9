import { fromUtf8, utf8 } from "#app/sealing/bytes.ts";
import { padded } from "./padding.ts";

// What is in a wrapped answer: whether it is a yes, which the status of HTTP would tell the proxy,
// and the answer, padded to its class.

/** The content type of wrapped bodies and answers. */
export const wrappedType = "application/octet-stream";

export function sayWrapped(ok: boolean, value: object): Uint8Array {
  return utf8((ok ? "+" : "-") + padded(value));
}

/** Throws on bytes that say nothing. */
export function readWrapped(bytes: Uint8Array): { ok: boolean; answer: unknown } {
  const text = fromUtf8(bytes);
  return { ok: text.startsWith("+"), answer: JSON.parse(text.slice(1)) };
}
