import { filesOf, type FileKind, openFiles } from "#app/domain/ranking/distribution.ts";
import { type Localised, locales } from "#app/domain/locale.ts";
import { type Moment, mailsOnEntering } from "#app/domain/mailing/mailing.ts";
import type { Published } from "./publication.ts";
import { type ChartFigure, chartsOf } from "#app/domain/statistics/view.ts";

// Everything that a publication releases, so that organisers can look at each of it before.

/** A page or a file under the edition's address; `what` says how it is called. */
export type Released = { path: string } & (
  | { what: "results" | "statistics" | "implementation" | "news" | "sharing" }
  | { what: "winner"; no: number; title: Localised }
  | { what: "attachment"; no: number; position: number }
  | { what: "figure"; figure: ChartFigure }
  | { what: "compared"; other: string }
  | { what: "minutes" | "minutesPdf" | "certificate"; no: number }
  | { what: "data"; kind: FileKind }
);

export type ReleaseList = {
  pages: Released[];
  files: Released[];
  certificates: Released[];
  mails: Moment[];
};

/** The list of a publication; `others` are the codes of the editions that are published already. */
export function releasesOf(published: Published, others: readonly string[]): ReleaseList {
  const winners = published.winners.flatMap(({ publicNo, texts, files }) =>
    publicNo === null ? [] : [{ no: publicNo, title: titlesOf(texts), files: files.length }],
  );
  const meetings = published.minutes.map(({ facts }) => facts.number);
  return {
    pages: [
      { what: "results", path: "results" },
      ...winners.map(({ no, title }) => ({
        what: "winner" as const,
        path: `proposals/${no}`,
        no,
        title,
      })),
      ...meetings.map((no) => ({ what: "minutes" as const, path: `minutes/${no}`, no })),
      { what: "implementation", path: "implementation" },
      { what: "statistics", path: "statistics" },
      ...chartsOf(published.statistics).map((figure) => ({
        what: "figure" as const,
        path: `statistics/${figure}`,
        figure,
      })),
      ...others.map((other) => ({ what: "compared" as const, path: `compared/${other}`, other })),
    ],
    files: [
      ...filesOf({ sealed: published.seal !== null }).map((name) => ({
        what: "data" as const,
        path: name,
        kind: openFiles[name].kind,
      })),
      ...winners.flatMap(({ no, files }) =>
        Array.from({ length: files }, (_, at) => ({
          what: "attachment" as const,
          path: `proposals/${no}/files/${at + 1}`,
          no,
          position: at + 1,
        })),
      ),
      ...meetings.map((no) => ({ what: "minutesPdf" as const, path: `minutes/${no}/pdf`, no })),
      { what: "news", path: "news.xml" },
      { what: "sharing", path: "sharing.png" },
    ],
    certificates: winners.map(({ no }) => ({
      what: "certificate" as const,
      path: `certificates/${no}`,
      no,
    })),
    mails: mailsOnEntering("published"),
  };
}

function titlesOf(texts: Published["winners"][number]["texts"]): Localised {
  return Object.fromEntries(
    locales.flatMap((locale) => (texts[locale]?.title ? [[locale, texts[locale].title]] : [])),
  );
}
