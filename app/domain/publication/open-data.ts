import type { Erratum } from "./erratum.ts";

import type { EntryContent, Implementation } from "#app/domain/implementation/implementation.ts";
import { inLocale, type Locale, locales } from "#app/domain/locale.ts";
import type { Published } from "./publication.ts";
import { turnout } from "#app/domain/statistics/privacy.ts";

// Open data: the published document as tables. Column names are the same in every language.

export type Row = Record<string, string | number>;

/**
 * What published rows say of their corrections: the numbers of those errata, as in errata.csv, and
 * the day of the last. The other cells stay as they were published.
 */
function corrections(errata: readonly Erratum[]): Row {
  return {
    errata: errata.map(({ number }) => number).join("|"),
    errataAt:
      errata
        .map(({ at }) => at.slice(0, 10))
        .sort()
        .at(-1) ?? "",
  };
}

export const resultColumns = [
  "edition",
  "rank",
  "number",
  "score",
  "void",
  "categories",
  "title",
  "names",
  "awards",
  "prizes",
  "sponsors",
  "errata",
  "errataAt",
] as const;

/** One row per proposal of the published ranking and per winner beyond it, best first. */
export function resultRows(
  published: Published,
  locale: Locale,
  errata: readonly Erratum[] = [],
): Row[] {
  const category = new Map(
    published.categories.map(({ key, name }) => [key, inLocale(name, locale)]),
  );
  const inRanking = new Set(published.ranking.map(({ publicNo }) => publicNo));
  const beyond = published.winners.filter(
    ({ publicNo }) => publicNo === null || !inRanking.has(publicNo),
  );
  const lines = [
    ...published.ranking.map((row) => ({
      ...row,
      winner: published.winners.find(({ publicNo }) => publicNo === row.publicNo),
    })),
    ...beyond.map((winner) => ({ ...winner, void: false, winner })),
  ];
  return lines.map(({ rank, publicNo, mean, score = mean, categories, void: isVoid, winner }) => {
    const awards = published.awards.filter(
      (award) => publicNo !== null && award.publicNo === publicNo,
    );
    const given = awards.flatMap(({ prize, declined }) => (prize && !declined ? [prize] : []));
    return {
      edition: published.edition.code,
      rank: rank ?? "",
      number: publicNo ?? "",
      score: score === null ? "" : Number(score.toFixed(4)),
      void: String(isVoid),
      categories: categories.map((key) => category.get(key) ?? key).join("|"),
      title: winner ? titleOf(winner.texts, locale) : "",
      names: winner?.names?.join("|") ?? "",
      awards: awards.map(({ name }) => inLocale(name, locale)).join("|"),
      prizes: given.map(({ name }) => inLocale(name, locale)).join("|"),
      sponsors: given.map(({ sponsor }) => sponsor).join("|"),
      ...corrections(
        errata.filter(({ page }) => page === "results" || page === `proposals/${publicNo}`),
      ),
    };
  });
}

export const statisticColumns = [
  "edition",
  "figure",
  "key",
  "label",
  "value",
  "status",
  "errata",
  "errataAt",
] as const;

/**
 * One row per published number; `status` says whether it was computed here or declared elsewhere.
 */
