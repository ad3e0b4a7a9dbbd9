import { arePinsRequired, env } from "./env.server.ts";

/**
 * How a manifest stands to its pin; `waived`: there is none, and this installation asks for none.
 */
export type PinState = "yes" | "no" | "waived" | "differs";

/**
 * EDITION_MANIFESTS pins an edition's manifest outside the database: `edition-id:hex-hash,…`
 * (sealing.md §2).
 */
export function isPinned(editionId: string, manifestHash: Uint8Array): PinState {
  const pin = env().EDITION_MANIFESTS.get(editionId);
  if (!pin) return arePinsRequired() ? "no" : "waived";
  return pin === Buffer.from(manifestHash).toString("hex") ? "yes" : "differs";
}

/** The pin of a manifest, as it stands in EDITION_MANIFESTS. */
export function pinOf(editionId: string, manifestHash: Uint8Array): string {
  return `${editionId}:${Buffer.from(manifestHash).toString("hex")}`;
}
