import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asDocument, documentHeaders } from "#app/http/document.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { figureView } from "#app/http/published-views.server.ts";
import { resultsPage } from "#app/queries/publication/public-results.server.ts";
import { addressOf, EditionTabs } from "#app/routes/public/parts/edition-parts.tsx";
import { Errata } from "#app/ui/published/errata.tsx";
import { publicMeta, publicWords } from "#app/ui/frame/public-meta.ts";
import { DrawnFigure } from "#app/ui/published/statistic-figures.tsx";

/** One chart with its table, at an address of its own. */
export const loader = pageFor(anybody, async ({ params, request }) => {
  const locale = localeOf(params);
  return asDocument(
    request,
    figureView(await resultsPage(params.code ?? "", locale), params.figure, locale),
    "published",
  );
});

export const headers = documentHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data
    ? publicMeta({
        title: `${publicWords(data.locale)(`statistics.names.${data.figure}`)} · ${data.edition.name}`,
      })
    : [];

export default function FigurePage() {
  const { locale, figure, edition, statistics, categories, errata } =
    useLoaderData<typeof loader>();
  const t = useTranslations("public.statistics");
  const base = addressOf(edition, locale);
  return (
    <div className="flow">
      <h1>
        {t(`names.${figure}`)} · {edition.name}
      </h1>
      <EditionTabs edition={edition} locale={locale} at={null} />
      <Errata errata={errata} locale={locale} timeZone={edition.timeZone} />
      <DrawnFigure
        figure={figure}
        statistics={statistics}
        categories={categories}
        locale={locale}
      />
      <p className="row">
        <a href={`${base}/statistics`}>{t("all")}</a>{" "}
        <a href={`${base}/statistics.csv`} download>
          {t("download")}
        </a>
      </p>
    </div>
  );
}
