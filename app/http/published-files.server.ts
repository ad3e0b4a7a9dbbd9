import { datasetDescription } from "#app/domain/publication/catalogue.ts";
import { openFiles, type OpenFileName } from "#app/domain/ranking/distribution.ts";
import { licence } from "#app/domain/publication/licence.ts";
import type { Locale } from "#app/domain/locale.ts";
import {
  erratumColumns,
  erratumRows,
  implementationColumns,
  implementationRows,
  resultColumns,
  resultRows,
  statisticColumns,
  statisticRows,
} from "#app/domain/publication/open-data.ts";
import { holder } from "#app/queries/publication/public-catalogue.server.ts";
import type { PublicationSources } from "#app/queries/publication/public-results.server.ts";
import { catalogueWords } from "./catalogue.server.ts";
import { csv } from "./csv.server.ts";

// The files of open data that come with a publication: of one that is public, and of one that will
// be.

export type PublishedFile = { body: string; type: string; name: string };

/** What a file says, and under which name it is saved. */
type Said = { body: string; name: string };

const said: Record<OpenFileName, (from: PublicationSources, locale: Locale) => Promise<Said>> = {
  "data.csv": async ({ results }, locale) => {
    const { edition, published, errata } = await results();
    return {
      body: csv(resultColumns, resultRows(published, locale, errata)),
      name: `innova-to-${edition.code}-${locale}.csv`,
    };
  },
  "statistics.csv": async ({ results }, locale) => {
    const { edition, published, errata } = await results();
    return {
      body: csv(statisticColumns, statisticRows(published, locale, errata)),
      name: `innova-to-${edition.code}-statistics-${locale}.csv`,
    };
  },
  "implementation.csv": async ({ results }, locale) => {
    const { edition, implementations } = await results();
    return {
      body: csv(implementationColumns, implementationRows(edition.code, implementations, locale)),
      name: `innova-to-${edition.code}-implementation-${locale}.csv`,
    };
  },
  "errata.csv": async ({ results }, locale) => {
    const { edition, errata } = await results();
    return {
      body: csv(erratumColumns, erratumRows(edition.code, errata, locale)),
      name: `innova-to-${edition.code}-errata-${locale}.csv`,
    };
  },
  // the whole published document
  "data.json": async ({ results }) => {
    const { edition, at, published, errata, implementations } = await results();
    return {
      body: asText({
        licence: licence.address,
        publishedAt: at,
        ...published,
        errata,
        implementations,
      }),
      name: `innova-to-${edition.code}.json`,
    };
  },
  "errata.json": async ({ results }) => {
    const { edition, errata } = await results();
    return {
      body: asText({ v: 1, licence: licence.address, edition: edition.code, errata }),
      name: `innova-to-${edition.code}-errata.json`,
    };
  },
  // byte for byte as it was committed to
  "ranking.json": async ({ ranking }) => ({ body: await ranking(), name: "ranking.json" }),
  // the edition's dataset and its files by DCAT-AP_IT, in every language at once
  "data.jsonld": async ({ dataset }) => {
    const described = await dataset();
    return {
      body: asText(datasetDescription(holder(), described, catalogueWords())),
      name: `innova-to-${described.code}.jsonld`,
    };
  },
};

/** One file of open data; refuses not-found where the edition has none of this name. */
export async function openFile(
  name: OpenFileName,
  from: PublicationSources,
  locale: Locale,
): Promise<PublishedFile> {
  return { ...(await said[name](from, locale)), type: `${openFiles[name].type}; charset=utf-8` };
}

function asText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
