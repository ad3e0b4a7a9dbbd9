import "#app/ui/styles/document.css";
import { data, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { certificateWords } from "#app/documents/certificate.ts";
import { inLocale } from "#app/domain/locale.ts";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { documentHeaders } from "#app/http/document.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { certificateOf } from "#app/queries/publication/certificate.server.ts";

/** Kept by no cache and found by no search: whoever sees it has the code. */
export const loader = pageFor(anybody, async ({ params }) => {
  const locale = localeOf(params);
  const signed = await certificateOf(params.certificate ?? "", locale);
  return data(
    { locale, ...signed, words: certificateWords(signed.certificate, locale) },
    {
      headers: {
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex",
        "Referrer-Policy": "no-referrer",
      },
    },
  );
});

export const headers = documentHeaders;

export const meta: MetaFunction<typeof loader> = ({ data: seen }) =>
  seen
    ? [{ title: `${seen.words.title} · Innova.TO` }, { name: "robots", content: "noindex" }]
    : [];

/** What a certificate's code proves. */
export default function CertificatePage() {
  const { locale, certificate, words, statement, signature, key } = useLoaderData<typeof loader>();
  const t = useTranslations("certificate");
  const { code, name, proposal, edition } = certificate;
  const base = `/${locale}/certificates/${code}`;
  return (
    <div className="flow">
      <p className="notice good">
        <strong>{t("genuine")}</strong> {t("genuineText")}
      </p>
      <h1>{words.title}</h1>
      {name !== null && (
        <p className="lead">
          <strong>{name}</strong>
        </p>
      )}
      <p className="measure">{words.forWhat}</p>
      <dl className="terms">
        <div>
          <dt>{t("edition")}</dt>
          <dd>
            <a href={`/${locale}/editions/${edition.code}/results`}>{words.edition}</a>
          </dd>
        </div>
        {proposal && (
          <div>
            <dt>{t("proposal", { no: proposal.publicNo })}</dt>
            <dd lang={proposal.title.lang}>
              <a href={`/${locale}/editions/${edition.code}/proposals/${proposal.publicNo}`}>
                {proposal.title.text}
              </a>
            </dd>
          </div>
        )}
        {proposal && proposal.awards.length > 0 && (
          <div>
            <dt>{t("awards")}</dt>
            <dd>{proposal.awards.map((award) => inLocale(award, locale)).join(", ")}</dd>
          </div>
        )}
        <div>
          <dt>{t("date")}</dt>
          <dd>{words.date}</dd>
        </div>
      </dl>
      <ul className="downloads">
        <li>
          <a href={`/it/certificates/${code}/pdf`} hrefLang="it" download>
            {t("pdfIt")}
          </a>
        </li>
        <li>
          <a href={`/en/certificates/${code}/pdf`} hrefLang="en" download>
            {t("pdfEn")}
          </a>
        </li>
        <li>
          <a href={`${base}/badge.jwt`} download>
            {t("badge")}
          </a>
        </li>
      </ul>
      <section aria-labelledby="signed">
        <h2 id="signed">{t("signedTitle")}</h2>
        <p className="measure">{t("signedText")}</p>
        <p className="mono hash">{statement}</p>
        <p className="mono hash">{signature}</p>
        <p>
          <a href={`/certificates/keys/${key}`}>{t("key")}</a> ·{" "}
          <a href="/certificates/issuer">{t("issuer")}</a>
        </p>
      </section>
    </div>
  );
}
