import type { ReactNode } from "react";
import { useTranslations } from "use-intl";

/** What a city sets about itself; shown in every header and footer. */
export type Site = {
  city: string;
  sourceUrl: string;
  accessibilityUrl: string;
  privacyUrl: string;
  legalUrl: string;
  contact: string;
  /** with the city's own colour, where it chose one */
  styleSheet: string | null;
  logo: { src: string; width: number; height: number } | null;
};

type Props = { site: Site; home: string; navigation: ReactNode; children: ReactNode };

/**
 * The frame of every page: skip link, city, navigation, content, footer with the hooks of the
 * Italian municipal model.
 */
export function Shell({ site, home, navigation, children }: Props) {
  const t = useTranslations("shell");
  return (
    <>
      {site.styleSheet && <link rel="stylesheet" href={site.styleSheet} />}
      <a className="skip" href="#content">
        {t("skip")}
      </a>
      <header className="top">
        <div className="top-inner">
          <a className="brand" href={home} rel="noreferrer">
            {site.logo && (
              <img
                className="arms"
                src={site.logo.src}
                width={site.logo.width}
                height={site.logo.height}
                alt=""
              />
            )}
            <span>
              Innova.TO<small>{site.city}</small>
            </span>
          </a>
          <nav aria-label={t("navigation")}>{navigation}</nav>
        </div>
      </header>
      <main className="main" id="content" tabIndex={-1}>
        {children}
      </main>
      <footer className="bottom">
        <div className="bottom-inner">
          <span>{site.city}</span>
          {site.contact && <a href={`mailto:${site.contact}`}>{t("contact")}</a>}
          {site.accessibilityUrl && (
            <a data-element="accessibility-link" href={site.accessibilityUrl}>
              {t("accessibility")}
            </a>
          )}
          {site.privacyUrl && (
            <a data-element="privacy-policy-link" href={site.privacyUrl}>
              {t("privacy")}
            </a>
          )}
          {site.legalUrl && (
            <a data-element="legal-notes" href={site.legalUrl}>
              {t("legal")}
            </a>
          )}
          {site.sourceUrl && <a href={site.sourceUrl}>{t("source")}</a>}
        </div>
      </footer>
    </>
  );
}
