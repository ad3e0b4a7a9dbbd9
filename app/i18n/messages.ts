import type { Locale } from "#app/domain/locale.ts";
import type it from "./it.json";

export type Messages = typeof it;

declare module "use-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}

const known = new Map<Locale, Messages>();

/** Makes a language's words known: the server does so for all at its start, the browser for its own before it hydrates. */
export function learn(locale: Locale, messages: Messages): void {
  known.set(locale, messages);
}

/** The words of a language; throws when they were not made known. */
export function messagesFor(locale: Locale): Messages {
  const messages = known.get(locale);
  if (!messages) throw new Error(`No words for ${locale}`);
  return messages;
}
