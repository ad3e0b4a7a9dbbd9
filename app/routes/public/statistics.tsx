import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { inLocale, type Locale } from "#app/domain/locale.ts";
import { errataOn } from "#app/domain/erratum.ts";
import type { Published } from "#app/domain/publication.ts";
import { type Comparison, declaredBesideComputed, definitionKey, type Figure } from "#app/domain/statistics.ts";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asDocument, documentHeaders } from "#app/http/document.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { resultsPage } from "#app/queries/public-results.server.ts";
import { BarChart, Histogram } from "#app/ui/charts.tsx";
import { EditionTabs } from "#app/ui/edition-parts.tsx";
import { Errata } from "#app/ui/errata.tsx";
import { publicMeta, publicWords } from "#app/ui/public-meta.ts";
import { day, euro, number } from "#app/ui/when.ts";

export const loader = pageFor(anybody, async ({ params, request }) => {
  const locale = localeOf(params);
  const { edition, published, errata } = await resultsPage(params.code ?? "", locale);
  const { categories, statistics, declared, sponsors } = published;
  return asDocument(request, { locale, edition, errata: errataOn("statistics", errata), categories, statistics, declared, prizes: sponsors.flatMap(({ name, prizes }) => prizes.map((prize) => ({ sponsor: name, ...prize }))) }, "published");
});

export const headers = documentHeaders;

export const meta: MetaFunction<typeof loader> = ({ data, location }) =>
  data ? publicMeta({ title: `${publicWords(data.locale)("statistics.title")} · ${data.edition.name}`, pathname: location.pathname }) : [];

type Statistics = Published["statistics"];

export default function StatisticsPage() {
  const { locale, edition, errata, categories, statistics, declared, prizes } = useLoaderData<typeof loader>();
  const t = useTranslations("public.statistics");
  const nameOf = new Map(categories.map(({ key, name }) => [key, inLocale(name, locale)]));
  return (
    <div className="flow">
      <h1>{t("title")} · {edition.name}</h1>
      <EditionTabs edition={edition} locale={locale} at="statistics" />
      <p className="lead">{t("intro")}</p>
      <Errata errata={errata} locale={locale} timeZone={edition.timeZone} />
      <KeyFigures statistics={statistics} locale={locale} />
      {declared && <DeclaredFigures comparisons={inOrder(declaredBesideComputed(declared.figures, computedFigures(statistics)))} declared={declared} locale={locale} />}
      <BarFigure figure="perCategory" head={t("category")} cells={statistics.perCategory.map(({ key, count }) => ({ label: nameOf.get(key) ?? key, count }))} locale={locale} />
      <BarFigure figure="teamSizes" head={t("teamSize")} cells={statistics.teamSizes.map(({ key, count }) => ({ label: t("people", { count: key }), count }))} locale={locale} />
      {statistics.scores.length > 0 && <Scores scores={statistics.scores} />}
      {statistics.depositPeriods.length > 0 && (
        <BarFigure figure="depositsPerDay" head={t("period")} locale={locale}
          cells={statistics.depositPeriods.map(({ from, to, count }) => ({ label: t("fromTo", { from: day(`${from}T12:00:00Z`, locale, "UTC"), to: day(`${to}T12:00:00Z`, locale, "UTC") }), count }))} />
      )}
      {prizes.length > 0 && <Prizes prizes={prizes} locale={locale} />}
      <p className="soft measure">{t("suppression")}</p>
      <p><a href={`/${locale}/editions/${edition.code}/statistics.csv`} download>{t("download")}</a></p>
    </div>
  );
}

/** The figures that are one number, each with its definition. */
function KeyFigures({ statistics, locale }: { statistics: Statistics; locale: Locale }) {
  const t = useTranslations("public.statistics");
  const { submissions, participants, awarded, agreement, blindness, totals } = statistics;
  const tBlindness = useTranslations("public.statistics.blindness");
  const single = [["submissions", submissions], ["participants", participants], ["awarded", awarded]] as const;
  return (
    <section aria-labelledby="key">
      <h2 id="key">{t("key")}</h2>
      <dl className="figures">
        {single.map(([figure, value]) => value !== null && <Single key={figure} figure={figure} shown={number(value, locale)} />)}
        {agreement !== null && <Single figure="agreement" shown={number(agreement, locale, 2)} />}
        {blindness && <Single figure="blindness" shown={tBlindness("shown", blindness)} />}
        {totals && (["eligible", "activated", "issued", "spent"] as const).map((each) => (
          <div key={each}><dt>{t(`totals.${each}`)}</dt><dd>{number(totals[each], locale)}</dd><dd className="definition">{t(`totalsDefinition.${each}`)}</dd></div>
        ))}
      </dl>
    </section>
  );
}

function Single({ figure, shown }: { figure: Figure; shown: string }) {
  const t = useTranslations();
  return (
    <div>
      <dt>{t(`public.statistics.names.${figure}`)}</dt>
      <dd>{shown}</dd>
      <dd className="definition">{t(definitionKey(figure))}</dd>
    </div>
  );
}

function FigureSection({ figure, children }: { figure: Figure; children: ReactNode }) {
  const t = useTranslations();
  return (
    <section aria-labelledby={figure}>
      <h2 id={figure}>{t(`public.statistics.names.${figure}`)}</h2>
      <p className="measure soft">{t(definitionKey(figure))}</p>
      <div className="figure">{children}</div>
    </section>
  );
}

