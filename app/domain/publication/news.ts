import type { Localised } from "#app/domain/locale.ts";

// What there is to tell of the editions: each piece of news is an event that a public page shows
// too.

export type NewsKind = "announced" | "open" | "published" | "erratum";

/** `path` comes after the language; `text` is an erratum's; `id` never changes. */
export type News = {
  id: string;
  kind: NewsKind;
  edition: { code: string; names: Localised };
  at: string;
  path: string;
  text: Localised | null;
};

/**
 * An edition as far as visitors know it: when it was announced, opened and published (null: not
 * yet, or not known), and its errata.
 */
export type NewsFacts = {
  code: string;
  names: Localised;
  announcedAt: string | null;
  openedAt: string | null;
  publishedAt: string | null;
  errata: readonly { number: number; page: string; text: Localised; at: string }[];
};

const maxEntries = 50;

/** The newest first. */
export function newsOf(editions: readonly NewsFacts[]): News[] {
  return editions
    .flatMap(ofEdition)
    .sort((a, b) => b.at.localeCompare(a.at) || a.id.localeCompare(b.id))
    .slice(0, maxEntries);
}

function ofEdition({ code, names, announcedAt, openedAt, publishedAt, errata }: NewsFacts): News[] {
  const base = `/editions/${code}`;
  const one = (
    kind: NewsKind,
    at: string | null,
    path: string,
    detail = "",
    text: Localised | null = null,
  ): News[] =>
    at === null
      ? []
      : [{ id: `${code}/${kind}${detail}`, kind, edition: { code, names }, at, path, text }];
  return [
    ...one("announced", announcedAt, base),
    ...one("open", openedAt, base),
    ...one("published", publishedAt, `${base}/results`),
    ...errata.flatMap(({ number, page, text, at }) =>
      one("erratum", at, `${base}/${page}`, `/${number}`, text),
    ),
  ];
}
