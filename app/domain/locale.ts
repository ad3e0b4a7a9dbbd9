/** The languages; adding one is a line in each table here, and a file under i18n. */
export const locales = ["it", "en"] as const;
export type Locale = (typeof locales)[number];
export const defaultLocale: Locale = "it";

/** As dates and numbers are written. */
export const tagOf: Record<Locale, string> = { it: "it-IT", en: "en-GB" };
/** As the vocabulary of the European Union names them. */
export const euCodeOf: Record<Locale, string> = { it: "ITA", en: "ENG" };

/** True for a language of the interface. */
export function isLocale(value: unknown): value is Locale {
  return locales.some((locale) => locale === value);
}

/** A text per language, as organisers enter it. */
export type Localised = Partial<Record<Locale, string>>;

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
