import { type Locale, locales } from "./locale.ts";

/** The files of a published edition, by what they hold. */
export const fileKinds = ["results", "statistics", "implementation", "errataTable", "data", "errata", "ranking", "description"] as const;
export type FileKind = (typeof fileKinds)[number];

/** A file of open data; `path` is its whole address on this server, `locale` the language of its words, null where it has every one. */
export type Distribution = { kind: FileKind; format: "CSV" | "JSON" | "JSON_LD"; type: string; path: string; locale: Locale | null };

const csv = { format: "CSV", type: "text/csv" } as const;
const json = { format: "JSON", type: "application/json" } as const;

/** Every file of an edition's open data. An edition that was not sealed has no ranking.json. */
export function distributionsOf({ code, sealed }: { code: string; sealed: boolean }): Distribution[] {
  const inEach = (kind: FileKind, name: string) => locales.map((locale) => ({ kind, ...csv, path: `/${locale}/editions/${code}/${name}`, locale }));
  const once = (kind: FileKind, name: string) => ({ kind, ...json, path: `/${locales[0]}/editions/${code}/${name}`, locale: null });
  return [
    ...inEach("results", "data.csv"),
    ...inEach("statistics", "statistics.csv"),
    ...inEach("implementation", "implementation.csv"),
    ...inEach("errataTable", "errata.csv"),
    once("data", "data.json"),
    once("errata", "errata.json"),
    ...(sealed ? [once("ranking", "ranking.json")] : []),
    { ...once("description", "data.jsonld"), format: "JSON_LD", type: "application/ld+json" },
  ];
}
