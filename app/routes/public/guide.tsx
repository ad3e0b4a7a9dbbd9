import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asDocument, documentHeaders } from "#app/http/document.server.ts";
import { guideText } from "#app/http/guides.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { GuideText } from "#app/routes/public/parts/guide-text.tsx";
import { publicMeta, publicWords } from "#app/ui/frame/public-meta.ts";

export const loader = pageFor(anybody, async ({ params, request }) => {
  const locale = localeOf(params);
  return asDocument(request, { locale, ...guideText(locale, params.guide ?? "") });
});

export const headers = documentHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  if (!data) return [];
  const t = publicWords(data.locale);
  return publicMeta({
    title: t(`help.guides.${data.guide}.title`),
    description: t(`help.guides.${data.guide}.text`),
  });
};

/** One guide: the same text as in docs/guide. */
export default function GuidePage() {
  const { locale, text, pictures } = useLoaderData<typeof loader>();
  const t = useTranslations("public.help");
  return (
    <article>
      <p>
        <a href={`/${locale}/help`}>{t("all")}</a>
      </p>
      <GuideText text={text} pictures={pictures} />
    </article>
  );
}