export function statisticRows(
  { edition, categories, statistics, declared, sponsors, vote }: Published,
  locale: Locale,
  errata: readonly Erratum[] = [],
): Row[] {
  const corrected = corrections(errata.filter(({ page }) => page === "statistics"));
  const row = (
    figure: string,
    key: string | number,
    label: string,
    value: number,
    status = "computed",
  ): Row => ({ edition: edition.code, figure, key, label, value, status, ...corrected });
  const category = new Map(categories.map(({ key, name }) => [key, inLocale(name, locale)]));
  const voted = turnout(vote, statistics.totals);
  return [
    row("submissions", "", "", statistics.submissions),
    row("participants", "", "", statistics.participants),
    ...(statistics.awarded === null ? [] : [row("awarded", "", "", statistics.awarded)]),
    ...(statistics.agreement === null
      ? []
      : [row("agreement", "", "", Number(statistics.agreement.toFixed(4)))]),
    ...Object.entries(statistics.totals ?? {}).map(([key, value]) => row("totals", key, "", value)),
    ...statistics.perCategory.map(({ key, count }) =>
      row("perCategory", key, category.get(key) ?? "", count),
    ),
    ...statistics.teamSizes.map(({ key, count }) => row("teamSizes", key, "", count)),
    ...statistics.scores.map(({ from, to, count }) => row("scores", `${from}-${to}`, "", count)),
    ...statistics.depositPeriods.map(({ from, to, count }) =>
      row("depositsPerDay", `${from}/${to}`, "", count),
    ),
    ...(vote
      ? [
          row("votesIssued", "", "", vote.issued),
          ...(vote.cast === null ? [] : [row("votesCast", "", "", vote.cast)]),
          ...vote.votes.map(({ publicNo, count }) => row("votes", publicNo, "", count)),
        ]
      : []),
    ...(voted ? [row("turnout", "", "", Number(voted.share.toFixed(4)))] : []),
    ...sponsors.flatMap(({ name, prizes }) =>
      prizes.map((prize) => row("prizes", name, inLocale(prize.name, locale), prize.quantity)),
    ),
    ...Object.entries(declared?.figures ?? {}).map(([figure, value]) =>
      row(figure, "", "", value, "declared"),
    ),
  ];
}

export const erratumColumns = ["edition", "number", "at", "page", "text", "reason"] as const;

/** One row per erratum, in their order. */
export function erratumRows(edition: string, errata: readonly Erratum[], locale: Locale): Row[] {
  return errata.map(({ number, at, page, text, reason }) => ({
    edition,
    number,
    at,
    page,
    text: inLocale(text, locale),
    reason: inLocale(reason, locale),
  }));
}

export const implementationColumns = [
  "edition",
  "number",
  "status",
  "unit",
  "kind",
  "entry",
  "at",
  "text",
  "due",
  "done",
  "amount",
  "amountUnit",
] as const;

/** One row per winner, per benefit and milestone as they stand, and per entry of the timeline. */
export function implementationRows(
  edition: string,
  all: readonly Implementation[],
  locale: Locale,
): Row[] {
  return all.flatMap(({ publicNo, status, unit, milestones, entries, ...benefit }) => {
    const row = (kind: string, more: Row = {}): Row => ({
      edition,
      number: publicNo,
      status,
      unit,
      kind,
      ...more,
    });
    const amountUnit = inLocale(benefit.amountUnit, locale) || "EUR/year";
    const benefits = [
      ["expected", benefit.expected, benefit.expectedAmount],
      ["measured", benefit.measured, benefit.measuredAmount],
    ] as const;
    return [
      row("status"),
      ...benefits.flatMap(([kind, text, amount]) =>
        inLocale(text, locale) || amount !== null
          ? [
              row(kind, {
                text: inLocale(text, locale),
                ...(amount === null ? {} : { amount, amountUnit }),
              }),
            ]
          : [],
      ),
      ...milestones.map(({ title, due, doneOn }) =>
        row("milestone", { text: inLocale(title, locale), due, done: doneOn ?? "" }),
      ),
      ...entries.map(({ number, at, content }) =>
        row(`entry-${content.kind}`, { entry: number, at, text: entryText(content, locale) }),
      ),
    ];
  });
}

function entryText(content: EntryContent, locale: Locale): string {
  switch (content.kind) {
    case "status":
      return [content.status, inLocale(content.reason, locale)].filter(Boolean).join(": ");
    case "unit":
      return content.unit;
    case "milestone":
      return `${content.change}: ${inLocale(content.milestone.title, locale)}, ${content.milestone.due}`;
    case "benefit":
      return [
        inLocale(content.expected, locale),
        content.expectedAmount,
        inLocale(content.measured, locale),
        content.measuredAmount,
      ].join("|");
    case "note":
      return inLocale(content.text, locale);
  }
}

function titleOf(texts: Published["winners"][number]["texts"], locale: Locale): string {
  return [locale, ...locales].map((each) => texts[each]?.title).find(Boolean) ?? "";
}
