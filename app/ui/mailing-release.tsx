import { getFormProps } from "@conform-to/react";
import { Button, Checkbox } from "@mantine/core";
import { useFetcher } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { localTimeOf } from "#app/domain/local-time.ts";
import { fewestReached } from "#app/domain/mailing.ts";
import type { Locale } from "#app/domain/locale.ts";
import type { Refusal } from "#app/domain/refusal.ts";
import type { MailingView } from "#app/queries/mailings.server.ts";
import { Act } from "./act.tsx";
import { RefusalAlert, TextField } from "./fields.tsx";
import { useSchemaForm } from "./schema-form.ts";
import { dateTime } from "./when.ts";

type Props = { mail: MailingView; code: string; locale: Locale; timeZone: string };

/** Sends the mail of a moment to everybody it is for. */
export function MailRelease({ mail: { moment, people, units }, code }: Props) {
  const t = useTranslations("mailings.release");
  const fetcher = useFetcher<{ refusal?: Refusal }>();
  return (
    <fetcher.Form method="post" action={`/area/manage/${code}/mails/${moment}/release`} className="panel stack">
      <h2>{t("title")}</h2>
      {people === 0 && <p>{t("nobody")}</p>}
      <RefusalAlert refusal={fetcher.data?.refusal} />
      <Checkbox name="checked" required label={units.length > 0 ? t("confirmUnits") : t("confirm", { count: people })} />
      <div><Button type="submit" loading={fetcher.state !== "idle"}>{t("button")}</Button></div>
    </fetcher.Form>
  );
}

/** The units of the staff list that a reminder is limited to; none: everybody. */
export function MailUnits({ mail: { moment, units, choice }, code }: { mail: MailingView & { choice: { unit: string; people: number }[] }; code: string }) {
  const t = useTranslations("mailings.units");
  const fetcher = useFetcher<{ refusal?: Refusal }>();
  return (
    <fetcher.Form method="post" action={`/area/manage/${code}/mails/${moment}/units`} className="panel stack">
      <h2 id="units">{t("title")}</h2>
      <p className="soft">{t("text", { least: fewestReached })}</p>
      <RefusalAlert refusal={fetcher.data?.refusal} />
      <details open={units.length > 0}>
        <summary>{t("choose")}</summary>
        <div className="choices" role="group" aria-labelledby="units">
          {choice.map(({ unit, people }) => <Checkbox key={unit} name="units" value={unit} defaultChecked={units.includes(unit)} label={t("unit", { unit, count: people })} />)}
        </div>
      </details>
      <div><Button type="submit" variant="default" loading={fetcher.state !== "idle"}>{t("save")}</Button></div>
    </fetcher.Form>
  );
}

/** When it is sent by itself: set, replaced, taken back. */
export function MailPlan({ mail: { moment, sendAt }, code, locale, timeZone }: Props) {
  const t = useTranslations("mailings.plan");
  const fetcher = useFetcher<{ refusal?: Refusal }>();
  const address = `/area/manage/${code}/mails/${moment}/date`;
  const [form, fields] = useSchemaForm(async () => (await import("#app/domain/publication-date.ts")).publicationDateForm(timeZone), fetcher.data, { id: "mail-date", defaultValue: sendAt ? { at: localTimeOf(new Date(sendAt), timeZone) } : undefined });
  return (
    <section className="panel stack" aria-labelledby="by-itself">
      <h2 id="by-itself">{t("title")}</h2>
      {sendAt && (
        <>
          <p>{t("set", { at: dateTime(sendAt, locale, timeZone) })}</p>
          <Act action={`${address}/removal`} variant="outline" color="red">{t("revoke")}</Act>
        </>
      )}
      <fetcher.Form method="post" action={address} {...getFormProps(form)} className="stack" style={{ maxWidth: 420 }}>
        <p className="soft">{t("text")}</p>
        <RefusalAlert refusal={fetcher.data?.refusal} />
        <TextField field={fields.at} type="datetime-local" label={t("at", { zone: timeZone })} required />
        <div><Button type="submit" variant="default" loading={fetcher.state !== "idle"}>{t("save")}</Button></div>
      </fetcher.Form>
    </section>
  );
}
