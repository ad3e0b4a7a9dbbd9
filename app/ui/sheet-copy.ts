import { sameContent, type SheetContent } from "#app/domain/sheet.ts";

// The copy this browser keeps of a sheet that is being typed, until the server has it. It survives a lost connection, an
// expired session and a closed window; storage that is full or forbidden is no reason to stop typing.

export type Copy = { version: number; content: SheetContent };

export function keepCopy(key: string, copy: Copy): void {
  attempt(() => localStorage.setItem(key, JSON.stringify(copy)));
}

export function dropCopy(key: string): void {
  attempt(() => localStorage.removeItem(key));
}

export function findCopy(key: string): Copy | null {
  const text = attempt(() => localStorage.getItem(key));
  if (!text) return null;
  const found: unknown = attempt(() => JSON.parse(text));
  return isCopy(found) ? found : null;
}

/** The numbers of proposals of which this browser holds a copy, under keys that begin with `prefix`. */
export function copiesUnder(prefix: string): number[] {
  const keys = attempt(() => Object.keys(localStorage)) ?? [];
  return keys.filter((key) => key.startsWith(prefix)).map((key) => Number(key.slice(prefix.length))).sort((a, b) => a - b);
}

/** What to do with a copy beside what the server has: nothing to save, go on from it, or let the juror choose between the two. */
export function compareCopy(copy: Copy, stored: SheetContent & { version: number }): "same" | "newer" | "apart" {
  if (sameContent(copy.content, stored)) return "same";
  return copy.version === stored.version ? "newer" : "apart";
}

// read by hand: Zod would be a sixth of the page that jurors open most
function isCopy(found: unknown): found is Copy {
  if (!isRecord(found) || typeof found.version !== "number" || !isRecord(found.content)) return false;
  const { scores, commentProposer, commentJury } = found.content;
  return isRecord(scores) && Object.values(scores).every((score) => typeof score === "number") && typeof commentProposer === "string" && typeof commentJury === "string";
}

function isRecord(found: unknown): found is Record<string, unknown> {
  return typeof found === "object" && found !== null;
}

function attempt<T>(act: () => T): T | null {
  try {
    return act();
  } catch {
    return null;
  }
}
