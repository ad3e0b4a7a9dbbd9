import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { phaseHas } from "#app/domain/phase.ts";
import type { EditionCard } from "#app/domain/edition/card.ts";
import type { Locale } from "#app/domain/locale.ts";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asDocument, documentHeaders } from "#app/http/document.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { type Home, homePage } from "#app/queries/city/public-home.server.ts";
import {
  EditionEntry,
  PhasePath,
  PhaseSentence,
  PhaseTag,
  Sponsors,
  TimeLeft,
} from "#app/routes/public/parts/edition-parts.tsx";
import { Winners } from "#app/ui/published/published.tsx";
import { publicMeta, publicWords } from "#app/ui/frame/public-meta.ts";
import { TwoEnvelopes } from "#app/routes/public/parts/two-envelopes.tsx";

export const loader = pageFor(anybody, async ({ params, request }) => {
  const locale = localeOf(params);
  return asDocument(request, { locale, ...(await homePage(locale)) });
});

export const headers = documentHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const t = publicWords(data?.locale ?? "it");
  return publicMeta({ title: t("home.title"), description: t("home.description") });
};

export default function HomePage() {
  const { locale, main, latest, underWay, past } = useLoaderData<typeof loader>();
  const t = useTranslations("public.home");
  const isFirst = latest !== null && (latest.fresh || latest.edition.code === main?.code);
  return (
    <div className="flow">
      <div className="hero">
        {main ? (
          <Main edition={main} locale={locale} />
        ) : (
          <div>
            <h1>{t("title")}</h1>
            <p className="lead">{t("none")}</p>
          </div>
        )}
        <TwoEnvelopes />
      </div>
      {main && <PhasePath edition={main} />}
      {isFirst && <LatestWinners latest={latest} locale={locale} />}
      <section aria-labelledby="how">
        <h2 id="how">{t("how")}</h2>
        <ol className="envelope-steps">
          {(["write", "judge", "open"] as const).map((step) => (
            <li key={step}>
              <strong>{t(`steps.${step}.title`)}</strong> {t(`steps.${step}.text`)}
            </li>
          ))}
        </ol>
        <p>
          <a href={`/${locale}/trust`}>{t("trust")}</a>
        </p>
      </section>
      <Editions title={t("underWay")} id="under-way" editions={underWay} locale={locale} />
      {main && main.sponsors.length > 0 && (
        <section aria-labelledby="sponsors">
          <h2 id="sponsors">{t("sponsors")}</h2>
          <Sponsors sponsors={main.sponsors} locale={locale} />
        </section>
      )}
      {latest && !isFirst && <LatestWinners latest={latest} locale={locale} />}
      <Editions title={t("past")} id="past" editions={past} locale={locale} />
    </div>
  );
}

function LatestWinners({
  latest: { edition, published },
  locale,
}: {
  latest: NonNullable<Home["latest"]>;
  locale: Locale;
}) {
  const t = useTranslations("public.home");
  const base = `/${locale}/editions/${edition.code}`;
  return (
    <section aria-labelledby="winners">
      <h2 id="winners">{t("winners", { edition: edition.name })}</h2>
      <Winners published={published} locale={locale} base={base} />
      <p className="more">
        <a href={`${base}/results`}>{t("allResults")}</a>
      </p>
    </section>
  );
}

function Main({ edition, locale }: { edition: NonNullable<Home["main"]>; locale: Locale }) {
  const t = useTranslations("public");
  return (
    <div>
      <p className="row">
        <PhaseTag edition={edition} />
        {edition.invented && <span className="tag plain">{t("invented")}</span>}
      </p>
      <h1>{edition.name}</h1>
      {edition.summary && <p className="lead">{edition.summary}</p>}
      <p>
        <PhaseSentence edition={edition} locale={locale} /> <TimeLeft edition={edition} />
        {edition.handedIn !== null && <> {t("handedIn", { count: edition.handedIn })}</>}
        {edition.sealed !== null && <> {t("sealed", { count: edition.sealed })}</>}
      </p>
      <CallToAction edition={edition} locale={locale} />
    </div>
  );
}

/** The one thing to do in this phase, and the call. */
function CallToAction({ edition, locale }: { edition: EditionCard; locale: Locale }) {
  const t = useTranslations("public.act");
  const call = `/${locale}/editions/${edition.code}`;
  const first = edition.takesDeposits
    ? { href: `/p/${locale}`, words: t("handIn") }
    : phaseHas(edition.phase, "awaitsOpening")
      ? { href: `/area/login?lang=${locale}`, words: t("getPass") }
      : edition.hasResults
        ? { href: `${call}/results`, words: t("results") }
        : { href: `/p/${locale}`, words: t("follow") };
  return (
    <>
      <p className="row">
        <a className="cta" href={first.href} rel="noreferrer">
          {first.words}
        </a>
        <a className="cta second" href={call}>
          {t("call")}
        </a>
        {edition.takesDeposits && (
          <a href={`/p/${locale}#receipt`} rel="noreferrer">
            {t("receipt")}
          </a>
        )}
      </p>
      {(edition.takesDeposits || phaseHas(edition.phase, "awaitsOpening")) && (
        <p className="soft">{t("pass")}</p>
      )}
    </>
  );
}

function Editions({
  title,
  id,
  editions,
  locale,
}: {
  title: string;
  id: string;
  editions: EditionCard[];
  locale: Locale;
}) {
  if (editions.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <div className="cards wide">
        {editions.map((edition) => (
          <EditionEntry key={edition.code} edition={edition} locale={locale} />
        ))}
      </div>
    </section>
  );
}
