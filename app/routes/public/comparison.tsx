import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { inLocale } from "#app/domain/locale.ts";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asDocument, documentHeaders } from "#app/http/document.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { comparisonView } from "#app/http/published-views.server.ts";
import { comparisonPage } from "#app/queries/statistics/comparison.server.ts";
import { ComparedFigures, ComparedTable } from "#app/routes/public/parts/comparison.tsx";
import { Errata } from "#app/ui/published/errata.tsx";
import { publicMeta, publicWords } from "#app/ui/frame/public-meta.ts";

/** Two editions side by side. */
export const loader = pageFor(anybody, async ({ params, request }) => {
  const locale = localeOf(params);
  return asDocument(
    request,
    comparisonView(await comparisonPage(params.code ?? "", params.other ?? "", locale), locale),
    "published",
  );
});

export const headers = documentHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  if (!data) return [];
  const [one, two] = data.editions;
  return publicMeta({
    title: publicWords(data.locale)("comparison.title", { one: one.name, two: two.name }),
  });
};

export default function ComparisonPage() {
  const { locale, editions, figures, tables, errata } = useLoaderData<typeof loader>();
  const t = useTranslations("public.comparison");
  const [one, two] = editions;
  const names: [string, string] = [one.name, two.name];
  return (
    <div className="flow">
      <h1>{t("title", { one: one.name, two: two.name })}</h1>
      <p className="lead">{t("intro")}</p>
      <ul>
        {editions.map(({ code, name, source }) => (
          <li key={code}>
            <a href={`/${locale}/editions/${code}/statistics`}>{t("statisticsOf", { name })}</a>
            {source && <> · {t("source", { source: inLocale(source, locale) })}</>}
          </li>
        ))}
      </ul>
      {errata.map((each, at) => (
        <Errata
          key={at}
          errata={each}
          locale={locale}
          timeZone={editions[at]?.timeZone ?? "Europe/Rome"}
        />
      ))}
      <ComparedFigures figures={figures} names={names} locale={locale} />
      {tables.map((table) => (
        <ComparedTable key={table.figure} table={table} names={names} locale={locale} />
      ))}
    </div>
  );
}
