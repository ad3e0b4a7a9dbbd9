import * as z from "zod/mini";
import { type Answers, answers } from "#app/deposit/answers.ts";
import { entitlementOf } from "#app/deposit/entitlement-header.ts";
import { padded } from "#app/deposit/padding.ts";
import type { AnonymousRequest } from "#app/deposit/request.ts";
import type { Draft } from "#app/domain/proposal.ts";
import { type Refusal, refusalIn } from "#app/domain/refusal.ts";
import { type Wallet, walletSchema } from "#app/sealing/kept-wallet.ts";

// What the anonymous page does in the browser: talk to the one endpoint, and keep wallet and draft.

/** The server said no; `refusal` has words. */
export class RefusedAnswer extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.code);
  }
}

/** Sends one request, padded to its size class, without cookies. Throws RefusedAnswer when refused, TypeError when offline. */
export async function send<Op extends AnonymousRequest["op"]>(request: { op: Op } & Record<string, unknown>): Promise<Answers[Op]> {
  const body = padded(request);
  const response = await fetch("/p/api", {
    method: "POST",
    body,
    headers: { "Content-Type": "application/json", ...entitlementOf(request, body) },
    credentials: "omit",
    referrerPolicy: "no-referrer",
    cache: "no-store",
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new RefusedAnswer(refusalIn(answer));
  const parsed = answers[request.op].safeParse(answer);
  if (!parsed.success) throw new RefusedAnswer({ code: "busy" });
  return parsed.data as Answers[Op]; // the schema of this very act
}

/** Runs an act; a refusal goes to `onRefused`, and so does a lost connection. */
export async function tried(onRefused: (refusal: Refusal) => void, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    onRefused(error instanceof RefusedAnswer ? error.refusal : { code: "busy" });
  }
}

const walletPrefix = "innova.wallet.";

/** The wallets in this browser; a shared computer keeps them only as long as the tab. */
export function findWallets(): { key: string; wallet: Wallet; storage: Storage }[] {
  return [localStorage, sessionStorage].flatMap((storage) =>
    Object.keys(storage)
      .filter((key) => key.startsWith(walletPrefix))
      .flatMap((key) => {
        const wallet = parseWallet(storage.getItem(key));
        return wallet ? [{ key, wallet, storage }] : [];
      }),
  );
}

/** A wallet out of its stored or downloaded text, or null. */
export function parseWallet(text: string | null): Wallet | null {
  try {
    return walletSchema.parse(JSON.parse(text ?? ""));
  } catch {
    return null;
  }
}

export function walletKey(wallet: Wallet): string {
  return `${walletPrefix}${wallet.editionId}.${wallet.cert.certificate.sub}`;
}

const returnedKey = (editionId: string) => `innova.returned.${editionId}`;

/** Keeps a pass that a withdrawal returned, also where there is no wallet yet: the next wallet of the edition takes it in. */
export function keepReturnedPass(editionId: string, token: string): void {
  keeping().setItem(returnedKey(editionId), JSON.stringify([...returnedPasses(editionId), token]));
}

/** The wallet with the passes that came back to this browser, and those no longer kept apart. */
export function withReturnedPasses(wallet: Wallet): Wallet {
  const returned = returnedPasses(wallet.editionId).filter((token) => !wallet.tokens.includes(token));
  if (returned.length === 0) return wallet;
  const whole = { ...wallet, tokens: [...wallet.tokens, ...returned] };
  const known = findWallets().find(({ key }) => key === walletKey(wallet));
  (known?.storage ?? sessionStorage).setItem(walletKey(wallet), JSON.stringify(whole));
  for (const storage of [localStorage, sessionStorage]) storage.removeItem(returnedKey(wallet.editionId));
  return whole;
}

function returnedPasses(editionId: string): string[] {
  const stored = localStorage.getItem(returnedKey(editionId)) ?? sessionStorage.getItem(returnedKey(editionId));
  return z.array(z.string()).safeParse(JSON.parse(stored ?? "[]")).data ?? [];
}

/** True when the person said that others use this computer too: then nothing outlives the tab. */
export function isShared(): boolean {
  return localStorage.getItem("innova.computer") === "shared";
}

export function keeping(): Storage {
  return isShared() ? sessionStorage : localStorage;
}

const draftKey = (editionId: string) => `innova.draft.${editionId}`;

export function loadDraft(editionId: string): Draft {
  try {
    return JSON.parse(keeping().getItem(draftKey(editionId)) ?? "{}") as Draft;
  } catch {
    return {};
  }
}

export function saveDraft(editionId: string, draft: Draft): void {
  keeping().setItem(draftKey(editionId), JSON.stringify(draft));
}

export function forgetDraft(editionId: string): void {
  for (const storage of [localStorage, sessionStorage]) storage.removeItem(draftKey(editionId));
}

/** Removes everything of ours from this browser: draft, spent and unspent passes. */
export function leaveNoTrace(): void {
  for (const storage of [localStorage, sessionStorage]) {
    for (const key of Object.keys(storage)) if (key.startsWith("innova.") && key !== "innova.computer") storage.removeItem(key);
  }
}
