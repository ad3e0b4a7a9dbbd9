import "#app/ui/styles/published.css";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { inLocale, type Locale, type Localised } from "#app/domain/locale.ts";
import { definitionKey, type Figure } from "#app/domain/statistics/statistics.ts";
import type { Turnout } from "#app/domain/statistics/privacy.ts";
import type { ChartFigure, Statistics } from "#app/domain/statistics/view.ts";
import { BarChart, Histogram } from "./charts.tsx";
import { number, plainDay } from "#app/i18n/when.ts";

// Figures as every page shows them: the number or the chart, its table, and its one definition.

type Categories = readonly { key: string; name: Localised }[];

/**
 * A figure that is drawn, with its table. `own` is the address of its own page, where it is not
 * that.
 */
export function DrawnFigure({
  figure,
  statistics,
  categories,
  locale,
  own,
}: {
  figure: ChartFigure;
  statistics: Statistics;
  categories: Categories;
  locale: Locale;
  own?: string;
}) {
  const t = useTranslations("public.statistics");
  const nameOf = new Map(categories.map(({ key, name }) => [key, inLocale(name, locale)]));
  const parts = { figure, locale, own };
  if (figure === "perCategory")
    return (
      <BarFigure
        {...parts}
        head={t("category")}
        cells={statistics.perCategory.map(({ key, count }) => ({
          label: nameOf.get(key) ?? key,
          count,
        }))}
      />
    );
  if (figure === "teamSizes")
    return (
      <BarFigure
        {...parts}
        head={t("teamSize")}
        cells={statistics.teamSizes.map(({ key, count }) => ({
          label: t("people", { count: key }),
          count,
        }))}
      />
    );
  if (figure === "scores") return <Scores scores={statistics.scores} own={own} />;
  return (
    <BarFigure
      {...parts}
      head={t("period")}
      cells={statistics.depositPeriods.map(({ from, to, count }) => ({
        label: t("fromTo", { from: plainDay(from, locale), to: plainDay(to, locale) }),
        count,
      }))}
    />
  );
}

/** The figures that are one number, each with its definition. */
export function KeyFigures({
  statistics,
  turnout,
  locale,
}: {
  statistics: Statistics;
  turnout: Turnout | null;
  locale: Locale;
}) {
  const t = useTranslations("public.statistics");
  const { submissions, participants, awarded, agreement, blindness, totals } = statistics;
  const tBlindness = useTranslations("public.statistics.blindness");
  const single = [
    ["submissions", submissions],
    ["participants", participants],
    ["awarded", awarded],
  ] as const;
  return (
    <section aria-labelledby="key">
      <h2 id="key">{t("key")}</h2>
      <dl className="figures">
        {single.map(
          ([figure, value]) =>
            value !== null && <Single key={figure} figure={figure} shown={number(value, locale)} />,
        )}
        {agreement !== null && <Single figure="agreement" shown={number(agreement, locale, 2)} />}
        {blindness && <Single figure="blindness" shown={tBlindness("shown", blindness)} />}
        {turnout && (
          <Single
            figure="turnout"
            shown={t("turnoutShown", {
              cast: number(turnout.cast, locale),
              share: number(100 * turnout.share, locale, 1),
            })}
          />
        )}
        {totals &&
          (["eligible", "activated", "issued", "spent"] as const).map((each) => (
            <div key={each}>
              <dt>{t(`totals.${each}`)}</dt>
              <dd>{number(totals[each], locale)}</dd>
              <dd className="definition">{t(`totalsDefinition.${each}`)}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
}

function Single({ figure, shown }: { figure: Figure; shown: string }) {
  const tName = useTranslations("public.statistics.names");
  const tFigure = useTranslations("statistics");
  return (
    <div>
      <dt>{tName(figure)}</dt>
      <dd>{shown}</dd>
      <dd className="definition">{tFigure(definitionKey(figure))}</dd>
    </div>
  );
}

function FigureSection({
  figure,
  own,
  children,
}: {
  figure: Figure;
  own?: string | undefined;
  children: ReactNode;
}) {
  const t = useTranslations("public.statistics");
  const tFigure = useTranslations("statistics");
  return (
    <section aria-labelledby={figure}>
      <h2 id={figure}>{t(`names.${figure}`)}</h2>
      <p className="measure soft">{tFigure(definitionKey(figure))}</p>
      <div className="figure">{children}</div>
      {own && (
        <p>
          <a href={own}>{t("alone")}</a>
        </p>
      )}
    </section>
  );
}

/** Counts as bars, and the same counts as a table with their sum. */
function BarFigure({
  figure,
  own,
  head,
  cells,
  locale,
}: {
  figure: Figure;
  own?: string | undefined;
  head: string;
  cells: { label: string; count: number }[];
  locale: Locale;
}) {
  const t = useTranslations("public.statistics");
  const name = t(`names.${figure}`);
  return (
    <FigureSection figure={figure} own={own}>
      <BarChart
        title={name}
        description={t("chart", {
          bars: cells.map(({ label, count }) => `${label}: ${count}`).join("; "),
        })}
        bars={cells.map(({ label, count }) => ({
          label,
          value: count,
          shown: number(count, locale),
        }))}
      />
      <table>
        <caption className="hidden-visually">{name}</caption>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            <th scope="col" className="number">
              {t("proposals")}
            </th>
          </tr>
        </thead>
        <tbody>
          {cells.map(({ label, count }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td className="number">{number(count, locale)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t("total")}</th>
            <td className="number">
              {number(
                cells.reduce((sum, { count }) => sum + count, 0),
                locale,
              )}
            </td>
          </tr>
        </tfoot>
      </table>
    </FigureSection>
  );
}

function Scores({ scores, own }: { scores: Statistics["scores"]; own?: string | undefined }) {
  const t = useTranslations("public.statistics");
  const bounds = ({ from, to }: { from: number; to: number }) =>
    t(to === 100 ? "lastBin" : "bin", { from, to });
  return (
    <FigureSection figure="scores" own={own}>
      <Histogram
        title={t("names.scores")}
        description={t("chart", {
          bars: scores.map((bin) => `${bounds(bin)}: ${bin.count}`).join("; "),
        })}
        bins={scores}
      />
      <table>
        <caption className="hidden-visually">{t("names.scores")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("score")}</th>
            <th scope="col" className="number">
              {t("proposals")}
            </th>
          </tr>
        </thead>
        <tbody>
          {scores.map((bin) => (
            <tr key={bin.from}>
              <th scope="row">{bounds(bin)}</th>
              <td className="number">{bin.count}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </FigureSection>
  );
}
