import type { Computer } from "#app/domain/people/account.ts";
import { sameContent, type SheetContent } from "#app/domain/scoring/sheet.ts";

// The copy that is kept of a sheet while it is typed, until the server has it. On a computer of
// one's own it is in the browser, and survives a closed window; on any other it is in this window
// alone, which asks before it is left. Storage that is full or forbidden does not stop the typing.

export type Copy = { version: number; content: SheetContent };

/** The copies of one juror's sheets of one edition. */
export type Copies = {
  /** They are in the browser, and not in this window alone. */
  stay: boolean;
  keep(no: number, copy: Copy): void;
  find(no: number): Copy | null;
  drop(no: number): void;
};

type Owner = { code: string; sub: string; computer: Computer | null };

/** What nobody said of a computer counts as shared. */
export function copiesOf({ code, sub, computer }: Owner): Copies {
  const stay = computer === "private";
  const shelf = stay ? inBrowser : inWindow;
  // of one account, so that nobody finds another's
  const keyOf = (no: number) => `innova.sheet.${code}.${no}.${sub}`;
  return {
    stay,
    keep: (no, copy) => shelf.write(keyOf(no), JSON.stringify(copy)),
    find: (no) => copyIn(shelf.read(keyOf(no))),
    drop: (no) => shelf.remove(keyOf(no)),
  };
}

type Shelf = {
  read(key: string): string | null;
  write(key: string, text: string): void;
  remove(key: string): void;
};

const inBrowser: Shelf = {
  read: (key) => attempt(() => localStorage.getItem(key)),
  write: (key, text) => void attempt(() => localStorage.setItem(key, text)),
  remove: (key) => void attempt(() => localStorage.removeItem(key)),
};

const held = new Map<string, string>();

const inWindow: Shelf = {
  read: (key) => {
    const before = inBrowser.read(key); // from when the computer was said to be one's own
    if (before !== null) inWindow.write(key, before);
    return held.get(key) ?? null;
  },
  write: (key, text) => {
    inBrowser.remove(key);
    held.set(key, text);
    addEventListener("beforeunload", askBeforeLeaving);
  },
  remove: (key) => {
    inBrowser.remove(key);
    held.delete(key);
    if (held.size === 0) removeEventListener("beforeunload", askBeforeLeaving);
  },
};

/** Drops what this window alone holds, so that it is left without a question. */
export function dropHeldCopies(): void {
  for (const key of held.keys()) inWindow.remove(key);
}

function askBeforeLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

/**
 * What to do with a copy beside what the server has: nothing to save, go on from it, or let the
 * juror choose between the two.
 */
export function compareCopy(
  copy: Copy,
  stored: SheetContent & { version: number },
): "same" | "newer" | "apart" {
  if (sameContent(copy.content, stored)) return "same";
  return copy.version === stored.version ? "newer" : "apart";
}

function copyIn(text: string | null): Copy | null {
  const found: unknown = text === null ? null : attempt(() => JSON.parse(text));
  return isCopy(found) ? found : null;
}

// read by hand: Zod would be a sixth of the page that jurors open most
function isCopy(found: unknown): found is Copy {
  if (!isRecord(found) || typeof found.version !== "number" || !isRecord(found.content)) {
    return false;
  }
  const { scores, commentProposer, commentJury } = found.content;
  return (
    isRecord(scores) &&
    Object.values(scores).every((score) => typeof score === "number") &&
    typeof commentProposer === "string" &&
    typeof commentJury === "string"
  );
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
