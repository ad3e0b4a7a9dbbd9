import "#app/ui/styles/judging.css";
import { getFormProps } from "@conform-to/react";
import { Button } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useLocale, useTranslations } from "use-intl";
import { giveMoreTime } from "#app/commands/scoring/scoring-date.server.ts";
import { juryRulesOf, moreTimeSchema } from "#app/domain/jury/rules.ts";
import { phaseHas } from "#app/domain/phase.ts";
import { actFor, organiser, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { jurorReminderMail } from "#app/mail/jury/jury.server.ts";
import { remindersPage, scoringDue } from "#app/queries/jury/juror-reminders.server.ts";
import { Done, NumberField, RefusalAlert } from "#app/ui/forms/fields.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";
import { titled } from "#app/ui/frame/title.ts";
import { day } from "#app/i18n/when.ts";

export const meta = titled("reminders.title");

export const loader = pageFor(organiser, async ({ edition }) => {
  const { awaited, rows } = await remindersPage(edition);
  const mails = awaited.map((juror, at) => {
    const { subject, text } = jurorReminderMail(juror.locale, {
      ...juror,
      when: rows[at]!.nextWhen,
      edition,
      hasPassword: true,
    });
    return { locale: juror.locale, subject, text };
  });
  const due = phaseHas(edition.phase, "scores") ? await scoringDue(edition) : null;
  return {
    code: edition.code,
    timeZone: edition.timeZone,
    due: due?.toISOString() ?? null,
    rules: juryRulesOf(edition),
    rows: rows.map((row, at) => ({ ...row, mail: mails[at]! })),
  };
});

/** Gives the jury more days to score. */
export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = await parseForm(request, moreTimeSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await giveMoreTime(actor.id, edition.id, parsed.value);
  throw redirect(`/area/manage/${edition.code}/jury/reminders?done=extended`);
});

/** Whom the jury waits for, when they are reminded, and of what, word for word. */
export default function JuryRemindersPage() {
  const { code, rows, rules, due } = useLoaderData<typeof loader>();
  const [params] = useSearchParams();
  const t = useTranslations("reminders");
  return (
    <div className="stack">
      <p>
        <Link to={`/area/manage/${code}/jury`}>{useTranslations("jury")("back")}</Link>
      </p>
      <h1>{t("title")}</h1>
      <Done when={params.get("done") === "extended"}>{t("extended")}</Done>
      <p>{t("answer", { before: rules.remindAnswerBefore, after: rules.remindAnswerAfter })}</p>
      <p>{t("scoring", { before: rules.remindScoringBefore, after: rules.remindScoringAfter })}</p>
      {due && <MoreTime due={due} />}
      {rows.length === 0 ? (
        <p className="soft">{t("none")}</p>
      ) : (
        <ul className="entries">
          {rows.map((row) => (
            <Row key={row.jurorId} {...row} />
          ))}
        </ul>
      )}
    </div>
  );
}

function MoreTime({ due }: { due: string }) {
  const { timeZone } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useTranslations("reminders");
  const locale = useLocale();
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/jury/rules.ts")).moreTimeSchema,
    answer,
  );
  return (
    <Form method="post" {...getFormProps(form)} className="panel stack narrow">
      <p>{t("due", { date: day(due, locale, timeZone) })}</p>
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      <NumberField field={fields.days} label={t("moreDays")} />
      <div>
        <Button type="submit" variant="default">
          {t("extend")}
        </Button>
      </div>
    </Form>
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
              <p>
                <strong>{mail.subject}</strong>
              </p>
              <pre className="mail-text panel">{mail.text}</pre>
            </div>
          </details>
        )}
      </div>
    </li>
  );
}
