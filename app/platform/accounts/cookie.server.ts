import { Cookie } from "lucia";
import { origin } from "#app/platform/env.server.ts";

// Every cookie of the product has Path=/area: none ever reaches /p (sealing.md §0.8).

/** How the names of all cookies of ours begin. */
export const cookiePrefix = "innova_";

const isSecure = () => origin().startsWith("https:");

/**
 * The name as browsers are sent it: they take the prefix over https only (RFC 6265bis §4.1.3.1).
 */
export function cookieName(name: string): string {
  return isSecure() ? `__Secure-${name}` : name;
}

/** What every cookie of ours says of itself. */
export function cookieAttributes() {
  return { path: "/area", sameSite: "lax", secure: isSecure() } as const;
}

/**
 * A Set-Cookie text that no script can read; without `seconds` the cookie ends with the browser.
 */
export function cookieText(name: string, value: string, seconds?: number): string {
  return new Cookie(cookieName(name), value, {
    ...cookieAttributes(),
    httpOnly: true,
    ...(seconds !== undefined && { maxAge: seconds }),
  }).serialize();
}

/** The value under `name` in a Cookie header, empty where there is none. */
export function cookieIn(name: string, header: string | null | undefined): string {
  const start = `${cookieName(name)}=`;
  return (
    (header ?? "")
      .split(";")
      .map((each) => each.trim())
      .find((each) => each.startsWith(start))
      ?.slice(start.length) ?? ""
  );
}
