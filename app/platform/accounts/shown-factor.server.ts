import { timingSafeEqual } from "node:crypto";
import { now } from "#app/platform/clock.server.ts";
import { cookieIn, cookieText } from "./cookie.server.ts";
import { keyedHash } from "#app/platform/keyed-hash.server.ts";
import { computerOf, sessionIn, sessionSeconds } from "./session.server.ts";

// What was shown in a session, and in which minute, stands in a cookie that the server marks: no
// row tells it.

const name = "innova_shown";

/** What somebody showed last: the second factor, or the password where there is none. */
export type Shown = "factor" | "password";

/**
 * The cookie that says what was shown, now or at `moment`, in the session of this cookie header.
 */
export function shownCookie(cookies: string | null, shown: Shown, moment = now()): string {
  return cookieOf(sessionIn(cookies) ?? "", shown, minuteOf(moment));
}

/**
 * The same cookie for the session that takes the place of the one in this header; none where
 * nothing was shown.
 */
export function shownAlong(cookies: string | null, sessionCookie: string): string[] {
  const before = readIn(cookies);
  const next = sessionIn(sessionCookie);
  return before && next ? [cookieOf(next, before.shown, before.minute)] : [];
}

/**
 * What was shown in the session of this cookie header, and how many minutes ago; null where nothing
 * was.
 */
export function shownIn(cookies: string | null): { shown: Shown; minutesAgo: number } | null {
  const found = readIn(cookies);
  return found && { shown: found.shown, minutesAgo: minuteOf(now()) - found.minute };
}

function readIn(cookies: string | null): { shown: Shown; minute: number } | null {
  const [shown = "", minute = "", mark = ""] = cookieIn(name, cookies).split(".");
  const sessionId = sessionIn(cookies);
  if (!sessionId || (shown !== "factor" && shown !== "password")) return null;
  const [given, made] = [Buffer.from(mark, "base64url"), markOf(sessionId, shown, Number(minute))];
  return given.length === made.length && timingSafeEqual(given, made)
    ? { shown, minute: Number(minute) }
    : null;
}

function cookieOf(sessionId: string, shown: Shown, minute: number): string {
  const value = `${shown}.${minute}.${markOf(sessionId, shown, minute).toString("base64url")}`;
  return cookieText(name, value, computerOf(sessionId) === "private" ? sessionSeconds : undefined);
}

const minuteOf = (moment: Date) => Math.floor(moment.getTime() / 60_000);

function markOf(sessionId: string, shown: Shown, minute: number): Buffer {
  return Buffer.from(keyedHash("innova.to/shown-factor/v1", `${sessionId}|${shown}|${minute}`));
}
