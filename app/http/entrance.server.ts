import { isLocale, type Locale, preferredLocale } from "#app/domain/locale.ts";

/**
 * The language that `?lang` chooses: of the page one comes from, or by the switch; null where it
 * says none.
 */
export function chosenLocale(request: Request): Locale | null {
  const chosen = new URL(request.url).searchParams.get("lang");
  return isLocale(chosen) ? chosen : null;
}

/**
 * The language for somebody who has not signed in: the one chosen by `?lang`, else the browser's.
 */
export function entranceLocale(request: Request): Locale {
  return chosenLocale(request) ?? preferredLocale(request.headers.get("Accept-Language"));
}
