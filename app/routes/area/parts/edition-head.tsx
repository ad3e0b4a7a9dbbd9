import { useLocale, useTranslations } from "use-intl";
import { type Phase, phaseHas } from "#app/domain/phase.ts";
import { dateTime, lastMinute } from "#app/i18n/when.ts";

type Props = {
  code: string;
  name: string;
  phase: Phase;
  opensAt: Date | null;
  closesAt: Date | null;
  timeZone: string;
};

/**
 * The name of an edition on the desk, its phase, the date that matters in it, and what everybody
 * can read of it.
 */
export function EditionHead(edition: Props) {
  const phase = useTranslations("phase");
  return (
    <>
      <div className="row">
        <h2 id={`edition-${edition.code}`} style={{ margin: 0 }}>
          {edition.name}
        </h2>
        <span className="tag">{phase(edition.phase)}</span>
      </div>
      <When {...edition} />
      <PublicPage {...edition} />
    </>
  );
}

/** The results once they are out, before them the call. */
function PublicPage({ code, phase }: Props) {
  const t = useTranslations("desk");
  const address = `/${useLocale()}/editions/${code}`;
  if (!phaseHas(phase, "callPublic")) return null;
  return phaseHas(phase, "resultsPublic") ? (
    <p>
      <a href={`${address}/results`} rel="noreferrer">
        {t("results")}
      </a>
    </p>
  ) : (
    <p>
      <a href={address} rel="noreferrer">
        {t("call")}
      </a>
    </p>
  );
}

function When({ phase, opensAt, closesAt, timeZone }: Props) {
  const t = useTranslations("desk");
  const locale = useLocale();
  const date = (at: Date) => dateTime(at.toISOString(), locale, timeZone);
  if ((phaseHas(phase, "rulesEditable") || phaseHas(phase, "awaitsOpening")) && opensAt)
    return <p>{t("opens", { date: date(opensAt) })}</p>;
  if (phaseHas(phase, "deposits") && closesAt)
    return (
      <p>
        {t("closes", {
          date: dateTime(lastMinute(closesAt.toISOString(), timeZone), locale, timeZone),
        })}
      </p>
    );
  return closesAt ? <p className="soft">{t("closed", { date: date(closesAt) })}</p> : null;
}
