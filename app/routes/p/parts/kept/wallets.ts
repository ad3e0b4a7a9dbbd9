import * as z from "zod/mini";
import { type Wallet, walletSchema, withoutToken } from "#app/sealing/kept-wallet.ts";
import { returnedKeyOf, walletKeyOf } from "#app/ui/kept/kept-passes.ts";
import { beginEvidence } from "#app/ui/kept/kept-evidence.ts";
import { sayWhose, whose } from "#app/ui/kept/kept-person.ts";
import { shelfOf } from "./drafts.ts";
import { type Kept, kept, keptBy, useKept } from "./kept.ts";

// The wallets at hand: those this browser keeps, and those out of a file, which stay in this page's
// memory. Which one is used is never a matter of their order: the desk said it, or there is only
// one, or somebody chose it by its name.

const subOf = ({ cert }: Wallet) => cert.certificate.sub;
const keyOf = (wallet: Wallet) => walletKeyOf({ editionId: wallet.editionId, sub: subOf(wallet) });

/** The names of wallets this page has met. */
const met = new Set<string>();

const walletAt = keptBy<Wallet | null>((key) => {
  met.add(key);
  return kept<Wallet | null>({
    key,
    nothing: null,
    shelf: shelfOf(key, z.nullable(walletSchema)),
    staysHere: () => localStorage.getItem(key) !== null,
    isCopy: true,
  });
});

/** Passes that withdrawals returned and no wallet has taken in yet. */
export const returnedOf = keptBy<string[]>((editionId) => {
  const key = returnedKeyOf(editionId);
  return kept<string[]>({
    key,
    nothing: [],
    shelf: shelfOf(key, z.array(z.string())),
    staysHere: () => localStorage.getItem(key) !== null,
  });
});

/**
 * Whose wallet of an edition is used: an account, or null for nobody's; undefined as long as nobody
 * chose.
 */
const chosenFor = keptBy<string | null | undefined>((editionId) =>
  kept<string | null | undefined>({
    key: `innova.chosen.${editionId}`,
    nothing: undefined,
    shelf: { read: () => null, write: () => undefined, remove: () => undefined },
    staysHere: () => false,
    isCopy: true,
  }),
);

/** The wallets of an edition that are at hand. */
export function walletsOf(editionId: string): Wallet[] {
  const keys = [...new Set([...Object.keys(localStorage), ...met])].filter((key) =>
    key.startsWith(walletKeyOf({ editionId, sub: "" })),
  );
  return keys.flatMap((key) => walletAt(key).state().value ?? []);
}

/** Whose wallet it is before anybody chose: whom the desk named; else the only one there is. */
function firstChoice(editionId: string): string | null {
  if (location.hash === "#pass") return null; // led here to load a file
  const said = whose();
  const all = walletsOf(editionId).map(subOf);
  if (said !== undefined) return said !== null && all.includes(said) ? said : null;
  return all.length === 1 ? all[0]! : null;
}

/** One's wallet of an edition, and what can be done with it. */
export type OwnWallet = {
  wallet: Wallet | null;
  /** it stays in this browser */
  isHere: boolean;
  /** all that are at hand */
  all: Wallet[];
  choose(sub: string | null): void;
  /**
   * takes in one out of a file; false when this browser keeps one of the same person under other
   * keys of the edition, which stays
   */
  take(wallet: Wallet): boolean;
  spent(token: string): void;
  keepHere(): void;
};

const none = "innova.wallet.none";

/** One's wallet of an edition. */
export function useWallet(editionId: string): OwnWallet {
  const choice = chosenFor(editionId);
  const { value: chosen } = useKept(choice);
  const sub = chosen === undefined ? firstChoice(editionId) : chosen;
  const own = walletAt(sub === null ? none : walletKeyOf({ editionId, sub }));
  const { value: wallet, isHere } = useKept(own);
  const { value: returned } = useKept(returnedOf(editionId));
  const choose = (next: string | null) => {
    if (next === null || localStorage.getItem(walletKeyOf({ editionId, sub: next })))
      sayWhose(next);
    choice.set(() => next);
  };
  return {
    wallet: wallet && withPasses(wallet, returned),
    isHere,
    all: walletsOf(editionId),
    choose,
    take: (loaded) => {
      const there = walletAt(keyOf(loaded));
      const before = there.state().value;
      if (before && before.manifest !== loaded.manifest) return false;
      there.set(() => (before ? withPasses(before, loaded.tokens) : loaded));
      choose(subOf(loaded));
      return true;
    },
    spent: (token) => {
      own.set((now) => now && withoutToken(withPasses(now, returned), token));
      returnedOf(editionId).forget();
    },
    keepHere: () => {
      own.keepHere();
      if (sub !== null) void beginEvidence({ editionId, sub });
    },
  };
}

/** The wallet with further passes, each once. */
function withPasses(wallet: Wallet, tokens: readonly string[]): Wallet {
  return { ...wallet, tokens: [...new Set([...wallet.tokens, ...tokens])] };
}

/**
 * Keeps a pass that a withdrawal returned for the next wallet that is used; in this browser where
 * the wallet in use is.
 */
export function keepReturned(editionId: string, token: string): void {
  const returned: Kept<string[]> = returnedOf(editionId);
  const chosen = chosenFor(editionId).state().value;
  const sub = chosen === undefined ? firstChoice(editionId) : chosen;
  returned.set((now) => [...now, token]);
  if (sub !== null && localStorage.getItem(walletKeyOf({ editionId, sub }))) returned.keepHere();
}
