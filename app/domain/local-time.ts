/** The wall-clock time of an instant in a zone, `2027-04-15T09:00`, for a datetime field. */
export function localTimeOf(instant: Date, timeZone: string): string {
  // Sweden writes dates as ISO 8601 does
  return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" })
    .format(instant)
    .replace(" ", "T");
}
