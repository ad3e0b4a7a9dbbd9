import { ownName } from "#app/i18n/language-name.ts";
import "#app/ui/styles/area.css";
import { Outlet, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { locales } from "#app/domain/locale.ts";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { entranceLocale } from "#app/http/entrance.server.ts";
import { site } from "#app/http/site.server.ts";
import { BusyActs } from "#app/routes/area/parts/busy-acts.tsx";
import { Shell } from "#app/ui/frame/shell.tsx";

export const loader = pageFor(anybody, async ({ request }) => ({
  locale: entranceLocale(request),
  site: site(),
}));

/** The frame of the pages for people who are not signed in yet. */
export default function EntranceLayout() {
  const t = useTranslations("area");
  const { locale, site } = useLoaderData<typeof loader>();
  return (
    <Shell site={site} home={`/${locale}`} navigation={<Languages current={locale} />}>
      <div className="narrow">
        <BusyActs />
        <Outlet />
        <p className="elsewhere">
          <a href={`/${locale}`} rel="noreferrer">
            {t("public")}
          </a>
        </p>
      </div>
    </Shell>
  );
}

/** Full page loads: the browser knows the words of one language. */
function Languages({ current }: { current: string }) {
  const [search] = useSearchParams();
  return locales.map((locale) => (
    <a
      key={locale}
      lang={locale}
      hrefLang={locale}
      aria-current={locale === current ? "true" : undefined}
      href={`?${new URLSearchParams([...[...search].filter(([name]) => name !== "lang"), ["lang", locale]])}`}
    >
      {ownName(locale)}
    </a>
  ));
}
