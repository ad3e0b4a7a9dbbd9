import "#app/ui/styles/published.css";
import { useTranslations } from "use-intl";
import type { Erratum, ErratumPage } from "#app/domain/publication/erratum.ts";
import { inLocale, type Locale } from "#app/domain/locale.ts";
import { dateTime } from "#app/i18n/when.ts";

type Props = {
  errata: readonly Erratum[];
  locale: Locale;
  timeZone: string;
  /** says which page each is about */ named?: boolean;
};

/** Corrections, on the page that they are about. */
export function Errata({ errata, locale, timeZone, named = false }: Props) {
  const t = useTranslations("errata");
  const nameOf = usePageName();
  if (errata.length === 0) return null;
  return (
    <section aria-labelledby="errata" className="errata">
      <h2 id="errata">{t("title")}</h2>
      <ol className="plain-list">
        {errata.map(({ number, page, text, reason, at }) => (
          <li key={number} value={number}>
            <p className="soft">
              <time dateTime={at}>{dateTime(at, locale, timeZone)}</time>
              {named && ` · ${nameOf(page)}`}
            </p>
            <p className="typed">{inLocale(text, locale)}</p>
            <p className="soft typed">{t("because", { reason: inLocale(reason, locale) })}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** A published page in words. */
export function usePageName(): (page: ErratumPage) => string {
  const t = useTranslations("errata.pages");
  return (page) => {
    const [kind = "", no = ""] = page.split("/");
    if (kind === "proposals") return t("proposals", { no });
    return kind === "minutes" ? t("minutes", { no }) : t(kind as "results" | "statistics");
  };
}
