import { useLocale, useTranslations } from "use-intl";
import type { MinutesLine } from "#app/queries/meetings/minutes.server.ts";
import type {
  OpeningSession,
  SessionProposal,
} from "#app/queries/opening/opening-session.server.ts";
import { dateTime, timeOfDay } from "#app/i18n/when.ts";

// Plain elements only: the same minutes are shown on the page and written into a file that stands
// by itself.

type Props = { name: string; timeZone: string; session: OpeningSession };

/**
 * The minutes of the opening: to be filled in where people know more than the program, printed and
 * signed.
 */
export function Minutes({ name, timeZone, session }: Props) {
  const t = useTranslations("minutes");
  return (
    <article className="minutes">
      <h1>{t("title", { name })}</h1>
      <div className="fill">
        {(["place", "date", "chair", "present"] as const).map((field) => (
          <label key={field}>
            {t(`fill.${field}`)} <input type="text" name={field} autoComplete="off" />
          </label>
        ))}
      </div>
      <h2>{t("custodians")}</h2>
      <ul>
        {session.custodians.map(({ position, title, lost }) => (
          <li key={position}>
            {position}. {title}
            {lost && ` · ${t("lost")}`}
          </li>
        ))}
      </ul>
      {session.checks && <Checks checks={session.checks} />}
      <h2>{t("course")}</h2>
      <ol className="course">
        {session.minutes.map((line, at) => (
          <li key={at}>
            <MinutesWords line={line} timeZone={timeZone} />
          </li>
        ))}
      </ol>
      <Outcome proposals={session.proposals} />
      <p className="signatures">{t("signatures")}</p>
      {session.custodians.map(({ position, title }) => (
        <p key={position} className="sign-line">
          {title}
        </p>
      ))}
    </article>
  );
}

/** What was checked, with a tick or a cross. */
export function Checks({ checks }: { checks: NonNullable<OpeningSession["checks"]> }) {
  const t = useTranslations("session");
  return (
    <section>
      <h2>{t("checked")}</h2>
      <ul className="ticks">
        {checks.map(({ key, ok, signed, of }) => (
          <li key={key} data-ok={ok}>
            <span aria-hidden="true">{ok ? "✓" : "✗"}</span>{" "}
            {t(`check.${key}`, { signed: signed ?? 0, of: of ?? 0 })}
            <span className="hidden-visually">: {t(ok ? "ok" : "notOk")}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** One line of the minutes, with its time, or only the time of day. */
export function MinutesWords({
  line: { at, key, params, reason },
  timeZone,
  today = false,
}: {
  line: MinutesLine;
  timeZone: string;
  today?: boolean;
}) {
  const t = useTranslations("minutes.lines");
  const reasons = useTranslations("opening.reasons");
  const locale = useLocale();
  return (
    <>
      <time dateTime={at}>
        {today ? timeOfDay(at, locale, timeZone) : dateTime(at, locale, timeZone)}
      </time>{" "}
      {t(key, { ...params, reason: reason ? reasons(reason) : "" } as Record<
        string,
        string | number
      > as never)}
    </>
  );
}

function Outcome({ proposals }: { proposals: SessionProposal[] }) {
  const t = useTranslations("session");
  return (
    <>
      <h2>{t("outcome")}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("proposal")}</th>
            <th scope="col">{t("envelope")}</th>
            <th scope="col">{t("state")}</th>
          </tr>
        </thead>
        <tbody>
          {proposals.flatMap(({ publicNo, isReserve, names, envelopes }) =>
            envelopes.map(({ slot, state, reason, badShares }, at) => (
              <tr key={`${publicNo}.${slot}`}>
                <td>
                  {at === 0 && (
                    <>
                      {t("number", { no: publicNo })}
                      {isReserve && ` (${t("reserve")})`}
                      {names && <div>{names.join(", ")}</div>}
                    </>
                  )}
                </td>
                <td>{slot}</td>
                <td>
                  <EnvelopeState state={state} reason={reason} badShares={badShares} />
                </td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </>
  );
}

/** How an envelope stands, and which custodians' shares did not fit. */
export function EnvelopeState({
  state,
  reason,
  badShares,
}: Pick<SessionProposal["envelopes"][number], "state" | "reason" | "badShares">) {
  const t = useTranslations("session");
  const reasons = useTranslations("opening.reasons");
  return (
    <>
      {t(`states.${state}`)}
      {reason && `: ${reasons(reason)}`}
      {badShares.length > 0 && <div>{t("badShares", { positions: badShares.join(", ") })}</div>}
    </>
  );
}
