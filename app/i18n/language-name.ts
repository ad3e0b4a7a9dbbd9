import type { Locale } from "#app/domain/locale.ts";

/** What a language is called in another: `italiano` in Italian, `Italian` in English. */
export function languageName(language: Locale, shownIn: Locale): string {
  return new Intl.DisplayNames([shownIn], { type: "language" }).of(language) ?? language;
}

/** What a language calls itself, as a heading or a choice: `Italiano`, `English`. */
export function ownName(language: Locale): string {
  const name = languageName(language, language);
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}
