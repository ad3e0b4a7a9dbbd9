/** The languages; adding one is a line in each table here, and a file under i18n. */
export const locales = ["it", "en"] as const;
export type Locale = (typeof locales)[number];
export const defaultLocale: Locale = "it";

/** As dates and numbers are written. */
export const tagOf: Record<Locale, string> = { it: "it-IT", en: "en-GB" };
/** As the vocabulary of the European Union names them. */
export const euCodeOf: Record<Locale, string> = { it: "ITA", en: "ENG" };

/** One value for each language. */
export function eachLocale<T>(make: (locale: Locale) => T): Record<Locale, T> {
  return Object.fromEntries(locales.map((locale) => [locale, make(locale)])) as Record<Locale, T>;
}

/** True for a language of the interface. */
export function isLocale(value: unknown): value is Locale {
  return locales.some((locale) => locale === value);
}

/** A text per language, as organisers enter it. */
export type Localised = Partial<Record<Locale, string>>;

/** The same without languages that have none. */
export function written(texts: Partial<Record<Locale, string | undefined>>): Localised {
  return Object.fromEntries(
    locales.flatMap((locale) => (texts[locale] === undefined ? [] : [[locale, texts[locale]]])),
  );
}

/** True when there is a text in some language. */
export function isWritten(text: Localised): boolean {
  return locales.some((locale) => text[locale]);
}

/** The text in `locale`, else in the first language that has it, else nothing. */
export function inLocale(
  text: Partial<Record<Locale, string | undefined>>,
  locale: Locale,
): string {
  return text[locale] || locales.map((other) => text[other]).find(Boolean) || "";
}

/** The best of our languages for an Accept-Language header. */
export function preferredLocale(acceptLanguage: string | null): Locale {
  const wishes = (acceptLanguage ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().split(";");
      const weight = parameters.map((p) => /^\s*q=([\d.]+)$/.exec(p)?.[1]).find(Boolean);
      return {
        language: tag.toLowerCase().split("-")[0],
        weight: weight === undefined ? 1 : Number(weight),
      };
    })
    .sort((a, b) => b.weight - a.weight);
  return wishes.map((wish) => wish.language).find(isLocale) ?? defaultLocale;
}
