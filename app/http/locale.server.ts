import { isLocale, type Locale } from "#app/domain/locale.ts";
import { notFound } from "./reply.server.ts";

/** The language named in the URL; another word there is a page that does not exist. */
export function localeOf(params: { locale?: string }): Locale {
  if (!isLocale(params.locale)) throw notFound();
  return params.locale;
}
