import "#app/ui/styles/published.css";
import { useTranslations } from "use-intl";
import type {
  ComparedCell,
  ComparedFigure,
  ComparedName,
  ComparedRow,
  ComparedTable as Table,
  ComparedValue,
} from "#app/domain/publication/comparison.ts";
import { inLocale, type Locale } from "#app/domain/locale.ts";
import { definitionKey } from "#app/domain/statistics/statistics.ts";
import { PairedBarChart } from "#app/ui/published/charts.tsx";
import { euro, number } from "#app/i18n/when.ts";

type Names = [string, string];

/**
 * The figures that are one number, of two editions, with their definition and what keeps them from
 * being the same thing.
 */
export function ComparedFigures({
  figures,
  names,
  locale,
}: {
  figures: ComparedFigure[];
  names: Names;
  locale: Locale;
}) {
  const t = useTranslations("public.comparison");
  const words = useFigureWords();
  return (
    <section aria-labelledby="figures">
      <h2 id="figures">{t("figures")}</h2>
      <div className="scroll" tabIndex={0} role="group" aria-labelledby="figures">
        <table>
          <thead>
            <tr>
              <th scope="col">{t("figure")}</th>
              {names.map((name, at) => (
                <th key={at} scope="col" className="number">
                  {name}
                </th>
              ))}
              <th scope="col">{t("note")}</th>
            </tr>
          </thead>
          <tbody>
            {figures.map(({ figure, values, differs }) => (
              <tr key={figure}>
                <th scope="row">
                  {words(figure).name}
                  <span className="definition">{words(figure).definition}</span>
                </th>
                {values.map(({ value }, at) => (
                  <td key={at} className="number">
                    {shown(figure, value, locale)}
                  </td>
                ))}
                <td className="note">
                  <Notes
                    figure={figure}
                    values={values}
                    names={names}
                    differs={differs}
                    locale={locale}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Notes({
  figure,
  values,
  names,
  differs,
  locale,
}: {
  figure: ComparedName;
  values: ComparedValue[];
  names: Names;
  differs: boolean;
  locale: Locale;
}) {
  const t = useTranslations("public.comparison");
  const notes = values.flatMap(({ origin, other, alternatives }, at) => [
    ...(differs ? [t(origin, { name: names[at] ?? "" })] : []),
    ...(other === null
      ? []
      : [t("otherwise", { name: names[at] ?? "", value: shown(figure, other, locale) })]),
    ...(alternatives.length === 0
      ? []
      : [
          t("alternatives", {
            name: names[at] ?? "",
            values: alternatives.map((value) => shown(figure, value, locale)).join(", "),
          }),
        ]),
  ]);
  if (notes.length === 0) return null;
  return (
    <>
      {differs && <strong>{t("differs")} </strong>}
      {notes.join(" ")}
    </>
  );
}

/**
 * Counts of two editions: bars by share, since one edition may have many more proposals, and a
 * table of both.
 */
export function ComparedTable({
  table: { figure, rows, differs },
  names,
  locale,
}: {
  table: Table;
  names: Names;
  locale: Locale;
}) {
  const t = useTranslations("public.statistics");
  const tFigure = useTranslations("statistics");
  const tHere = useTranslations("public.comparison");
  const name = t(`names.${figure}`);
  const label = ({ key, name: own }: ComparedRow) =>
    figure === "teamSizes" ? t("people", { count: Number(key) }) : inLocale(own, locale) || key;
  const shareOf = (cell: ComparedCell) => (cell ? percent(cell.share, locale) : tHere("missing"));
  const bars = rows.map((row) => ({
    label: label(row),
    values: row.values.map((cell) => ({ value: cell?.share ?? null, shown: shareOf(cell) })) as [
      Bar,
      Bar,
    ],
  }));
  return (
    <section aria-labelledby={figure}>
      <h2 id={figure}>{name}</h2>
      <p className="measure soft">
        {tFigure(definitionKey(figure))} {tHere("shares")}
        {differs && ` ${tHere("otherRows")}`}
      </p>
      <div className="figure">
        <PairedBarChart
          title={name}
          names={names}
          bars={bars}
          description={bars
            .map(
              (bar) =>
                `${bar.label}: ${bar.values.map((value, at) => `${names[at]} ${value.shown}`).join(", ")}`,
            )
            .join("; ")}
        />
        <div className="scroll" tabIndex={0} role="group" aria-labelledby={figure}>
          <table>
            <caption className="hidden-visually">{name}</caption>
            <thead>
              <tr>
                <th scope="col" rowSpan={2}>
                  {t(figure === "teamSizes" ? "teamSize" : "category")}
                </th>
                {names.map((each, at) => (
                  <th key={at} scope="colgroup" colSpan={2}>
                    {each}
                  </th>
                ))}
              </tr>
              <tr>
                {names.map((_, at) => [
                  <th key={`${at}n`} scope="col" className="number">
                    {tHere("count")}
                  </th>,
                  <th key={`${at}s`} scope="col" className="number">
                    {tHere("share")}
                  </th>,
                ])}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.key}>
                  <th scope="row">{label(row)}</th>
                  {row.values.map((cell, at) => [
                    <td key={`${at}n`} className="number">
                      {cell ? number(cell.count, locale) : "–"}
                    </td>,
                    <td key={`${at}s`} className="number">
                      {cell ? shareOf(cell) : "–"}
                    </td>,
                  ])}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </section>
  );
}

type Bar = { value: number | null; shown: string };

/**
 * A figure's name and its one definition; what only sources declare is defined by what they say.
 */
function useFigureWords(): (figure: ComparedName) => { name: string; definition: string } {
  const t = useTranslations("public.statistics");
  const tFigure = useTranslations("statistics");
  return (figure) => {
    if (figure === "eligible")
      return { name: t("totals.eligible"), definition: t("totalsDefinition.eligible") };
    if (figure === "platformContacts" || figure === "budgetEur" || figure === "publicMoneyEur")
      return { name: t(`declaredNames.${figure}`), definition: t(`declaredDefinitions.${figure}`) };
    return { name: t(`names.${figure}`), definition: tFigure(definitionKey(figure)) };
  };
}

function shown(figure: ComparedName, value: number, locale: Locale): string {
  if (figure.endsWith("Eur")) return euro(value, locale);
  if (figure === "turnout") return percent(value, locale);
  return number(value, locale, figure === "agreement" ? 2 : 0);
}

function percent(share: number, locale: Locale): string {
  return `${number(100 * share, locale, 1)}\u00a0%`;
}
