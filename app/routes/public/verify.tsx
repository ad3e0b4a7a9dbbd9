import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import type { Locale } from "#app/domain/locale.ts";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asDocument, documentHeaders } from "#app/http/document.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { type Verification, verifyPage } from "#app/queries/opening/public-verify.server.ts";
import { EditionTabs } from "#app/routes/public/parts/edition-parts.tsx";
import { publicMeta, publicWords } from "#app/ui/frame/public-meta.ts";
import { dateTime, number, plainDay } from "#app/i18n/when.ts";

export const loader = pageFor(anybody, async ({ params, request }) => {
  const locale = localeOf(params);
  return asDocument(request, { locale, ...(await verifyPage(params.code ?? "", locale)) });
});

export const headers = documentHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data
    ? publicMeta({ title: `${publicWords(data.locale)("verify.title")} · ${data.edition.name}` })
    : [];

export default function VerifyPage() {
  const view = useLoaderData<typeof loader>();
  const { locale, edition, manifest, closing, ranking } = view;
  const t = useTranslations("public.verify");
  return (
    <div className="flow">
      <h1>
        {t("title")} · {edition.name}
      </h1>
      <EditionTabs edition={edition} locale={locale} at="verify" />
      <p className="lead">{manifest ? t("intro") : t("unsealed")}</p>
      {manifest && <Manifest view={view} manifest={manifest} locale={locale} />}
      {view.deposits && <Deposits view={view} deposits={view.deposits} locale={locale} />}
      {manifest && <Closing view={view} locale={locale} />}
      {closing && <Ranking ranking={ranking} view={view} locale={locale} />}
      {manifest && (
        <p>
          <a href={`/${locale}/audit`}>{t("audit")}</a>
        </p>
      )}
    </div>
  );
}

type Props = { view: Verification; locale: Locale };

function Manifest({
  view: { edition, custodians, quorum, destroyed },
  manifest,
  locale,
}: Props & { manifest: NonNullable<Verification["manifest"]> }) {
  const t = useTranslations("public.verify");
  const subjects = ["MANIFEST", "ROOT", "RANKING"] as const;
  return (
    <section aria-labelledby="keys">
      <h2 id="keys">{t("keys")}</h2>
      <p className="measure">{t("keysText")}</p>
      <p className="mono print-out">{manifest.fingerprint}</p>
      <p className={manifest.pinned === "differs" ? "notice bad" : "soft"}>
        {t(`pinned.${manifest.pinned}`)}
      </p>
      <div className="scroll" tabIndex={0} role="group" aria-label={t("signatures")}>
        <table>
          <caption>
            {t("signatures")}{" "}
            <span className="soft">· {t("quorum", { quorum, count: custodians.length })}</span>
          </caption>
          <thead>
            <tr>
              <th scope="col">{t("custodian")}</th>
              {subjects.map((subject) => (
                <th key={subject} scope="col">
                  {t(`subject.${subject}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {custodians.map(({ title, signed }) => (
              <tr key={title}>
                <th scope="row">{title}</th>
                {subjects.map((subject) => (
                  <td key={subject}>{signed.includes(subject) ? t("signed") : t("unsigned")}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {destroyed && (
        <p>{t(destroyed.keys >= destroyed.enough ? "destroyedAll" : "destroyedSome", destroyed)}</p>
      )}
      <details>
        <summary>{t("manifest")}</summary>
        <pre className="mono hash" tabIndex={0} role="region" aria-label={t("manifest")}>
          {manifest.json}
        </pre>
      </details>
      <Check
        file="manifest.json"
        hash={manifest.hash}
        href={`/${locale}/editions/${edition.code}/manifest.json`}
      />
      <p>
        <a href={`/${locale}/editions/${edition.code}/manifest-signatures.json`}>
          manifest-signatures.json
        </a>
      </p>
    </section>
  );
}

function Deposits({
  view: { edition, closing },
  deposits,
  locale,
}: Props & { deposits: NonNullable<Verification["deposits"]> }) {
  const t = useTranslations("public.verify.deposits");
  const file = `/${locale}/editions/${edition.code}/deposits.json`;
  return (
    <section aria-labelledby="deposits">
      <h2 id="deposits">{t("title")}</h2>
      <p className="measure">{t("text")}</p>
      <p>
        {t(closing ? "last" : "asOf", {
          day: plainDay(deposits.day, locale),
          count: deposits.count,
        })}
      </p>
      <p className="mono hash">{deposits.hash}</p>
      <p>
        <a href={file} download>
          deposits.json
        </a>
      </p>
    </section>
  );
}

function Closing({ view: { edition, closing }, locale }: Props) {
  const t = useTranslations("public.verify");
  const count = (value: number) => number(value, locale);
  return (
    <section aria-labelledby="root">
      <h2 id="root">{t("root")}</h2>
      {!closing ? (
        <p>{t("rootLater")}</p>
      ) : (
        <>
          <p className="measure">
            {t("rootText", { ends: dateTime(closing.objectionEnds, locale, edition.timeZone) })}
          </p>
          <p className="mono hash">{closing.root}</p>
          <dl className="figures">
            {(["proposals", "eligible", "activated", "issued", "spent", "returned"] as const).map(
              (each) => (
                <div key={each}>
                  <dt>{t(`counts.${each}`)}</dt>
                  <dd>{count(closing[each])}</dd>
                </div>
              ),
            )}
          </dl>
          <p className="soft">{t("countsCheck")}</p>
          <p>{t("staffHash")}</p>
          <p className="mono hash">{closing.staffHash}</p>
        </>
      )}
    </section>
  );
}

function Ranking({
  view: { edition },
  ranking,
  locale,
}: Props & { ranking: Verification["ranking"] }) {
  const t = useTranslations("public.verify");
  return (
    <section aria-labelledby="ranking">
      <h2 id="ranking">{t("ranking")}</h2>
      {!ranking ? (
        <p>{t("rankingLater")}</p>
      ) : (
        <>
          <p className="measure">
            {ranking.bytes === null ? t("rankingSealed") : t("rankingText")}
          </p>
          {ranking.bytes === null ? (
            <p className="mono hash">{ranking.commitment}</p>
          ) : (
            <Check
              file="ranking.json"
              hash={ranking.commitment}
              href={`/${locale}/editions/${edition.code}/ranking.json`}
            />
          )}
        </>
      )}
    </section>
  );
}

/** How to check a file: take it, hash it, compare. */
function Check({ file, hash, href }: { file: string; hash: string; href: string }) {
  const t = useTranslations("public.verify");
  return (
    <ol className="plain-list">
      <li>
        {t("take")}{" "}
        <a href={href} download>
          {file}
        </a>
      </li>
      <li>
        {t("compute")} <code className="mono hash">shasum -a 256 {file}</code>
      </li>
      <li>
        {t("compare")} <code className="mono hash">{hash}</code>
      </li>
    </ol>
  );
}
