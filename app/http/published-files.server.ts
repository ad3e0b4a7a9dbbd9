import { licence } from "#app/domain/licence.ts";
import type { Locale } from "#app/domain/locale.ts";
import { resultColumns, resultRows, statisticColumns, statisticRows } from "#app/domain/open-data.ts";
import type { Followed, Results } from "#app/queries/public-results.server.ts";
import { csv } from "./csv.server.ts";

// The files of open data that come with a publication, out of its results.

type PublishedFile = { body: string; type: string; name: string };

const table = "text/csv; charset=utf-8";

export function resultsCsv({ edition, published }: Results, locale: Locale): PublishedFile {
  return { body: csv(resultColumns, resultRows(published, locale)), type: table, name: `innova-to-${edition.code}-${locale}.csv` };
}

export function statisticsCsv({ edition, published }: Results, locale: Locale): PublishedFile {
  return { body: csv(statisticColumns, statisticRows(published, locale)), type: table, name: `innova-to-${edition.code}-statistics-${locale}.csv` };
}

/** The whole published document. */
export function dataJson({ edition, at, published, errata, implementations }: Followed): PublishedFile {
  const body = `${JSON.stringify({ licence: licence.address, publishedAt: at, ...published, errata, implementations }, null, 2)}\n`;
  return { body, type: "application/json; charset=utf-8", name: `innova-to-${edition.code}.json` };
}
