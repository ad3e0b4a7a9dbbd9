import { type Locale, locales } from "#app/domain/locale.ts";

/** The files of a published edition, by what they hold. */
export type FileKind =
  | "results"
  | "statistics"
  | "implementation"
  | "errataTable"
  | "data"
  | "errata"
  | "ranking"
  | "description";

/** `type` is the media type; `inEach`: one of every language. */
type OpenFile = {
  kind: FileKind;
  format: "CSV" | "JSON" | "JSON_LD";
  type: string;
  inEach: boolean;
};

const table = { format: "CSV", type: "text/csv", inEach: true } as const;
const json = { format: "JSON", type: "application/json", inEach: false } as const;

/**
 * The open data of an edition, by name among its pages. Routes, answers, the description in the
 * catalogue and the list of what a publication releases all follow from here.
 */
export const openFiles = {
  "data.csv": { kind: "results", ...table },
  "statistics.csv": { kind: "statistics", ...table },
  "implementation.csv": { kind: "implementation", ...table },
  "errata.csv": { kind: "errataTable", ...table },
  "data.json": { kind: "data", ...json },
  "errata.json": { kind: "errata", ...json },
  "ranking.json": { kind: "ranking", ...json },
  "data.jsonld": {
    kind: "description",
    format: "JSON_LD",
    type: "application/ld+json",
    inEach: false,
  },
} as const satisfies Record<string, OpenFile>;
export type OpenFileName = keyof typeof openFiles;

export const openFileNames = Object.keys(openFiles) as OpenFileName[];

/** True for the name of a file of open data. */
export function isOpenFile(name: string): name is OpenFileName {
  return Object.hasOwn(openFiles, name);
}

/** The names of an edition's files. One that was not sealed has no ranking.json. */
export function filesOf({ sealed }: { sealed: boolean }): OpenFileName[] {
  return openFileNames.filter((name) => sealed || name !== "ranking.json");
}

/**
 * A file of open data; `path` is its whole address on this server, `locale` the language of its
 * words, null where it has every one.
 */
export type Distribution = {
  kind: FileKind;
  format: OpenFile["format"];
  type: string;
  path: string;
  locale: Locale | null;
};

/** Every file of an edition's open data, in every language. */
export function distributionsOf({
  code,
  sealed,
}: {
  code: string;
  sealed: boolean;
}): Distribution[] {
  return filesOf({ sealed }).flatMap((name): Distribution[] => {
    const { inEach, ...file } = openFiles[name];
    const at = (locale: Locale) => `/${locale}/editions/${code}/${name}`;
    return inEach
      ? locales.map((locale) => ({ ...file, path: at(locale), locale }))
      : [{ ...file, path: at(locales[0]), locale: null }];
  });
}
