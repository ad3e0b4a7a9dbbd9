import { createTranslator } from "use-intl";
import { type Locale, locales } from "#app/domain/locale.ts";
import { messagesFor } from "#app/i18n/messages.ts";

/** Title, description and the same page in the other languages. */
export function publicMeta({ title, description, pathname }: { title: string; description?: string; pathname: string }) {
  const rest = pathname.replace(/^\/[^/]*/, "");
  return [
    { title: `${title} · Innova.TO` },
    ...(description ? [{ name: "description", content: description }] : []),
    ...locales.map((locale) => ({ tagName: "link" as const, rel: "alternate", hrefLang: locale, href: `/${locale}${rest}` })),
  ];
}

/** The words of public pages, for what stands outside the page's body. */
export function publicWords(locale: Locale) {
  return createTranslator({ locale, messages: messagesFor(locale), namespace: "public" });
}
