import { Form, useLocation } from "@remix-run/react";
import type { FormEvent } from "react";
import { useTranslations } from "use-intl";
import { type Locale, locales } from "#app/domain/locale.ts";

const names: Record<Locale, string> = { it: "Italiano", en: "English" };

/** The other languages, in the head of every signed-in page; one comes back to the same page. */
export function LanguageSwitch({ current }: { current: Locale }) {
  const t = useTranslations("area");
  const { pathname, search } = useLocation();
  const holdBack = (event: FormEvent) => {
    if (isTyped() && !confirm(t("typed"))) event.preventDefault();
  };
  return locales.filter((locale) => locale !== current).map((locale) => (
    <Form key={locale} method="post" action="/area/account/language" onSubmit={holdBack} preventScrollReset>
      <input type="hidden" name="back" value={pathname + search} />
      <button type="submit" className="plain" name="locale" value={locale} lang={locale}>{names[locale]}</button>
    </Form>
  ));
}

/** True when something on the page was typed or chosen and is not sent yet. */
function isTyped(): boolean {
  return [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("main input:not([type=hidden]), main textarea")].some((field) =>
    field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue);
}
