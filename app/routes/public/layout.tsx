import "#app/ui/public.css";
import "#app/ui/published.css";
import { Outlet, useLoaderData, useLocation } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { locales } from "#app/domain/locale.ts";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { site } from "#app/http/site.server.ts";
import { Shell } from "#app/ui/shell.tsx";

/** The pages below are documents: they get no script (root.tsx) and know no session. */
export const handle = { document: true };

export const loader = pageFor(anybody, async ({ params }) => ({ locale: localeOf(params), site: site() }));

export default function PublicPages() {
  const { locale, site } = useLoaderData<typeof loader>();
  const t = useTranslations("public.navigation");
  const { pathname } = useLocation();
  const rest = pathname.replace(/^\/[^/]*/, "");
  const link = (path: string, words: string) => (
    <a href={`/${locale}${path}`} aria-current={rest === path ? "page" : undefined}>{words}</a>
  );
  const navigation = (
    <>
      {link("/trust", t("trust"))}
      {link("/editions", t("editions"))}
      <a href={`/area/login?lang=${locale}`} rel="noreferrer">{t("signIn")}</a>
      {locales.filter((other) => other !== locale).map((other) => (
        <a key={other} href={`/${other}${rest}`} hrefLang={other} lang={other}>{t("otherLanguage")}</a>
      ))}
      <a className="take-part" href={`/p/${locale}`} rel="noreferrer">{t("takePart")}</a>
    </>
  );
  return (
    <Shell site={site} home={`/${locale}`} navigation={navigation}>
      <Outlet />
    </Shell>
  );
}
