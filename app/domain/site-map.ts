import { guides } from "./guide.ts";
import { type Locale, locales } from "./locale.ts";

/** A page's address after its language, and when what it shows was last changed (null: not known). */
export type MappedPage = { path: string; changedAt: string | null };

/** An edition as far as it has public pages: of winners and minutes by number; null before the publication. */
export type MappedEdition = { code: string; published: { changedAt: string; winners: readonly number[]; minutes: readonly number[]; figures: readonly string[]; others: readonly string[] } | null };

/** Every page that search engines should know, once for all languages. Certificates are found by nobody. */
export function mappedPages(editions: readonly MappedEdition[]): MappedPage[] {
  const still = (path: string): MappedPage => ({ path, changedAt: null });
  return [...["", "/editions", "/trust", "/audit", "/help", ...guides.map((guide) => `/help/${guide}`)].map(still), ...editions.flatMap((edition) => [still(`/editions/${edition.code}`), still(`/editions/${edition.code}/verify`), ...afterPublication(edition)])];
}

function afterPublication({ code, published }: MappedEdition): MappedPage[] {
  if (!published) return [];
  const { winners, minutes, figures, others, changedAt } = published;
  const pages = ["results", "statistics", "implementation", ...figures.map((figure) => `statistics/${figure}`), ...winners.map((no) => `proposals/${no}`), ...minutes.map((no) => `minutes/${no}`), ...others.map((other) => `compared/${other}`)];
  return pages.map((page) => ({ path: `/editions/${code}/${page}`, changedAt }));
}

/** A page in every language. */
export function inEveryLanguage(path: string): { locale: Locale; path: string }[] {
  return locales.map((locale) => ({ locale, path: `/${locale}${path}` }));
}
