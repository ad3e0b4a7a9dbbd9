import { env } from "./env.server.ts";

/** EDITION_MANIFESTS pins an edition's manifest outside the database: `edition-id:hex-hash,…` (sealing.md §2). */
export function isPinned(editionId: string, manifestHash: Uint8Array): "yes" | "no" | "differs" {
  const pin = env().EDITION_MANIFESTS.get(editionId);
  if (!pin) return "no";
  return pin.toLowerCase() === Buffer.from(manifestHash).toString("hex") ? "yes" : "differs";
}
