import { type Locale, tagOf } from "#app/domain/locale.ts";

// Dates in words, in the edition's time zone. An instant comes as ISO text.

/** `15 aprile 2027, 09:00`. */
export function dateTime(instant: string, locale: Locale, timeZone: string): string {
  return dates(tagOf[locale], {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone,
  }).format(new Date(instant));
}

/** `15 aprile 2027`. */
export function day(instant: string, locale: Locale, timeZone: string): string {
  return dates(tagOf[locale], { day: "numeric", month: "long", year: "numeric", timeZone }).format(
    new Date(instant),
  );
}

/** The same of a day as such, `2027-04-15`. */
export function plainDay(date: string, locale: Locale): string {
  return day(`${date}T12:00:00Z`, locale, "UTC");
}

/** `09:00:05`. */
export function timeOfDay(instant: string, locale: Locale, timeZone: string): string {
  return dates(tagOf[locale], { timeStyle: "medium", timeZone }).format(new Date(instant));
}

/**
 * The last minute of a period, for 'until': midnight belongs to the day that ends, so that people
 * read 23:59 of it.
 */
export function lastMinute(instant: string, timeZone: string): string {
  const time = dates("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone,
  }).format(new Date(instant));
  return time === "00:00" ? new Date(Date.parse(instant) - 60_000).toISOString() : instant;
}

// making a format takes far longer than using it, and pages use few
const dates = kept(Intl.DateTimeFormat);
const numbers = kept(Intl.NumberFormat);

function kept<Options, Format>(
  make: new (locale: string, options: Options) => Format,
): (locale: string, options: Options) => Format {
  const formats = new Map<string, Format>();
  return (locale, options) => {
    const key = JSON.stringify([locale, options]);
    const format = formats.get(key) ?? new make(locale, options);
    formats.set(key, format);
    return format;
  };
}

/** `12.000 €`, `€12,000`. */
export function euro(amount: number, locale: Locale): string {
  return numbers(tagOf[locale], {
    style: "currency",
    currency: "EUR",
    maximumFractionDigits: Number.isInteger(amount) ? 0 : 2,
    useGrouping: "always",
  }).format(amount);
}

/** A number of a rule, as exactly as it was typed: `60,5` is never `61`. */
export function exact(value: number, locale: Locale): string {
  return numbers(tagOf[locale], { maximumFractionDigits: 20, useGrouping: "always" }).format(value);
}

/** `4.000`, `82,5`. */
export function number(value: number, locale: Locale, decimals = 0): string {
  return numbers(tagOf[locale], {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    useGrouping: "always",
  }).format(value);
}
