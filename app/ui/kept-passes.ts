import * as z from "zod/mini";
import { type Wallet, walletSchema } from "#app/sealing/kept-wallet.ts";

// The passes of one person and edition in this browser: in the wallet, or apart where a withdrawal brought one back.

type Holder = { editionId: string; sub: string };

/** Where this browser keeps somebody's wallet of an edition. */
export const walletKeyOf = ({ editionId, sub }: Holder) => `innova.wallet.${editionId}.${sub}`;

const returnedKeyOf = ({ editionId }: Holder) => `innova.returned.${editionId}`;
const storages = () => [localStorage, sessionStorage];

/** The wallet in a stored text, or null. */
export function walletIn(text: string | null): Wallet | null {
  try {
    return walletSchema.parse(JSON.parse(text ?? ""));
  } catch {
    return null;
  }
}

/** All passes of this person and edition that are in this browser, each once. */
export function passesHere(holder: Holder): string[] {
  const inWallets = storages().flatMap((storage) => walletIn(storage.getItem(walletKeyOf(holder)))?.tokens ?? []);
  const apart = storages().flatMap((storage) => tokensIn(storage.getItem(returnedKeyOf(holder))));
  return [...new Set([...inWallets, ...apart])];
}

/** Removes them from this browser. */
export function forgetPasses(holder: Holder): void {
  for (const storage of storages()) for (const key of [walletKeyOf(holder), returnedKeyOf(holder)]) storage.removeItem(key);
}

function tokensIn(text: string | null): string[] {
  try {
    return z.array(z.string()).parse(JSON.parse(text ?? "[]"));
  } catch {
    return [];
  }
}
