import { meetingMinutes } from "#app/documents/meeting-minutes.ts";
import { errataOn } from "#app/domain/publication/erratum.ts";
import type { Locale } from "#app/domain/locale.ts";
import { refuse } from "#app/domain/refusal.ts";
import { turnout } from "#app/domain/statistics/privacy.ts";
import { chartsOf } from "#app/domain/statistics/view.ts";
import type {
  comparableEditions,
  ComparisonPage,
} from "#app/queries/statistics/comparison.server.ts";
import type {
  Followed,
  MinutesResults,
  Results,
  WinnerResults,
} from "#app/queries/publication/public-results.server.ts";
import { textOf } from "#app/ui/published/published.tsx";
import { openDataStructured } from "./catalogue.server.ts";

// What each page of a publication shows, out of its results: for visitors of those that are
// published, and for organisers of those that will be.

export function resultsView<R extends Results>(page: R, locale: Locale) {
  return { locale, ...page, structured: openDataStructured(page, locale) };
}

export function winnerView(
  { edition, published, winner, errata, implementation, today }: WinnerResults,
  locale: Locale,
) {
  const { categories, awards, jury, seal } = published;
  const own = awards.filter(({ publicNo }) => publicNo === winner.publicNo);
  const given = new Set(own.flatMap(({ prize }) => prize?.sponsor ?? []));
  return {
    locale,
    edition,
    winner,
    implementation,
    today,
    categories,
    awards: own,
    jury,
    seal,
    sponsors: published.sponsors
      .filter(({ name }) => given.has(name))
      .map(({ name, url }) => ({ name, url })),
    minutes: published.minutes.map(({ facts }) => ({
      number: facts.number,
      openedAt: facts.openedAt,
    })),
    errata: winner.publicNo === null ? [] : errataOn(`proposals/${winner.publicNo}`, errata),
  };
}

export function implementationView(
  { edition, published, implementations, today }: Followed,
  locale: Locale,
) {
  const titles = published.winners.flatMap((winner) =>
    winner.publicNo === null
      ? []
      : [{ publicNo: winner.publicNo, ...textOf(winner, "title", locale) }],
  );
  return { locale, edition, implementations, titles, today };
}

export function comparisonView({ errata, ...page }: ComparisonPage, locale: Locale) {
  return { locale, ...page, errata: errata.map((each) => errataOn("statistics", each)) };
}

export function minutesView(page: MinutesResults, locale: Locale) {
  const { edition, minutes, errata } = page;
  return {
    locale,
    edition,
    errata: errataOn(`minutes/${minutes.facts.number}`, errata),
    number: minutes.facts.number,
    document: minutesExtract(page, locale),
  };
}

/** What is published of the minutes of a meeting, as a document. */
export function minutesExtract({ minutes, published }: MinutesResults, locale: Locale) {
  return meetingMinutes(
    minutes,
    { ...minutes.signed, commitment: published.seal?.commitment ?? null },
    locale,
    { extract: true },
  );
}

export function statisticsView(
  page: Results,
  others: Awaited<ReturnType<typeof comparableEditions>>,
  locale: Locale,
) {
  const {
    edition,
    errata,
    published: { categories, statistics, vote, declared, sponsors },
  } = page;
  const prizes = sponsors.flatMap(({ name, prizes: own }) =>
    own.map((prize) => ({ sponsor: name, ...prize })),
  );
  return {
    locale,
    edition,
    structured: openDataStructured(page, locale),
    others,
    errata: errataOn("statistics", errata),
    categories,
    statistics,
    turnout: turnout(vote, statistics.totals),
    declared,
    prizes,
  };
}

/** Refuses not-found for a figure that has no chart. */
export function figureView(
  { edition, published: { statistics, categories }, errata }: Results,
  asked: string | undefined,
  locale: Locale,
) {
  const figure = chartsOf(statistics).find((each) => each === asked);
  if (!figure) throw refuse("not-found");
  return {
    locale,
    figure,
    edition,
    statistics,
    categories,
    errata: errataOn("statistics", errata),
  };
}
