import { Link } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { inLocale, type Locale, locales } from "#app/domain/locale.ts";
import type { Released, ReleaseList } from "#app/domain/publication/list.ts";

type Props = { list: ReleaseList; code: string; locale: Locale };

/** Everything the publication releases, each to be opened as it will be, in each language. */
export function Releases({ list, code, locale }: Props) {
  const t = useTranslations("publication.list");
  const moment = useTranslations("mailings.moment");
  const previews = (released: Released[]) => (
    <ul>
      {released.map((each) => (
        <li key={each.path}>
          <Preview released={each} code={code} locale={locale} />
        </li>
      ))}
    </ul>
  );
  return (
    <section className="panel stack" aria-labelledby="released">
      <h2 id="released">{t("title")}</h2>
      <p className="soft">{t("text")}</p>
      <h3>{t("pages")}</h3>
      {previews(list.pages)}
      <h3>{t("files")}</h3>
      {previews(list.files)}
      <p className="soft">{t("follows")}</p>
      <h3>{t("certificates")}</h3>
      <p className="soft">{t("certificatesText")}</p>
      {previews(list.certificates)}
      <h3>{t("mails")}</h3>
      <p className="soft">{t("mailsText")}</p>
      <ul>
        {list.mails.map((each) => (
          <li key={each}>
            <Link to={`/area/manage/${code}/mails/${each}`}>{moment(each)}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Preview({ released, code, locale }: Omit<Props, "list"> & { released: Released }) {
  const t = useTranslations("publication.list");
  const name = useName(locale);
  const words = name(released);
  return (
    <>
      {words}{" "}
      {locales.map((each) => (
        <span key={each}>
          {" "}
          <a
            href={`/area/manage/${code}/publication/preview/${each}/${released.path}`}
            aria-label={`${words} · ${t(`inLanguage.${each}`)}`}
            hrefLang={each}
          >
            {each.toUpperCase()}
          </a>
        </span>
      ))}
    </>
  );
}

function useName(locale: Locale): (released: Released) => string {
  const t = useTranslations("publication.list");
  const figure = useTranslations("public.statistics.names");
  const file = useTranslations("public.catalogue.files");
  return (released) => {
    if (released.what === "data") return `${file(released.kind)} (${released.path})`;
    if (released.what === "attachment")
      return t("attachment", { no: released.no, position: released.position });
    if (released.what === "compared") return t("compared", { other: released.other });
    if (released.what === "winner")
      return t("winner", { no: released.no, title: inLocale(released.title, locale) });
    if (released.what === "figure") return t("figure", { name: figure(released.figure) });
    if ("no" in released) return t(released.what, { no: released.no });
    return released.path.includes(".")
      ? `${t(released.what)} (${released.path})`
      : t(released.what);
  };
}
