import "#app/ui/judging.css";
import { Link, useLoaderData } from "@remix-run/react";
import { useLocale, useTranslations } from "use-intl";
import { juryRulesOf } from "#app/domain/jury-rules.ts";
import { organiser, pageFor } from "#app/http/actor.server.ts";
import { jurorReminderMail } from "#app/mail/jury.server.ts";
import { remindersPage } from "#app/queries/juror-reminders.server.ts";
import { titled } from "#app/ui/title.ts";
import { day } from "#app/ui/when.ts";

export const meta = titled("reminders.title");

export const loader = pageFor(organiser, async ({ edition }) => {
  const { awaited, rows } = await remindersPage(edition);
  const mails = awaited.map((juror, at) => {
    const { subject, text } = jurorReminderMail(juror.locale, { ...juror, when: rows[at]!.nextWhen, edition, hasPassword: true });
    return { locale: juror.locale, subject, text };
  });
  return { code: edition.code, timeZone: edition.timeZone, rules: juryRulesOf(edition), rows: rows.map((row, at) => ({ ...row, mail: mails[at]! })) };
});

/** Whom the jury waits for, when they are reminded, and of what, word for word. */
export default function JuryRemindersPage() {
  const { code, rows, rules } = useLoaderData<typeof loader>();
  const t = useTranslations("reminders");
  return (
    <div className="stack">
      <p><Link to={`/area/manage/${code}/jury`}>{useTranslations("jury")("back")}</Link></p>
      <h1>{t("title")}</h1>
      <p>{t("answer", { before: rules.remindAnswerBefore, after: rules.remindAnswerAfter })}</p>
      <p>{t("scoring", { before: rules.remindScoringBefore, after: rules.remindScoringAfter })}</p>
      {rows.length === 0 ? <p className="soft">{t("none")}</p> : <ul className="entries">{rows.map((row) => <Row key={row.jurorId} {...row} />)}</ul>}
    </div>
  );
}

type Shown = ReturnType<typeof useLoaderData<typeof loader>>["rows"][number];

function Row({ name, about, due, late, next, sent, mail }: Shown) {
  const { timeZone } = useLoaderData<typeof loader>();
  const t = useTranslations("reminders");
  const locale = useLocale();
  const on = (instant: string) => day(instant, locale, timeZone);
  return (
    <li>
      <div>
        <strong>{name}</strong>
        <p className="row">
          <span className={late ? "bad" : undefined}>{t(`by.${about}`, { date: on(due) })}</span>
          <span className="soft">{next ? t("next", { date: on(next) }) : t("never")}</span>
          {sent && <span className="soft">{t("sent", { date: on(sent) })}</span>}
        </p>
        {next && (
          <details>
            <summary>{t("preview")}</summary>
            <div lang={mail.locale}>
              <p><strong>{mail.subject}</strong></p>
              <pre className="mail-text panel">{mail.text}</pre>
            </div>
          </details>
        )}
      </div>
    </li>
  );
}
