import { isLocale, type Locale, preferredLocale } from "#app/domain/locale.ts";

/** The language for somebody who has not signed in: the one chosen by `?lang`, else the browser's. */
export function entranceLocale(request: Request): Locale {
  const chosen = new URL(request.url).searchParams.get("lang");
  return isLocale(chosen) ? chosen : preferredLocale(request.headers.get("Accept-Language"));
}
