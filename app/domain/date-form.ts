import { Temporal } from "temporal-polyfill";
import { z } from "zod";

// Dates as forms give them: wall-clock times in an edition's time zone.

/** A local date and time, `2027-04-15T09:00`, as a browser's datetime field gives it. */
export const localDateTime = z.string().refine(isLocalDateTime, { error: "date" });

/** The same on a clock of the zone: not in the hour that daylight saving skips. */
export function localDateTimeIn(timeZone: string) {
  return localDateTime.refine(
    (local) => !isLocalDateTime(local) || instantOf(local, timeZone) !== null,
    { error: "skipped-hour" },
  );
}

/** The form of a moment at which something happens by itself, in the edition's own time. */
export function momentForm(timeZone: string) {
  return z.object({ at: localDateTimeIn(timeZone) });
}

/**
 * The instant of a wall-clock time in a zone, or null in the hour that daylight saving skips; of a
 * repeated hour, the first.
 */
export function instantOf(local: string, timeZone: string): Date | null {
  const plain = Temporal.PlainDateTime.from(local);
  const zoned = plain.toZonedDateTime(timeZone, { disambiguation: "compatible" });
  return zoned.toPlainDateTime().equals(plain) ? new Date(zoned.epochMilliseconds) : null;
}

/** `2027-04-15T09:00`, on a day that exists. */
export function isLocalDateTime(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(text)) return false;
  try {
    Temporal.PlainDateTime.from(text, { overflow: "reject" });
    return true;
  } catch {
    return false;
  }
}

/** True for a name of the time zone database, `Europe/Rome`. */
export function isTimeZone(name: string): boolean {
  try {
    Temporal.Now.instant().toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}
