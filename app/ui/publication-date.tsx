import { getFormProps } from "@conform-to/react";
import { Alert, Button } from "@mantine/core";
import { useFetcher } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { localTimeOf } from "#app/domain/local-time.ts";
import type { Locale } from "#app/domain/locale.ts";
import type { Reason, Refusal } from "#app/domain/refusal.ts";
import { Act } from "./act.tsx";
import { RefusalAlert, TextField } from "./fields.tsx";
import { useReasonWords } from "./reason-words.tsx";
import { useSchemaForm } from "./schema-form.ts";
import { dateTime } from "./when.ts";

type Props = { code: string; timeZone: string; locale: Locale; scheduled: { at: string; missed: Reason[] | null } | null };

/** When the results are published by themselves: set, replaced, taken back; and why they were not. */
export function PublicationDate({ code, timeZone, locale, scheduled }: Props) {
  const t = useTranslations("publication.date");
  const reason = useReasonWords();
  const fetcher = useFetcher<{ refusal?: Refusal }>();
  const address = `/area/manage/${code}/publication/date`;
  const [form, fields] = useSchemaForm(async () => (await import("#app/domain/publication-date.ts")).publicationDateForm(timeZone), fetcher.data, { id: "publication-date", defaultValue: scheduled && !scheduled.missed ? { at: localTimeOf(new Date(scheduled.at), timeZone) } : undefined });
  return (
    <section className="panel stack" aria-labelledby="by-itself">
      <h2 id="by-itself">{t("title")}</h2>
      {scheduled?.missed && (
        <Alert color="red" title={t("missed", { at: dateTime(scheduled.at, locale, timeZone) })}>
          <ul>{scheduled.missed.map((each) => <li key={each.key}>{reason(each)}</li>)}</ul>
        </Alert>
      )}
      {scheduled && !scheduled.missed && (
        <>
          <p>{t("set", { at: dateTime(scheduled.at, locale, timeZone), zone: timeZone })}</p>
          <Act action={`${address}/removal`} variant="outline" color="red">{t("revoke")}</Act>
        </>
      )}
      <fetcher.Form method="post" action={address} {...getFormProps(form)} className="stack" style={{ maxWidth: 420 }}>
        <p className="soft">{t("text")}</p>
        <RefusalAlert refusal={fetcher.data?.refusal} />
        <TextField field={fields.at} type="datetime-local" label={t("at", { zone: timeZone })} required />
        <div><Button type="submit" variant="default" loading={fetcher.state !== "idle"}>{t(scheduled && !scheduled.missed ? "replace" : "plan")}</Button></div>
      </fetcher.Form>
    </section>
  );
}
