import { Button, Checkbox } from "@mantine/core";
import { useFetcher } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { fewestReached } from "#app/domain/mailing/mailing.ts";
import type { Locale } from "#app/domain/locale.ts";
import type { Refusal } from "#app/domain/refusal.ts";
import type { MailingView } from "#app/queries/mailing/mailings.server.ts";
import { RefusalAlert } from "#app/ui/forms/fields.tsx";
import { PlannedMoment } from "./planned-moment.tsx";
import { dateTime } from "#app/i18n/when.ts";

type Props = { mail: MailingView; code: string; locale: Locale; timeZone: string };

/** Sends the mail of a moment to everybody it is for. */
export function MailRelease({ mail: { moment, people, units }, code }: Props) {
  const t = useTranslations("mailings.release");
  const fetcher = useFetcher<{ refusal?: Refusal }>();
  return (
    <fetcher.Form
      method="post"
      action={`/area/manage/${code}/mails/${moment}/release`}
      className="panel stack"
    >
      <h2>{t("title")}</h2>
      {people === 0 && <p>{t("nobody")}</p>}
      <RefusalAlert refusal={fetcher.data?.refusal} />
      <Checkbox
        name="checked"
        required
        label={units.length > 0 ? t("confirmUnits") : t("confirm", { count: people })}
      />
      <div>
        <Button type="submit" loading={fetcher.state !== "idle"}>
          {t("button")}
        </Button>
      </div>
    </fetcher.Form>
  );
}

/** The units of the staff list that a reminder is limited to; none: everybody. */
export function MailUnits({
  mail: { moment, units, choice },
  code,
}: {
  mail: MailingView & { choice: { unit: string; people: number }[] };
  code: string;
}) {
  const t = useTranslations("mailings.units");
  const fetcher = useFetcher<{ refusal?: Refusal }>();
  return (
    <fetcher.Form
      method="post"
      action={`/area/manage/${code}/mails/${moment}/units`}
      className="panel stack"
    >
      <h2 id="units">{t("title")}</h2>
      <p className="soft">{t("text", { least: fewestReached })}</p>
      <RefusalAlert refusal={fetcher.data?.refusal} />
      <details open={units.length > 0}>
        <summary>{t("choose")}</summary>
        <div className="choices" role="group" aria-labelledby="units">
          {choice.map(({ unit, people }) => (
            <Checkbox
              key={unit}
              name="units"
              value={unit}
              defaultChecked={units.includes(unit)}
              label={t("unit", { unit, count: people })}
            />
          ))}
        </div>
      </details>
      <div>
        <Button type="submit" variant="default" loading={fetcher.state !== "idle"}>
          {t("save")}
        </Button>
      </div>
    </fetcher.Form>
  );
}

/** When it is sent by itself. */
export function MailPlan({ mail: { moment, sendAt }, code, locale, timeZone }: Props) {
  const t = useTranslations("mailings.plan");
  const words = {
    title: t("title"),
    text: t("text"),
    at: t("at", { zone: timeZone }),
    save: t("save"),
    set: sendAt ? t("set", { at: dateTime(sendAt, locale, timeZone) }) : "",
    revoke: t("revoke"),
  };
  return (
    <PlannedMoment
      address={`/area/manage/${code}/mails/${moment}/date`}
      timeZone={timeZone}
      planned={sendAt}
      words={words}
    />
  );
}
