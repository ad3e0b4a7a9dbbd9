import type { MetaFunction } from "@remix-run/react";
import { createTranslator } from "use-intl";
import { defaultLocale, isLocale, type Locale } from "#app/domain/locale.ts";
import { messagesFor } from "#app/i18n/messages.ts";

/** The title of a page in its own language: `export const meta = titled("desk.title")`. */
export function titled(key: string): MetaFunction {
  return ({ matches, params }) => {
    const locale = isLocale(params.locale)
      ? params.locale
      : (matches
          .map(({ data }) => localeIn(data))
          .filter(isLocale)
          .at(-1) ?? defaultLocale);
    return [{ title: `${wordsAt(key, locale)} · Innova.TO` }];
  };
}

function wordsAt(key: string, locale: Locale): string {
  const t = createTranslator({ locale, messages: messagesFor(locale) });
  return t(key as never);
}

function localeIn(data: unknown): unknown {
  return typeof data === "object" && data !== null && "locale" in data ? data.locale : undefined;
}
