import { localDay } from "#app/domain/screening/dialogue.ts";

/**
 * How long until something: in days on the calendar, in the last two days in hours, in the last
 * hour in none.
 */
export type Countdown = { unit: "days" | "hours"; count: number };

const hour = 60 * 60_000;
const day = 24 * hour;

/**
 * How long until `instant`, as people count: days are those of the calendar in `timeZone`, so that
 * nobody gains or loses one by where they read it, nor on the day the clocks change. Midnight
 * belongs to the day that ends. Null once it is past.
 */
export function countdown(instant: Date, now: Date, timeZone: string): Countdown | null {
  const left = instant.getTime() - now.getTime();
  if (left <= 0) return null;
  if (left < 2 * day) return { unit: "hours", count: Math.floor(left / hour) };
  const last = new Date(instant.getTime() - 1);
  return {
    unit: "days",
    count: Math.round(
      (localDay(last, timeZone).getTime() - localDay(now, timeZone).getTime()) / day,
    ),
  };
}
