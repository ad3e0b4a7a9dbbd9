import { sealing } from "#app/sealing/workers/client.ts";
import type { KeptEvidence } from "#app/sealing/deposit-evidence.ts";
import { evidenceKeyOf, tokensIn, walletHere } from "#app/ui/kept/kept-passes.ts";

// The server's word on deposits, in a browser that keeps its owner's passes. There are always as
// many entries, and which of them are words and which are blanks only a receipt tells: so nothing
// here says that somebody handed in.

type Holder = { editionId: string; sub: string };

const count = 8;

/** Puts blanks where a browser begins to keep somebody's passes. */
export async function beginEvidence(holder: Holder): Promise<void> {
  const key = evidenceKeyOf(holder);
  const blanks = await Promise.all(Array.from({ length: count }, () => sealing.blankEvidence()));
  if (localStorage.getItem(key) === null) localStorage.setItem(key, JSON.stringify(blanks));
}

/** Keeps the server's word for the receipt, where the passes stay too. */
export async function keepEvidence(
  holder: Holder,
  receipt: string,
  evidence: KeptEvidence,
): Promise<void> {
  if (!walletHere(holder)) return;
  await beginEvidence(holder);
  const kept = await sealing.keptEvidence(receipt, holder.editionId, evidence);
  const key = evidenceKeyOf(holder);
  localStorage.setItem(
    key,
    JSON.stringify([...tokensIn(localStorage.getItem(key)).slice(1), kept]),
  );
}

/** The server's last word on the deposit of this receipt, if this browser keeps it. */
export async function evidenceHere(
  editionId: string,
  receipt: string,
): Promise<(KeptEvidence & Holder) | null> {
  const prefix = evidenceKeyOf({ editionId, sub: "" });
  for (const key of Object.keys(localStorage).filter((each) => each.startsWith(prefix))) {
    const found = await sealing.evidenceIn(receipt, editionId, tokensIn(localStorage.getItem(key)));
    if (found) return { ...found, editionId, sub: key.slice(prefix.length) };
  }
  return null;
}
