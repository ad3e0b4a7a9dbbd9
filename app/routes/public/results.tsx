import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { licence } from "#app/domain/publication/licence.ts";
import { inLocale } from "#app/domain/locale.ts";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asDocument, documentHeaders } from "#app/http/document.server.ts";
import { resultsView } from "#app/http/published-views.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { resultsPage } from "#app/queries/publication/public-results.server.ts";
import { JuryExceptions } from "#app/ui/published/jury-exceptions.tsx";
import { addressOf, EditionTabs, Sponsors } from "#app/routes/public/parts/edition-parts.tsx";
import { Errata } from "#app/ui/published/errata.tsx";
import { publicMeta, publicWords } from "#app/ui/frame/public-meta.ts";
import {
  AwardTable,
  Jury,
  PublishedRankingTable,
  VoteTable,
  Winners,
} from "#app/ui/published/published.tsx";
import { day } from "#app/i18n/when.ts";

export const loader = pageFor(anybody, async ({ params, request }) => {
  const locale = localeOf(params);
  const page = await resultsPage(params.code ?? "", locale);
  return asDocument(request, resultsView(page, locale), "published");
});

export const headers = documentHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data
    ? publicMeta({
        title: `${publicWords(data.locale)("results.heading")} · ${data.edition.name}`,
        description: data.edition.summary,
        structured: data.structured,
      })
    : [];

export default function ResultsPage() {
  const { locale, edition, at, published, errata } = useLoaderData<typeof loader>();
  const t = useTranslations("public.results");
  const tMethod = useTranslations("method");
  const base = addressOf(edition, locale);
  const parts = { published, locale, base };
  const sponsors = published.sponsors.map((sponsor) => ({
    ...sponsor,
    description: inLocale(sponsor.description, locale),
    logo: sponsor.logo && { ...sponsor.logo, alt: inLocale(sponsor.logo.alt, locale) },
    prizes: sponsor.prizes.map((prize) => ({
      ...prize,
      name: inLocale(prize.name, locale),
      conditions: inLocale(prize.conditions, locale),
    })),
  }));
  return (
    <div className="flow">
      <h1>
        {t("heading")} · {edition.name}
      </h1>
      <EditionTabs edition={edition} locale={locale} at="results" />
      <p className="lead">
        {published.declared
          ? t("declaredBy", { source: inLocale(published.declared.source, locale) })
          : t("publishedOn", { date: day(at, locale, edition.timeZone) })}
      </p>
      <Errata errata={errata} locale={locale} timeZone={edition.timeZone} named />
      <section aria-labelledby="winners">
        <h2 id="winners">{t("winners")}</h2>
        {published.seal && <p className="measure soft">{t("namesRule")}</p>}
        <Winners {...parts} />
      </section>
      {published.ranking.length > 0 && (
        <section aria-labelledby="ranking">
          <h2 id="ranking">{t("ranking")}</h2>
          <p>
            {t("depth", { shown: published.ranking.length, ranked: published.ranked })}{" "}
            {published.method && tMethod(`does.${published.method}`)} {t("titlesRule")}
          </p>
          <PublishedRankingTable {...parts} />
        </section>
      )}
      {published.vote && (
        <section aria-labelledby="vote">
          <h2 id="vote">{t("vote")}</h2>
          <VoteTable {...parts} vote={published.vote} />
        </section>
      )}
      {published.awards.length > 0 && (
        <section aria-labelledby="awards">
          <h2 id="awards">{t("awards")}</h2>
          <AwardTable {...parts} />
        </section>
      )}
      {sponsors.length > 0 && (
        <section aria-labelledby="sponsors">
          <h2 id="sponsors">{t("sponsors")}</h2>
          <Sponsors sponsors={sponsors} locale={locale} />
        </section>
      )}
      {published.jury.length > 0 && (
        <section aria-labelledby="jury">
          <h2 id="jury">{t("jury")}</h2>
          <Jury published={published} />
          <JuryExceptions exceptions={published.juryExceptions} />
        </section>
      )}
      {published.minutes.length > 0 && (
        <section aria-labelledby="minutes">
          <h2 id="minutes">{t("minutes")}</h2>
          <p>{t("minutesText")}</p>
          <ul>
            {published.minutes.map(({ facts }) => (
              <li key={facts.number}>
                <a href={`${base}/minutes/${facts.number}`}>
                  {t("meeting", {
                    number: facts.number,
                    date: day(facts.openedAt, locale, edition.timeZone),
                  })}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      {published.seal && (
        <section aria-labelledby="commitment">
          <h2 id="commitment">{t("commitment")}</h2>
          <p className="measure">{t("commitmentText")}</p>
          <p className="mono hash">{published.seal.commitment}</p>
          <p>
            <a href={`${base}/ranking.json`} download>
              {t("download")}
            </a>
          </p>
          <p className="mono hash">shasum -a 256 ranking.json</p>
          <p>
            <a href={`${base}/verify`}>{t("verify")}</a>
          </p>
        </section>
      )}
      <section aria-labelledby="data">
        <h2 id="data">{t("data")}</h2>
        <p>
          {t("dataText")}{" "}
          <a href={licence.address} rel="license noreferrer">
            {licence.short}
          </a>
        </p>
        <ul>
          <li>
            <a href={`${base}/data.csv`} download>
              {t("resultsCsv")}
            </a>
          </li>
          <li>
            <a href={`${base}/statistics.csv`} download>
              {t("statisticsCsv")}
            </a>
          </li>
          <li>
            <a href={`${base}/implementation.csv`} download>
              {t("implementationCsv")}
            </a>
          </li>
          <li>
            <a href={`${base}/data.json`} download>
              {t("json")}
            </a>
          </li>
          <li>
            {t("errataFiles")}{" "}
            <a href={`${base}/errata.csv`} download>
              CSV
            </a>
            ,{" "}
            <a href={`${base}/errata.json`} download>
              JSON
            </a>
          </li>
          <li>
            <a href={`${base}/data.jsonld`} download>
              {t("description")}
            </a>
          </li>
          <li>
            <a href={`/${locale}/news.xml`}>{t("news")}</a>
          </li>
        </ul>
      </section>
    </div>
  );
}
