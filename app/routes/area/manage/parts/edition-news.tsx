import { useLocale, useTranslations } from "use-intl";
import type { Phase } from "#app/domain/phase.ts";
import { phases } from "#app/domain/phase.ts";
import type { ComingDate, EditionEvent } from "#app/queries/publication/edition-news.server.ts";
import { dateTime, lastMinute } from "#app/i18n/when.ts";

// What organisers see of the way of an edition: where it stands, what comes, what was.

type Passed = { phase: Phase; at: string; by: string | null };

/** The ten phases, those behind with when they were entered and by whom. */
export function PhaseLine({
  phase,
  passed,
  timeZone,
}: {
  phase: Phase;
  passed: Passed[];
  timeZone: string;
}) {
  const t = useTranslations("phase");
  const locale = useLocale();
  return (
    <ol className="way" data-phase={phase}>
      {phases.map((each) => {
        const change = passed.find((one) => one.phase === each);
        return (
          <li
            key={each}
            aria-current={each === phase ? "step" : undefined}
            data-passed={Boolean(change)}
          >
            <strong>{t(each)}</strong>
            {change && (
              <span className="soft">
                {" "}
                {dateTime(change.at, locale, timeZone)}
                {change.by ? ` · ${change.by}` : ""}
              </span>
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** The dates to come. */
export function ComingDates({ dates, timeZone }: { dates: ComingDate[]; timeZone: string }) {
  const t = useTranslations("manage.dates");
  const locale = useLocale();
  if (dates.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="dates">
      <h2 id="dates">{t("title")}</h2>
      <dl className="dated">
        {dates.map(({ key, at }) => (
          <div key={key}>
            <dt>{t(key)}</dt>
            <dd>
              <time dateTime={at}>{dateTime(lastMinute(at, timeZone), locale, timeZone)}</time>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** What happened last. */
export function RecentEvents({ events, timeZone }: { events: EditionEvent[]; timeZone: string }) {
  const t = useTranslations("manage.events");
  const locale = useLocale();
  if (events.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="events">
      <h2 id="events">{t("title")}</h2>
      <ul className="dated">
        {events.map(({ seq, at, action, by }) => (
          <li key={seq}>
            {t(`did.${action.replace(".", "-")}` as "did.edition-open")}{" "}
            <span className="soft">
              <time dateTime={at}>{dateTime(at, locale, timeZone)}</time>
              {by ? ` · ${by}` : ""}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
