import { refuse } from "#app/domain/refusal.ts";
import { wrapKey } from "#app/box/wrap-key.server.ts";
import { fromBase64, toBase64 } from "#app/sealing/bytes.ts";
import { unwrap, type UnwrappedRequest } from "#app/sealing/wrapped.ts";

/**
 * What the page needs to wrap what it sends: the box's public key in base64url; null where it does
 * not wrap.
 */
export async function wrapsFor(): Promise<string | null> {
  const key = await wrapKey();
  return key && toBase64(key.public);
}

/**
 * Opens the head of a wrapped request; null where the box does not have bodies wrapped. Refuses
 * not-wrapped what is not wrapped for the box's key, so that nobody in between takes the wrapping
 * off unseen.
 */
export async function unwrapped(authorization: string | null): Promise<UnwrappedRequest | null> {
  const key = await wrapKey();
  if (!key) return null;
  const [, head] = /^Wrapped ([A-Za-z0-9_-]+)$/.exec(authorization ?? "") ?? [];
  if (!head) throw refuse("not-wrapped");
  const opened = await unwrap(key.private, fromBase64(head)).catch(() => null);
  if (!opened) throw refuse("not-wrapped");
  const openBody = (body: Uint8Array) =>
    opened.openBody(body).catch(() => {
      throw refuse("not-wrapped");
    });
  return { ...opened, openBody };
}
