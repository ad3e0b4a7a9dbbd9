import { useLocale, useTimeZone } from "use-intl";
import { dateTime } from "./when.ts";

/** Dates in the reader's language, in the city's time zone. */
export function useWhen(): (at: Date) => string {
  const locale = useLocale();
  const timeZone = useTimeZone() ?? "Europe/Rome";
  return (at) => dateTime(at.toISOString(), locale, timeZone);
}
