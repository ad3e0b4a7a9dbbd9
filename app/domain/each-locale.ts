import { type Locale, locales, type Localised } from "./locale.ts";

// What there is once for each language.

/** One value for each language. */
export function eachLocale<T>(make: (locale: Locale) => T): Record<Locale, T> {
  return Object.fromEntries(locales.map((locale) => [locale, make(locale)])) as Record<Locale, T>;
}

/** True when there is a text in some language. */
export function isWritten(text: Localised): boolean {
  return locales.some((locale) => text[locale]);
}

/** Texts without the languages that have none. */
export function written(texts: Partial<Record<Locale, string | undefined>>): Localised {
  return Object.fromEntries(
    locales.flatMap((locale) => (texts[locale] === undefined ? [] : [[locale, texts[locale]]])),
  );
}
