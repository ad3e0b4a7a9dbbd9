import { useState } from "react";
import type { Wallet } from "#app/sealing/kept-wallet.ts";
import { findWallets, walletKey, withReturnedPasses } from "./client.ts";

/** The first wallet of this edition in this browser; one out of a file stays only as long as the tab. */
export function useWallet(editionId: string): [Wallet | null, (wallet: Wallet | null) => void] {
  const [wallet, setWallet] = useState<Wallet | null>(() => {
    const own = findWallets().find((found) => found.wallet.editionId === editionId)?.wallet;
    return own ? withReturnedPasses(own) : null;
  });
  const use = (next: Wallet | null) => {
    if (next) {
      const known = findWallets().find(({ key }) => key === walletKey(next));
      (known?.storage ?? sessionStorage).setItem(walletKey(next), JSON.stringify(next));
    }
    setWallet(next && withReturnedPasses(next));
  };
  return [wallet, use];
}
