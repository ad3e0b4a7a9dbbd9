import { inDays } from "./sealed.ts";

/** Moves the clock to so many days before today, at this time of the city. */
export type MoveTo = (daysAgo: number, time?: string) => void;

/**
 * Does `act` in the past: for this process alone, `new Date()` and `Date.now()` are the moment it
 * was moved to. So what takes months is made by the product's own commands, each in its order and
 * at its time; nothing in the product knows of this clock.
 */
export async function inThePast<T>(act: (moveTo: MoveTo) => Promise<T>): Promise<T> {
  const real = globalThis.Date;
  const moveTo: MoveTo = (daysAgo, time = "10:00") => {
    globalThis.Date = real;
    globalThis.Date = standingAt(inDays(-daysAgo, time).getTime());
  };
  return act(moveTo).finally(() => (globalThis.Date = real));
}

/** Dates as they are, but for the present one. */
function standingAt(moment: number): DateConstructor {
  return new Proxy(Date, {
    construct: (real, given: unknown[]) =>
      Reflect.construct(real, given.length === 0 ? [moment] : given) as Date,
    get: (real, name) => (name === "now" ? () => moment : (Reflect.get(real, name) as unknown)),
  });
}
