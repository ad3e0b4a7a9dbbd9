import { type Localised, locales } from "./locale.ts";
import { type Moment, mailsOfResults } from "./mailing.ts";
import type { Published } from "./publication.ts";
import { type ChartFigure, chartsOf } from "./statistics-view.ts";

// Everything that a publication releases, so that organisers can look at each of it before.

/** A page or a file under the edition's address; `what` says how it is called. */
export type Released = { what: "results" | "statistics" | "ranking" | "data" | "statisticsCsv" | "document" | "news"; path: string } | { what: "winner"; path: string; no: number; title: Localised } | { what: "figure"; path: string; figure: ChartFigure } | { what: "minutes" | "minutesPdf" | "certificate"; path: string; no: number };

export type ReleaseList = { pages: Released[]; files: Released[]; certificates: Released[]; mails: Moment[] };

/** The list of a publication. */
export function releasesOf(published: Published): ReleaseList {
  const winners = published.winners.flatMap(({ publicNo, texts }) => (publicNo === null ? [] : [{ no: publicNo, title: titlesOf(texts) }]));
  const meetings = published.minutes.map(({ facts }) => facts.number);
  return {
    pages: [
      { what: "results", path: "results" },
      ...winners.map(({ no, title }) => ({ what: "winner" as const, path: `proposals/${no}`, no, title })),
      ...meetings.map((no) => ({ what: "minutes" as const, path: `minutes/${no}`, no })),
      { what: "statistics", path: "statistics" },
      ...chartsOf(published.statistics).map((figure) => ({ what: "figure" as const, path: `statistics/${figure}`, figure })),
    ],
    files: [
      { what: "ranking", path: "ranking.json" },
      { what: "data", path: "data.csv" },
      { what: "statisticsCsv", path: "statistics.csv" },
      { what: "document", path: "data.json" },
      { what: "news", path: "news.xml" },
      ...meetings.map((no) => ({ what: "minutesPdf" as const, path: `minutes/${no}/pdf`, no })),
    ],
    certificates: winners.map(({ no }) => ({ what: "certificate" as const, path: `certificates/${no}`, no })),
    mails: [...mailsOfResults],
  };
}

function titlesOf(texts: Published["winners"][number]["texts"]): Localised {
  return Object.fromEntries(locales.flatMap((locale) => (texts[locale]?.title ? [[locale, texts[locale].title]] : [])));
}
