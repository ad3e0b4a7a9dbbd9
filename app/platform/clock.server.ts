/** The time, read here and nowhere else. */
export function now(): Date {
  return new Date();
}
