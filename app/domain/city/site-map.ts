import type { ErratumPage } from "#app/domain/publication/erratum.ts";
import { guides } from "./guide.ts";
import { type Locale, locales } from "#app/domain/locale.ts";

/**
 * A page's address after its language, and when what it shows was last changed (null: not known).
 */
export type MappedPage = { path: string; changedAt: string | null };

/** An edition as far as it has public pages; null before the publication. */
export type MappedEdition = { code: string; published: MappedPublication | null };

/**
 * What a publication shows, of winners and minutes by number, and what was added since: corrections
 * and entries about winners. Instants are ISO text.
 */
export type MappedPublication = {
  at: string;
  winners: readonly number[];
  minutes: readonly number[];
  figures: readonly string[];
  errata: readonly { page: ErratumPage; at: string }[];
  entries: readonly { publicNo: number; at: string }[];
};

/**
 * Every page that search engines should know, once for all languages. Certificates are found by
 * nobody.
 */
export function mappedPages(editions: readonly MappedEdition[]): MappedPage[] {
  const still = (path: string): MappedPage => ({ path, changedAt: null });
  const own = editions.flatMap((edition) => [
    still(`/editions/${edition.code}`),
    still(`/editions/${edition.code}/verify`),
    ...afterPublication(edition),
    ...comparisonsOf(edition, editions),
  ]);
  return [
    ...[
      "",
      "/editions",
      "/trust",
      "/audit",
      "/help",
      ...guides.map((guide) => `/help/${guide}`),
    ].map(still),
    ...own,
  ];
}

function afterPublication({ code, published }: MappedEdition): MappedPage[] {
  if (!published) return [];
  const { at, winners, minutes, figures, errata, entries } = published;
  const corrected = (page: ErratumPage) => errata.filter((each) => each.page === page);
  const page = (name: string, since: readonly { at: string }[]): MappedPage => ({
    path: `/editions/${code}/${name}`,
    changedAt: latest(at, since),
  });
  return [
    page("results", errata),
    page("statistics", corrected("statistics")),
    page("implementation", entries),
    ...figures.map((figure) => page(`statistics/${figure}`, corrected("statistics"))),
    ...winners.map((no) =>
      page(`proposals/${no}`, [
        ...corrected(`proposals/${no}`),
        ...entries.filter(({ publicNo }) => publicNo === no),
      ]),
    ),
    ...minutes.map((no) => page(`minutes/${no}`, corrected(`minutes/${no}`))),
  ];
}

/** Two published editions side by side, at an address of each. */
function comparisonsOf(
  { code, published }: MappedEdition,
  editions: readonly MappedEdition[],
): MappedPage[] {
  if (!published) return [];
  const figures = ({ at, errata }: MappedPublication) =>
    latest(
      at,
      errata.filter(({ page }) => page === "statistics"),
    );
  return editions.flatMap((other) =>
    other.published && other.code !== code
      ? [
          {
            path: `/editions/${code}/compared/${other.code}`,
            changedAt: latest(figures(published), [{ at: figures(other.published) }]),
          },
        ]
      : [],
  );
}

/** The last of these instants. */
export function latest(at: string, since: readonly { at: string }[]): string {
  return since.reduce((last, each) => (each.at > last ? each.at : last), at);
}

/** A page in every language. */
export function inEveryLanguage(path: string): { locale: Locale; path: string }[] {
  return locales.map((locale) => ({ locale, path: `/${locale}${path}` }));
}