/** Counts as bars, and the same counts as a table with their sum. */
function BarFigure({ figure, head, cells, locale }: { figure: Figure; head: string; cells: { label: string; count: number }[]; locale: Locale }) {
  const t = useTranslations("public.statistics");
  const name = t(`names.${figure}`);
  return (
    <FigureSection figure={figure}>
      <BarChart title={name} description={t("chart", { bars: cells.map(({ label, count }) => `${label}: ${count}`).join("; ") })}
        bars={cells.map(({ label, count }) => ({ label, value: count, shown: number(count, locale) }))} />
      <table>
        <caption className="hidden-visually">{name}</caption>
        <thead><tr><th scope="col">{head}</th><th scope="col" className="number">{t("proposals")}</th></tr></thead>
        <tbody>{cells.map(({ label, count }) => <tr key={label}><th scope="row">{label}</th><td className="number">{number(count, locale)}</td></tr>)}</tbody>
        <tfoot><tr><th scope="row">{t("total")}</th><td className="number">{number(cells.reduce((sum, { count }) => sum + count, 0), locale)}</td></tr></tfoot>
      </table>
    </FigureSection>
  );
}

function Scores({ scores }: { scores: Statistics["scores"] }) {
  const t = useTranslations("public.statistics");
  const bounds = ({ from, to }: { from: number; to: number }) => t(to === 100 ? "lastBin" : "bin", { from, to });
  return (
    <FigureSection figure="scores">
      <Histogram title={t("names.scores")} description={t("chart", { bars: scores.map((bin) => `${bounds(bin)}: ${bin.count}`).join("; ") })} bins={scores} />
      <table>
        <caption className="hidden-visually">{t("names.scores")}</caption>
        <thead><tr><th scope="col">{t("score")}</th><th scope="col" className="number">{t("proposals")}</th></tr></thead>
        <tbody>{scores.map((bin) => <tr key={bin.from}><th scope="row">{bounds(bin)}</th><td className="number">{bin.count}</td></tr>)}</tbody>
      </table>
    </FigureSection>
  );
}

/** What an edition declared elsewhere, beside what its own counts add up to; a disagreement is said, not mended. */
function DeclaredFigures({ comparisons, declared, locale }: { comparisons: Comparison[]; declared: NonNullable<Published["declared"]>; locale: Locale }) {
  const t = useTranslations("public.statistics");
  const shown = (figure: string, value: number | null) => (value === null ? "–" : figure.endsWith("Eur") ? euro(value, locale) : number(value, locale));
  const words = (kind: "declaredNames" | "declaredDefinitions", figure: string) => (t.has(`${kind}.${figure}` as `${typeof kind}.participants`) ? t(`${kind}.${figure}` as `${typeof kind}.participants`) : "");
  return (
    <section aria-labelledby="declared">
      <h2 id="declared">{t("declared")}</h2>
      <p className="measure soft">{t("declaredText", { source: inLocale(declared.source, locale) })}</p>
      <div className="scroll" tabIndex={0} role="group" aria-labelledby="declared">
        <table>
          <thead><tr><th scope="col">{t("figure")}</th><th scope="col" className="number">{t("declaredValue")}</th><th scope="col" className="number">{t("computedValue")}</th><th scope="col">{t("note")}</th></tr></thead>
          <tbody>
            {comparisons.map(({ figure, declared: said, computed, disagree }) => (
              <tr key={figure}>
                <th scope="row">{words("declaredNames", figure) || figure}<span className="definition">{words("declaredDefinitions", figure)}</span></th>
                <td className="number">{shown(figure, said)}</td>
                <td className="number">{shown(figure, computed)}</td>
                <td className="note">
                  {disagree && said !== null && computed !== null && t("disagree", { declared: shown(figure, said), computed: shown(figure, computed) })}
                  {declared.alternatives[figure] && t("alternatives", { values: declared.alternatives[figure].map((value) => shown(figure, value)).join(", ") })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const order = ["proposals", "participants", "awarded", "platformContacts", "budgetEur", "publicMoneyEur", "employees"];

/** The database does not keep the order of a record's keys; figures without a place of their own come last. */
function inOrder(comparisons: Comparison[]): Comparison[] {
  const place = ({ figure }: Comparison) => (order.indexOf(figure) + order.length + 1) % (order.length + 1);
  return [...comparisons].sort((a, b) => place(a) - place(b));
}

function computedFigures({ submissions, participants, awarded }: Statistics): Record<string, number> {
  return { proposals: submissions, participants, ...(awarded === null ? {} : { awarded }) };
}

function Prizes({ prizes, locale }: { prizes: { sponsor: string; name: Published["sponsors"][number]["prizes"][number]["name"]; quantity: number; valueCents: number | null }[]; locale: Locale }) {
  const t = useTranslations("public.statistics");
  return (
    <section aria-labelledby="prizes">
      <h2 id="prizes">{t("prizes")}</h2>
      <p className="measure soft">{t("prizesDefinition")}</p>
      <table>
        <caption className="hidden-visually">{t("prizes")}</caption>
        <thead><tr><th scope="col">{t("sponsor")}</th><th scope="col">{t("prize")}</th><th scope="col" className="number">{t("quantity")}</th></tr></thead>
        <tbody>{prizes.map(({ sponsor, name, quantity }, at) => <tr key={at}><td>{sponsor}</td><th scope="row">{inLocale(name, locale)}</th><td className="number">{number(quantity, locale)}</td></tr>)}</tbody>
        <tfoot><tr><th scope="row" colSpan={2}>{t("total")}</th><td className="number">{number(prizes.reduce((sum, { quantity }) => sum + quantity, 0), locale)}</td></tr></tfoot>
      </table>
    </section>
  );
}
