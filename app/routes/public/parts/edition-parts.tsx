import { useTranslations } from "use-intl";
import { type EnteredPhase, firstPhase, hasReached, phaseOf, phaseHas } from "#app/domain/phase.ts";
import type { EditionCard, SponsorView } from "#app/domain/edition/card.ts";
import type { Locale } from "#app/domain/locale.ts";
import { logoPath } from "#app/domain/city/logo.ts";
import { dateTime, day, euro, lastMinute, plainDay } from "#app/i18n/when.ts";

// Parts that several public pages show of an edition.

/** The phase in a word. */
export function PhaseTag({ edition }: { edition: Pick<EditionCard, "phase" | "takesDeposits"> }) {
  const t = useTranslations("public.phase");
  return <span className={`tag phase-${edition.phase}`}>{t(phaseKey(edition))}</span>;
}

/**
 * Between the end of deposits and the closing itself an edition is still `open`, but not for
 * proposals.
 */
function phaseKey({
  phase,
  takesDeposits,
}: Pick<EditionCard, "phase" | "takesDeposits">): EnteredPhase {
  if (phaseHas(phase, "deposits") && !takesDeposits) return phaseOf.closing;
  return phase === firstPhase ? phaseOf.announcement : phase;
}

/** What happens now, in a sentence. */
export function PhaseSentence({ edition, locale }: { edition: EditionCard; locale: Locale }) {
  const t = useTranslations("public.now");
  const { opensAt, closesAt, timeZone } = edition;
  return (
    <>
      {t(phaseKey(edition), {
        opens: opensAt ? dateTime(opensAt, locale, timeZone) : "",
        closes: closesAt ? dateTime(lastMinute(closesAt, timeZone), locale, timeZone) : "",
      })}
    </>
  );
}

/** How long until it opens, or until nothing can be handed in any more. */
export function TimeLeft({ edition: { left } }: { edition: Pick<EditionCard, "left"> }) {
  const t = useTranslations("public.left");
  return left && <strong className="left">{t(left.unit, { count: left.count })}</strong>;
}

const stations = [
  phaseOf.announcement,
  phaseOf.callOpening,
  phaseOf.closing,
  phaseOf.freeze,
  phaseOf.publication,
] as const;

/** The way of an edition in five stations, with the one it is at. */
export function PhasePath({ edition }: { edition: Pick<EditionCard, "phase" | "takesDeposits"> }) {
  const t = useTranslations("public.path");
  const at = stations.findLastIndex((station) => hasReached(phaseKey(edition), station));
  return (
    <ol className="path" aria-label={t("label")}>
      {stations.map((station, index) => (
        <li
          key={station}
          className={index < at ? "passed" : undefined}
          aria-current={index === at ? "step" : undefined}
        >
          {t(station)}
        </li>
      ))}
    </ol>
  );
}

/** From and until, as dates that people read. */
export function Period({
  edition,
  locale,
}: {
  edition: Pick<EditionCard, "opensAt" | "closesAt" | "timeZone">;
  locale: Locale;
}) {
  const t = useTranslations("public");
  const { opensAt, closesAt, timeZone } = edition;
  if (!opensAt || !closesAt) return null;
  return (
    <>
      {t("period", {
        from: day(opensAt, locale, timeZone),
        to: day(lastMinute(closesAt, timeZone), locale, timeZone),
      })}
    </>
  );
}

/** An edition among others. */
export function EditionEntry({
  edition,
  locale,
  heading: Heading = "h3",
}: {
  edition: EditionCard;
  locale: Locale;
  heading?: "h2" | "h3";
}) {
  const t = useTranslations("public");
  const base = `/${locale}/editions/${edition.code}`;
  return (
    <article className="panel entry">
      <p className="row">
        <PhaseTag edition={edition} />
        {edition.invented && <span className="tag plain">{t("invented")}</span>}
      </p>
      <Heading>
        <a href={base}>{edition.name}</a>
      </Heading>
      <p className="soft">
        <Period edition={edition} locale={locale} />
      </p>
      {edition.summary && <p>{edition.summary}</p>}
      <p className="row links">
        {edition.hasResults && <a href={`${base}/results`}>{t("links.results")}</a>}
        {edition.hasResults && <a href={`${base}/statistics`}>{t("links.statistics")}</a>}
        <a href={`${base}/verify`}>{t("links.verify")}</a>
      </p>
    </article>
  );
}

/** Who gives what. */
export function Sponsors({ sponsors, locale }: { sponsors: SponsorView[]; locale: Locale }) {
  const t = useTranslations("public.sponsors");
  return (
    <ul className="cards bare">
      {sponsors.map(({ name, url, tier, description, logo, prizes }) => (
        <li key={name} className="panel">
          {logo && (
            <img
              className="logo"
              src={logoPath(logo)}
              alt={logo.alt}
              width={logo.width / 2}
              height={logo.height / 2}
              loading="lazy"
            />
          )}
          <h3>
            {url ? (
              <a href={url} rel="noreferrer">
                {name}
              </a>
            ) : (
              name
            )}
          </h3>
          {tier && <p className="soft">{tier}</p>}
          {description && <p>{description}</p>}
          {prizes.length > 0 && (
            <ul>
              {prizes.map((prize) => (
                <li key={prize.name}>
                  {t("prize", { quantity: prize.quantity, prize: prize.name })}
                  {prize.valueCents !== null && (
                    <span className="soft">
                      {" "}
                      · {t("each", { value: euro(prize.valueCents / 100, locale) })}
                    </span>
                  )}
                  {prize.validUntil && (
                    <span className="soft">
                      {" "}
                      · {t("until", { date: plainDay(prize.validUntil, locale) })}
                    </span>
                  )}
                  {prize.conditions && <span className="soft"> · {prize.conditions}</span>}
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Where the pages of an edition stand. */
export function addressOf(
  { code, base }: Pick<EditionCard, "code" | "base">,
  locale: Locale,
): string {
  return base ?? `/${locale}/editions/${code}`;
}

/**
 * The pages of an edition, with the one that is shown; a preview has those alone that come with the
 * publication.
 */
export function EditionTabs({
  edition,
  locale,
  at,
}: {
  edition: Pick<EditionCard, "code" | "hasResults" | "base">;
  locale: Locale;
  at: "call" | "results" | "statistics" | "implementation" | "verify" | null;
}) {
  const t = useTranslations("public");
  const base = addressOf(edition, locale);
  const always = (page: "call" | "verify", path: string) =>
    edition.base ? [] : [[page, path] as const];
  const pages = [
    ...always("call", ""),
    ...(edition.hasResults
      ? ([
          ["results", "/results"],
          ["statistics", "/statistics"],
          ["implementation", "/implementation"],
        ] as const)
      : []),
    ...always("verify", "/verify"),
  ];
  return (
    <nav className="tabs" aria-label={t("links.label")}>
      {pages.map(([page, path]) => (
        <a key={page} href={base + path} aria-current={page === at ? "page" : undefined}>
          {t(`links.${page}`)}
        </a>
      ))}
    </nav>
  );
}
