import "#app/ui/styles/document.css";
import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { DocumentView } from "#app/documents/html.tsx";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asDocument, documentHeaders } from "#app/http/document.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { minutesView } from "#app/http/published-views.server.ts";
import { publishedMinutes } from "#app/queries/publication/public-results.server.ts";
import { addressOf, EditionTabs } from "#app/routes/public/parts/edition-parts.tsx";
import { Errata } from "#app/ui/published/errata.tsx";
import { publicMeta } from "#app/ui/frame/public-meta.ts";

export const loader = pageFor(anybody, async ({ params, request }) => {
  const locale = localeOf(params);
  return asDocument(
    request,
    minutesView(await publishedMinutes(params.code ?? "", params.no ?? "", locale), locale),
    "published",
  );
});

export const headers = documentHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data ? publicMeta({ title: data.document.title }) : [];

/** What is published of the minutes of a meeting. */
export default function MinutesPage() {
  const { locale, edition, errata, number, document } = useLoaderData<typeof loader>();
  const t = useTranslations("meetingMinutes");
  return (
    <div className="flow">
      <EditionTabs edition={edition} locale={locale} at="results" />
      <p>
        <a href={`${addressOf(edition, locale)}/minutes/${number}/pdf`} download>
          {t("pdf")}
        </a>
      </p>
      <Errata errata={errata} locale={locale} timeZone={edition.timeZone} />
      <DocumentView document={document} />
    </div>
  );
}
