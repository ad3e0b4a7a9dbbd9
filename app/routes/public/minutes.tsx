import "#app/ui/document.css";
import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { DocumentView } from "#app/documents/html.tsx";
import { meetingMinutes } from "#app/documents/meeting-minutes.ts";
import { errataOn } from "#app/domain/erratum.ts";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asDocument, documentHeaders } from "#app/http/document.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { publishedMinutes } from "#app/queries/public-results.server.ts";
import { EditionTabs } from "#app/ui/edition-parts.tsx";
import { Errata } from "#app/ui/errata.tsx";
import { publicMeta } from "#app/ui/public-meta.ts";

export const loader = pageFor(anybody, async ({ params, request }) => {
  const locale = localeOf(params);
  const { edition, minutes, published, errata } = await publishedMinutes(params.code ?? "", params.no ?? "", locale);
  const document = meetingMinutes(minutes, { ...minutes.signed, commitment: published.seal?.commitment ?? null }, locale, { extract: true });
  return asDocument(request, { locale, edition, errata: errataOn(`minutes/${minutes.facts.number}`, errata), number: minutes.facts.number, document }, "published");
});

export const headers = documentHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) => (data ? publicMeta({ title: data.document.title }) : []);

/** What is published of the minutes of a meeting. */
export default function MinutesPage() {
  const { locale, edition, errata, number, document } = useLoaderData<typeof loader>();
  const t = useTranslations("meetingMinutes");
  return (
    <div className="flow">
      <EditionTabs edition={edition} locale={locale} at="results" />
      <p><a href={`/${locale}/editions/${edition.code}/minutes/${number}/pdf`} download>{t("pdf")}</a></p>
      <Errata errata={errata} locale={locale} timeZone={edition.timeZone} />
      <DocumentView document={document} />
    </div>
  );
}
