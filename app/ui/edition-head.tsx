import { useLocale, useTranslations } from "use-intl";
import type { Phase } from "#app/domain/edition.ts";
import { dateTime, lastMinute } from "./when.ts";

type Props = { code: string; name: string; phase: Phase; opensAt: Date | null; closesAt: Date | null; timeZone: string };

/** The name of an edition on the desk, its phase, and the date that matters in it. */
export function EditionHead(edition: Props) {
  const phase = useTranslations("phase");
  return (
    <>
      <div className="row">
        <h2 id={`edition-${edition.code}`} style={{ margin: 0 }}>{edition.name}</h2>
        <span className="tag">{phase(edition.phase)}</span>
      </div>
      <When {...edition} />
    </>
  );
}

function When({ phase, opensAt, closesAt, timeZone }: Props) {
  const t = useTranslations("desk");
  const locale = useLocale();
  const date = (at: Date) => dateTime(at.toISOString(), locale, timeZone);
  if ((phase === "preparation" || phase === "announced") && opensAt) return <p>{t("opens", { date: date(opensAt) })}</p>;
  if (phase === "open" && closesAt) return <p>{t("closes", { date: dateTime(lastMinute(closesAt.toISOString(), timeZone), locale, timeZone) })}</p>;
  return closesAt ? <p className="soft">{t("closed", { date: date(closesAt) })}</p> : null;
}
