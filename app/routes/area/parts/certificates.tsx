import { useTranslations } from "use-intl";
import type { Locale } from "#app/domain/locale.ts";
import type { OwnCertificate } from "#app/queries/publication/own-certificates.server.ts";
import { Act } from "#app/ui/forms/act.tsx";

/** The certificates of whoever is signed in: to take, or to open. */
export function Certificates({
  certificates,
  locale,
}: {
  certificates: OwnCertificate[];
  locale: Locale;
}) {
  const t = useTranslations("certificate");
  return (
    <section className="panel stack" aria-labelledby="certificates">
      <h2 id="certificates" style={{ fontSize: "1.15rem" }}>
        {t("own")}
      </h2>
      <ul className="stack" style={{ padding: 0, margin: 0 }}>
        {certificates.map(({ editionId, edition, kind, publicNo, named, code }) => (
          <li key={`${editionId} ${kind} ${publicNo}`} className="stack">
            <span>
              {t(`title.${kind}`)} · {edition}
              {kind === "WINNER" && ` · ${t("proposal", { no: publicNo })}`}
            </span>
            {kind === "WINNER" && !named && <span className="soft">{t("unnamedNote")}</span>}
            {code ? (
              <a href={`/${locale}/certificates/${code}`} rel="noreferrer">
                {t("open")}
              </a>
            ) : (
              <Act
                action="/area/certificate"
                values={{ edition: editionId, kind, publicNo }}
                size="compact-sm"
              >
                {t("take")}
              </Act>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
