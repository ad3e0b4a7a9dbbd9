/** The time, read here and nowhere else. */
export function now(): Date {
  return new Date();
}

/**
 * Today's date, as a day without a time (UTC): what is published 'as of last midnight' lies before
 * it.
 */
export function today(): Date {
  return new Date(now().toISOString().slice(0, 10));
}
