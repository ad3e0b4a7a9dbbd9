import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asDocument, documentHeaders } from "#app/http/document.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { visibleEditions } from "#app/queries/edition/public-edition.server.ts";
import { EditionEntry } from "#app/routes/public/parts/edition-parts.tsx";
import { publicMeta, publicWords } from "#app/ui/frame/public-meta.ts";

export const loader = pageFor(anybody, async ({ params, request }) => {
  const locale = localeOf(params);
  return asDocument(request, { locale, editions: await visibleEditions(locale) });
});

export const headers = documentHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const t = publicWords(data?.locale ?? "it");
  return publicMeta({ title: t("editions.title") });
};

export default function EditionsPage() {
  const { locale, editions } = useLoaderData<typeof loader>();
  const t = useTranslations("public.editions");
  return (
    <>
      <h1>{t("title")}</h1>
      <p className="lead">{editions.length > 0 ? t("intro") : t("none")}</p>
      <div className="cards wide">
        {editions.map((edition) => (
          <EditionEntry key={edition.code} edition={edition} locale={locale} heading="h2" />
        ))}
      </div>
    </>
  );
}
