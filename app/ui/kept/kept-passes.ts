import * as z from "zod/mini";
import { type Wallet, walletSchema } from "#app/sealing/kept-wallet.ts";

// What a browser that is somebody's own keeps of an edition: the passes in a wallet, and the draft
// that goes with it. Every key ends with the account it belongs to. Where others use the browser
// too nothing of it is stored.

type Holder = { editionId: string; sub: string };

/** Where this browser keeps somebody's wallet of an edition. */
export const walletKeyOf = ({ editionId, sub }: Holder) => `innova.wallet.${editionId}.${sub}`;

/**
 * Where it keeps the draft that goes with that wallet; without one, the draft of whoever has no
 * pass.
 */
export const draftKeyOf = (editionId: string, sub: string | null) =>
  `innova.draft.${editionId}${sub ? `.${sub}` : ""}`;

/** Where it keeps the server's word on deposits, which only their receipts read. */
export const evidenceKeyOf = ({ editionId, sub }: Holder) => `innova.evidence.${editionId}.${sub}`;

/** Where it keeps a pass that a withdrawal returned, until a wallet takes it in. */
export const returnedKeyOf = (editionId: string) => `innova.returned.${editionId}`;

/** The wallet in a stored text, or null. */
export function walletIn(text: string | null): Wallet | null {
  try {
    return walletSchema.parse(JSON.parse(text ?? ""));
  } catch {
    return null;
  }
}

/** A person's wallet of an edition in this browser, or null. */
export function walletHere(holder: Holder): Wallet | null {
  return walletIn(localStorage.getItem(walletKeyOf(holder)));
}

/** All passes of this person and edition that are in this browser, each once. */
export function passesHere(holder: Holder): string[] {
  return [
    ...new Set([
      ...(walletHere(holder)?.tokens ?? []),
      ...tokensIn(localStorage.getItem(returnedKeyOf(holder.editionId))),
    ]),
  ];
}

/** Removes them from this browser. */
export function forgetPasses(holder: Holder): void {
  for (const key of [walletKeyOf(holder), returnedKeyOf(holder.editionId)])
    localStorage.removeItem(key);
}

/** The passes in a stored text. */
export function tokensIn(text: string | null): string[] {
  try {
    return z.array(z.string()).parse(JSON.parse(text ?? "[]"));
  } catch {
    return [];
  }
}
