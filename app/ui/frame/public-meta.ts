import { createTranslator } from "use-intl";
import type { MetaDescriptor } from "@remix-run/node";
import type { Locale } from "#app/domain/locale.ts";
import type { Structured } from "#app/domain/publication/structured.ts";
import { messagesFor } from "#app/i18n/messages.ts";

/**
 * Title and description, for readers, searches and whoever shares the page; `structured` is what it
 * is in the words of schema.org.
 */
export function publicMeta({
  title,
  description,
  structured,
}: {
  title: string;
  description?: string;
  structured?: Structured;
}): MetaDescriptor[] {
  return [
    { title: `${title} · Innova.TO` },
    { property: "og:title", content: title },
    ...(description
      ? [
          { name: "description", content: description },
          { property: "og:description", content: description },
        ]
      : []),
    ...(structured ? [{ "script:ld+json": structured as Record<string, string> }] : []),
  ];
}

/** The words of public pages, for what stands outside the page's body. */
export function publicWords(locale: Locale) {
  return createTranslator({ locale, messages: messagesFor(locale), namespace: "public" });
}
