import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { inLocale, type Locale, type Localised } from "#app/domain/locale.ts";
import type { Published } from "#app/domain/publication/publication.ts";
import { type Comparison, declaredBesideComputed } from "#app/domain/statistics/statistics.ts";
import { chartsOf } from "#app/domain/statistics/view.ts";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asDocument, documentHeaders } from "#app/http/document.server.ts";
import { statisticsView } from "#app/http/published-views.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { comparableEditions } from "#app/queries/statistics/comparison.server.ts";
import { resultsPage } from "#app/queries/publication/public-results.server.ts";
import { addressOf, EditionTabs } from "#app/routes/public/parts/edition-parts.tsx";
import { Errata } from "#app/ui/published/errata.tsx";
import { DrawnFigure, KeyFigures } from "#app/ui/published/statistic-figures.tsx";
import { publicMeta, publicWords } from "#app/ui/frame/public-meta.ts";
import { euro, number } from "#app/i18n/when.ts";

export const loader = pageFor(anybody, async ({ params, request }) => {
  const locale = localeOf(params);
  const page = await resultsPage(params.code ?? "", locale);
  return asDocument(
    request,
    statisticsView(page, await comparableEditions(page.edition.code), locale),
    "published",
  );
});

export const headers = documentHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data
    ? publicMeta({
        title: `${publicWords(data.locale)("statistics.title")} · ${data.edition.name}`,
        structured: data.structured,
      })
    : [];

type Statistics = Published["statistics"];

export default function StatisticsPage() {
  const { locale, edition, others, errata, categories, statistics, turnout, declared, prizes } =
    useLoaderData<typeof loader>();
  const t = useTranslations("public.statistics");
  const base = addressOf(edition, locale);
  return (
    <div className="flow">
      <h1>
        {t("title")} · {edition.name}
      </h1>
      <EditionTabs edition={edition} locale={locale} at="statistics" />
      <p className="lead">{t("intro")}</p>
      <Errata errata={errata} locale={locale} timeZone={edition.timeZone} />
      <KeyFigures statistics={statistics} turnout={turnout} locale={locale} />
      {declared && (
        <DeclaredFigures
          comparisons={inOrder(
            declaredBesideComputed(declared.figures, computedFigures(statistics)),
          )}
          declared={declared}
          locale={locale}
        />
      )}
      {chartsOf(statistics).map((figure) => (
        <DrawnFigure
          key={figure}
          figure={figure}
          statistics={statistics}
          categories={categories}
          locale={locale}
          own={`${base}/statistics/${figure}`}
        />
      ))}
      {prizes.length > 0 && <Prizes prizes={prizes} locale={locale} />}
      <p className="soft measure">{t("suppression")}</p>
      {others.length > 0 && <Others others={others} base={base} locale={locale} />}
      <p>
        <a href={`${base}/statistics.csv`} download>
          {t("download")}
        </a>
      </p>
    </div>
  );
}

/** The editions to compare this one with. */
function Others({
  others,
  base,
  locale,
}: {
  others: { code: string; names: Localised }[];
  base: string;
  locale: Locale;
}) {
  const t = useTranslations("public.comparison");
  return (
    <section aria-labelledby="others">
      <h2 id="others">{t("others")}</h2>
      <ul>
        {others.map(({ code, names }) => (
          <li key={code}>
            <a href={`${base}/compared/${code}`}>{inLocale(names, locale) || code}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/**
 * What an edition declared elsewhere, beside what its own counts add up to; a disagreement is said,
 * not mended.
 */
function DeclaredFigures({
  comparisons,
  declared,
  locale,
}: {
  comparisons: Comparison[];
  declared: NonNullable<Published["declared"]>;
  locale: Locale;
}) {
  const t = useTranslations("public.statistics");
  const shown = (figure: string, value: number | null) =>
    value === null ? "–" : figure.endsWith("Eur") ? euro(value, locale) : number(value, locale);
  const words = (kind: "declaredNames" | "declaredDefinitions", figure: string) =>
    t.has(`${kind}.${figure}` as `${typeof kind}.participants`)
      ? t(`${kind}.${figure}` as `${typeof kind}.participants`)
      : "";
  return (
    <section aria-labelledby="declared">
      <h2 id="declared">{t("declared")}</h2>
      <p className="measure soft">
        {t("declaredText", { source: inLocale(declared.source, locale) })}
      </p>
      <div className="scroll" tabIndex={0} role="group" aria-labelledby="declared">
        <table>
          <thead>
            <tr>
              <th scope="col">{t("figure")}</th>
              <th scope="col" className="number">
                {t("declaredValue")}
              </th>
              <th scope="col" className="number">
                {t("computedValue")}
              </th>
              <th scope="col">{t("note")}</th>
            </tr>
          </thead>
          <tbody>
            {comparisons.map(({ figure, declared: said, computed, disagree }) => (
              <tr key={figure}>
                <th scope="row">
                  {words("declaredNames", figure) || figure}
                  <span className="definition">{words("declaredDefinitions", figure)}</span>
                </th>
                <td className="number">{shown(figure, said)}</td>
                <td className="number">{shown(figure, computed)}</td>
                <td className="note">
                  {disagree &&
                    said !== null &&
                    computed !== null &&
                    t("disagree", {
                      declared: shown(figure, said),
                      computed: shown(figure, computed),
                    })}
                  {declared.alternatives[figure] &&
                    t("alternatives", {
                      values: declared.alternatives[figure]
                        .map((value) => shown(figure, value))
                        .join(", "),
                    })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const order = [
  "proposals",
  "participants",
  "awarded",
  "platformContacts",
  "budgetEur",
  "publicMoneyEur",
  "employees",
];

/**
 * The database does not keep the order of a record's keys; figures without a place of their own
 * come last.
 */
function inOrder(comparisons: Comparison[]): Comparison[] {
  const place = ({ figure }: Comparison) =>
    (order.indexOf(figure) + order.length + 1) % (order.length + 1);
  return [...comparisons].sort((a, b) => place(a) - place(b));
}

function computedFigures({
  submissions,
  participants,
  awarded,
}: Statistics): Record<string, number> {
  return { proposals: submissions, participants, ...(awarded === null ? {} : { awarded }) };
}

function Prizes({
  prizes,
  locale,
}: {
  prizes: {
    sponsor: string;
    name: Published["sponsors"][number]["prizes"][number]["name"];
    quantity: number;
    valueCents: number | null;
  }[];
  locale: Locale;
}) {
  const t = useTranslations("public.statistics");
  return (
    <section aria-labelledby="prizes">
      <h2 id="prizes">{t("prizes")}</h2>
      <p className="measure soft">{t("prizesDefinition")}</p>
      <table>
        <caption className="hidden-visually">{t("prizes")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("sponsor")}</th>
            <th scope="col">{t("prize")}</th>
            <th scope="col" className="number">
              {t("quantity")}
            </th>
          </tr>
        </thead>
        <tbody>
          {prizes.map(({ sponsor, name, quantity }, at) => (
            <tr key={at}>
              <td>{sponsor}</td>
              <th scope="row">{inLocale(name, locale)}</th>
              <td className="number">{number(quantity, locale)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={2}>
              {t("total")}
            </th>
            <td className="number">
              {number(
                prizes.reduce((sum, { quantity }) => sum + quantity, 0),
                locale,
              )}
            </td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
