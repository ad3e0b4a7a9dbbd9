import { timingSafeEqual } from "node:crypto";
import { generateIdFromEntropySize } from "lucia";
import { cookieIn, cookieText } from "./cookie.server.ts";
import { keyedHash } from "#app/platform/keyed-hash.server.ts";

// A browser in which somebody signed in keeps a mark that says so, to this server alone. It holds a
// random number and its keyed hash with the account: whoever finds it learns of nobody, and signs
// in nowhere with it.

export const knownBrowserName = "innova_known_browser";
/** So many accounts of one browser are known; the one that signed in longest ago goes first. */
const maxBrowsers = 5;
const seconds = 365 * 86_400;

/** The browser of this cookie header where `userId` signed in before; null where it did not. */
export function knownBrowser(cookies: string | null | undefined, userId: string): string | null {
  return (
    marksIn(cookies)
      .find((mark) => isOf(mark, userId))
      ?.split(".")[0] ?? null
  );
}

/** The cookie by which the browser of this header is known to `userId` from now on. */
export function knownBrowserCookie(cookies: string | null | undefined, userId: string): string {
  const before = marksIn(cookies);
  const own = before.find((mark) => isOf(mark, userId)) ?? newMark(userId);
  const marks = [own, ...before.filter((mark) => mark !== own)].slice(0, maxBrowsers);
  return cookieText(knownBrowserName, marks.join("~"), seconds);
}

function marksIn(cookies: string | null | undefined): string[] {
  return cookieIn(knownBrowserName, cookies)
    .split("~")
    .filter((mark) => /^[a-z0-9]{26,40}\.[\w-]{43}$/.test(mark));
}

function newMark(userId: string): string {
  const browser = generateIdFromEntropySize(20);
  return `${browser}.${markOf(browser, userId).toString("base64url")}`;
}

function isOf(mark: string, userId: string): boolean {
  const [browser = "", given = ""] = mark.split(".");
  const made = markOf(browser, userId);
  const found = Buffer.from(given, "base64url");
  return found.length === made.length && timingSafeEqual(found, made);
}

function markOf(browser: string, userId: string): Buffer {
  return Buffer.from(keyedHash("innova.to/known-browser/v1", `${browser}|${userId}`));
}
