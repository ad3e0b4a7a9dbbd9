import { useLocale, useTimeZone } from "use-intl";
import { dateTime, plainDay } from "#app/i18n/when.ts";

/** Dates in the reader's language, in the city's time zone. */
export function useWhen(): (at: Date) => string {
  const locale = useLocale();
  const timeZone = useTimeZone() ?? "Europe/Rome";
  return (at) => dateTime(at.toISOString(), locale, timeZone);
}

/** Days as such, without a time, in the reader's language. */
export function useDay(): (day: Date) => string {
  const locale = useLocale();
  return (day) => plainDay(day.toISOString().slice(0, 10), locale);
}
