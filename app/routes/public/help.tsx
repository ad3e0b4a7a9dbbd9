import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { guides } from "#app/domain/city/guide.ts";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asDocument, documentHeaders } from "#app/http/document.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { publicMeta, publicWords } from "#app/ui/frame/public-meta.ts";

export const loader = pageFor(anybody, async ({ params, request }) =>
  asDocument(request, { locale: localeOf(params) }),
);

export const headers = documentHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const t = publicWords(data?.locale ?? "it");
  return publicMeta({ title: t("help.title"), description: t("help.lead") });
};

/** The guides, one for each part. */
export default function HelpPage() {
  const { locale } = useLoaderData<typeof loader>();
  const t = useTranslations("public.help");
  return (
    <div className="flow">
      <h1>{t("title")}</h1>
      <p className="lead">{t("lead")}</p>
      <ul className="cards bare">
        {guides.map((guide) => (
          <li key={guide} className="panel">
            <h2>
              <a href={`/${locale}/help/${guide}`}>{t(`guides.${guide}.title`)}</a>
            </h2>
            <p>{t(`guides.${guide}.text`)}</p>
          </li>
        ))}
      </ul>
      <p style={{ marginTop: "1rem" }}>
        <a href={`/${locale}/trust`}>{t("trust")}</a>
      </p>
    </div>
  );
}
