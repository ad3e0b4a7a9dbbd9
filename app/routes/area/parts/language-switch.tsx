import { Form, useLocation } from "@remix-run/react";
import { type Locale, locales } from "#app/domain/locale.ts";
import { ownName } from "#app/i18n/language-name.ts";

/**
 * The other languages, in the head of every signed-in page; one comes back to the same page, and
 * what is typed on it stays.
 */
export function LanguageSwitch({ current }: { current: Locale }) {
  const { pathname, search } = useLocation();
  return locales
    .filter((locale) => locale !== current)
    .map((locale) => (
      <Form key={locale} method="post" action="/area/account/language" replace preventScrollReset>
        <input type="hidden" name="back" value={pathname + search} />
        <button type="submit" className="plain" name="locale" value={locale} lang={locale}>
          {ownName(locale)}
        </button>
      </Form>
    ));
}
