import type { Locale } from "#app/domain/locale.ts";
import type it from "./it/index.ts";

export type Messages = typeof it;

declare module "use-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}

type Words = { [part: string]: Words | string };

const known = new Map<Locale, Words>();

/**
 * Makes the words of a language at `path` (`jury.declare`) known. The server does so for
 * every language at its start; in the browser each module does so for what it says
 * (vite.config.ts).
 */
export function registerMessages(locale: Locale, path: string, words: Words | string): void {
  const parts = path.split(".");
  const last = parts.pop()!;
  // in place: a page that is already shown says what a module that came later brought
  const place = parts.reduce((whole, part) => (whole[part] ??= {}) as Words, wordsOf(locale));
  place[last] = words;
}

/** The words of a language, as far as they were made known. */
export function messagesFor(locale: Locale): Messages {
  return wordsOf(locale) as Messages;
}

function wordsOf(locale: Locale): Words {
  const words = known.get(locale) ?? {};
  known.set(locale, words);
  return words;
}
