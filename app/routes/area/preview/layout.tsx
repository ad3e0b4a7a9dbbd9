import "#app/ui/styles/public.css";
import "#app/ui/styles/published.css";
import { Outlet, useLoaderData, useLocation } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { locales } from "#app/domain/locale.ts";
import { organiser, pageFor } from "#app/http/actor.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { site } from "#app/http/site.server.ts";
import { previewBase } from "#app/queries/publication/visible-publication.server.ts";
import { Shell } from "#app/ui/frame/shell.tsx";

/** Like the public pages, those of the preview get no script. */
export const handle = { document: true };

export const loader = pageFor(organiser, async ({ edition, params }) => {
  const locale = localeOf(params);
  return {
    locale,
    code: edition.code,
    site: site(),
    base: previewBase(edition.code, locale),
    others: locales
      .filter((other) => other !== locale)
      .map((other) => ({ locale: other, base: previewBase(edition.code, other) })),
  };
});

/** The frame of the pages as they will be published. */
export default function PreviewFrame() {
  const { code, site, base, others } = useLoaderData<typeof loader>();
  const t = useTranslations("publication.list");
  const { pathname } = useLocation();
  const navigation = (
    <>
      <a href={`/area/manage/${code}/publication`}>{t("back")}</a>
      {others.map((other) => (
        <a
          key={other.locale}
          href={other.base + pathname.slice(base.length)}
          hrefLang={other.locale}
          lang={other.locale}
        >
          {t(`inLanguage.${other.locale}`)}
        </a>
      ))}
    </>
  );
  return (
    <Shell site={site} home={`/area/manage/${code}/publication`} navigation={navigation}>
      <p className="panel" role="note">
        {t("notPublic")}
      </p>
      <Outlet />
    </Shell>
  );
}
