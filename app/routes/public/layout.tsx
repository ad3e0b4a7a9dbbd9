import { ownName } from "#app/i18n/language-name.ts";
import "#app/ui/styles/public.css";
import "#app/ui/styles/published.css";
import {
  isRouteErrorResponse,
  Outlet,
  useLoaderData,
  useLocation,
  useRouteError,
  useRouteLoaderData,
} from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { locales } from "#app/domain/locale.ts";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { site, siteAddress } from "#app/http/site.server.ts";
import { ErrorPage, ErrorWords } from "#app/ui/frame/error-page.tsx";
import { Shell } from "#app/ui/frame/shell.tsx";

/** The pages below are documents: they get no script (root.tsx) and know no session. */
export const handle = { document: true };

export const meta = () => [{ title: "Innova.TO" }];

export const loader = pageFor(anybody, async ({ params }) => ({
  locale: localeOf(params),
  site: site(),
  address: siteAddress(),
}));

export default function PublicPages() {
  return (
    <Frame {...useLoaderData<typeof loader>()}>
      <Outlet />
    </Frame>
  );
}

/** A page that went wrong keeps its frame; a language that does not exist has none. */
export function ErrorBoundary() {
  const error = useRouteError();
  const status = isRouteErrorResponse(error) ? error.status : 500;
  const frame = useRouteLoaderData<typeof loader>("routes/public/layout");
  return frame ? (
    <Frame {...frame}>
      <ErrorWords status={status} />
    </Frame>
  ) : (
    <ErrorPage status={status} />
  );
}

function Frame({
  locale,
  site,
  children,
}: Omit<Awaited<ReturnType<typeof loader>>, "address"> & { children: ReactNode }) {
  const t = useTranslations("public.navigation");
  const { pathname } = useLocation();
  const rest = pathname.replace(/^\/[^/]*/, "");
  const link = (path: string, words: string) => (
    <a href={`/${locale}${path}`} aria-current={rest === path ? "page" : undefined}>
      {words}
    </a>
  );
  const navigation = (
    <>
      {link("/trust", t("trust"))}
      {link("/editions", t("editions"))}
      {link("/help", t("help"))}
      <a href={`/area/login?lang=${locale}`} rel="noreferrer">
        {t("signIn")}
      </a>
      {locales
        .filter((other) => other !== locale)
        .map((other) => (
          <a key={other} href={`/${other}${rest}`} hrefLang={other} lang={other}>
            {ownName(other)}
          </a>
        ))}
      <a className="take-part" href={`/p/${locale}`} rel="noreferrer">
        {t("takePart")}
      </a>
    </>
  );
  return (
    <Shell site={site} home={`/${locale}`} navigation={navigation}>
      {children}
    </Shell>
  );
}
