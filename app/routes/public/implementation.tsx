import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { licence } from "#app/domain/publication/licence.ts";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asDocument, documentHeaders } from "#app/http/document.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { implementationView } from "#app/http/published-views.server.ts";
import { followedResults } from "#app/queries/publication/public-results.server.ts";
import { addressOf, EditionTabs } from "#app/routes/public/parts/edition-parts.tsx";
import { ImplementationOverview } from "#app/ui/published/implementation.tsx";
import { publicMeta, publicWords } from "#app/ui/frame/public-meta.ts";

/** What became of every winner of an edition. */
export const loader = pageFor(anybody, async ({ params, request }) => {
  const locale = localeOf(params);
  return asDocument(
    request,
    implementationView(await followedResults(params.code ?? "", locale), locale),
  );
});

export const headers = documentHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data
    ? publicMeta({
        title: `${publicWords(data.locale)("links.implementation")} · ${data.edition.name}`,
      })
    : [];

export default function ImplementationOfEdition() {
  const { locale, edition, implementations, titles, today } = useLoaderData<typeof loader>();
  const t = useTranslations("implementation");
  const base = addressOf(edition, locale);
  return (
    <div className="flow">
      <h1>
        {t("title")} · {edition.name}
      </h1>
      <EditionTabs edition={edition} locale={locale} at="implementation" />
      <p className="measure">{t(implementations.length === 0 ? "noneFollowed" : "publicIntro")}</p>
      {implementations.length > 0 && (
        <>
          <ImplementationOverview
            all={implementations}
            locale={locale}
            today={today}
            titles={new Map(titles.map(({ publicNo, ...title }) => [publicNo, title]))}
            href={(publicNo) => `${base}/proposals/${publicNo}#implementation`}
          />
          <p className="row">
            <a href={`${base}/implementation.csv`} download>
              {t("download")}
            </a>{" "}
            <a href={licence.address} rel="license noreferrer">
              {licence.short}
            </a>
          </p>
        </>
      )}
    </div>
  );
}
