import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import type { Locale } from "#app/domain/locale.ts";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asDocument, documentHeaders } from "#app/http/document.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { type TrustedEdition, trustPage } from "#app/queries/city/public-trust.server.ts";
import { publicMeta, publicWords } from "#app/ui/frame/public-meta.ts";
import { number } from "#app/i18n/when.ts";
import { KeysDrawing, TwoEnvelopes } from "#app/routes/public/parts/two-envelopes.tsx";

export const loader = pageFor(anybody, async ({ params, request }) => {
  const locale = localeOf(params);
  return asDocument(request, { locale, editions: await trustPage(locale) });
});

export const headers = documentHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const t = publicWords(data?.locale ?? "it");
  return publicMeta({ title: t("trust.title"), description: t("trust.lead") });
};

const stored = ["text", "envelope", "receipt", "pass", "box", "never"] as const;
const viewers = [
  "colleagues",
  "jurors",
  "organisers",
  "administrators",
  "oneCustodian",
  "quorum",
  "you",
] as const;
const limits = [
  "code",
  "network",
  "custodians",
  "style",
  "attachments",
  "office",
  "small",
  "losing",
  "memory",
  "unaudited",
] as const;
const help = ["home", "private", "receipt", "neutral"] as const;

export default function TrustPage() {
  const { locale, editions } = useLoaderData<typeof loader>();
  const t = useTranslations("public.trust");
  const [first] = editions;
  return (
    <div className="flow">
      <div className="hero">
        <div>
          <h1>{t("title")}</h1>
          <p className="lead">{t("lead")}</p>
        </div>
        <TwoEnvelopes />
      </div>
      <section aria-labelledby="stored">
        <h2 id="stored">{t("storedTitle")}</h2>
        <ul className="cards bare">
          {stored.map((each) => (
            <li key={each} className="panel">
              <h3>{t(`stored.${each}.title`)}</h3>
              <p>{t(`stored.${each}.text`)}</p>
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="who">
        <h2 id="who">{t("whoTitle")}</h2>
        <div className="scroll" tabIndex={0} role="group" aria-labelledby="who">
          <table>
            <thead>
              <tr>
                <th scope="col">{t("who")}</th>
                <th scope="col">{t("before")}</th>
                <th scope="col">{t("after")}</th>
              </tr>
            </thead>
            <tbody>
              {viewers.map((each) => (
                <tr key={each}>
                  <th scope="row">{t(`viewers.${each}.who`)}</th>
                  <td>{t(`viewers.${each}.before`)}</td>
                  <td>{t(`viewers.${each}.after`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <section aria-labelledby="keys">
        <h2 id="keys">{t("keysTitle")}</h2>
        <div className="figure">
          <div className="measure">
            <p>{t("keysText")}</p>
            <p>{t("keysProof")}</p>
          </div>
          <KeysDrawing quorum={first?.quorum ?? 3} count={first?.custodians ?? 5} />
        </div>
        {editions.length > 0 && (
          <ul className="plain-list">
            {editions.map((edition) => (
              <li key={edition.code}>
                <strong>{edition.name}</strong>: <span className="mono">{edition.fingerprint}</span>{" "}
                <span className={edition.pinned === "differs" ? "notice bad" : "soft"}>
                  {t(`pinned.${edition.pinned}`)}
                </span>{" "}
                <a href={`/${locale}/editions/${edition.code}/verify`}>{t("verify")}</a>
              </li>
            ))}
          </ul>
        )}
      </section>
      {editions.length > 0 && <Counts editions={editions} locale={locale} />}
      <section aria-labelledby="check">
        <h2 id="check">{t("checkTitle")}</h2>
        <p className="measure">
          {t.rich("check", {
            own: (words) => (
              <a href={`/p/${locale}`} rel="noreferrer">
                {words}
              </a>
            ),
            log: (words) => <a href={`/${locale}/audit`}>{words}</a>,
          })}
        </p>
      </section>
      <section aria-labelledby="limits">
        <h2 id="limits">{t("limitsTitle")}</h2>
        <p className="measure">{t("limitsIntro")}</p>
        <ul className="measure plain-list">
          {limits.map((each) => (
            <li key={each}>
              {t.rich(`limits.${each}`, { b: (words) => <strong>{words}</strong> })}
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="help">
        <h2 id="help">{t("helpTitle")}</h2>
        <ul className="measure plain-list">
          {help.map((each) => (
            <li key={each}>{t(`help.${each}`)}</li>
          ))}
        </ul>
      </section>
    </div>
  );
}

const counted = ["eligible", "activated", "issued", "spent", "proposals"] as const;

/** How many may take part, took passes, spent them: what has to add up. */
function Counts({ editions, locale }: { editions: TrustedEdition[]; locale: Locale }) {
  const t = useTranslations("public.trust");
  return (
    <section aria-labelledby="counts">
      <h2 id="counts">{t("countsTitle")}</h2>
      <p className="measure">{t("countsText")}</p>
      <div className="scroll" tabIndex={0} role="group" aria-labelledby="counts">
        <table>
          <thead>
            <tr>
              <th scope="col">{t("edition")}</th>
              {counted.map((each) => (
                <th key={each} scope="col">
                  {t(`counts.${each}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {editions.map(({ code, name, counts }) => (
              <tr key={code}>
                <th scope="row">{name}</th>
                {counted.map((each) => (
                  <td key={each}>
                    {counts ? (
                      number(counts[each], locale)
                    ) : (
                      <span className="soft">{t("countsLater")}</span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
