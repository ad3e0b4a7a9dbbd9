import { Alert } from "@mantine/core";
import { useTranslations } from "use-intl";
import type { Locale } from "#app/domain/locale.ts";
import type { Reason } from "#app/domain/refusal.ts";
import { PlannedMoment } from "./planned-moment.tsx";
import { ReasonList } from "#app/ui/forms/reason-words.tsx";
import { dateTime } from "#app/i18n/when.ts";

type Props = {
  code: string;
  timeZone: string;
  locale: Locale;
  scheduled: { at: string; missed: Reason[] | null } | null;
};

/** When the results are published by themselves, and why they were not. */
export function PublicationDate({ code, timeZone, locale, scheduled }: Props) {
  const t = useTranslations("publication.date");
  const at = scheduled ? dateTime(scheduled.at, locale, timeZone) : "";
  const planned = scheduled && !scheduled.missed ? scheduled.at : null;
  const words = {
    title: t("title"),
    text: t("text"),
    at: t("at", { zone: timeZone }),
    save: t(planned ? "replace" : "plan"),
    set: t("set", { at, zone: timeZone }),
    revoke: t("revoke"),
  };
  return (
    <PlannedMoment
      address={`/area/manage/${code}/publication/date`}
      timeZone={timeZone}
      planned={planned}
      words={words}
    >
      {scheduled?.missed && (
        <Alert color="red" title={t("missed", { at })}>
          <ReasonList reasons={scheduled.missed} />
        </Alert>
      )}
    </PlannedMoment>
  );
}
