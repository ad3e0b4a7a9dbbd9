import "./ui/styles/styles.ts";
import "./ui/styles/base.css";
import regular from "@fontsource/titillium-web/files/titillium-web-latin-400-normal.woff2?url";
import bold from "@fontsource/titillium-web/files/titillium-web-latin-700-normal.woff2?url";
import { MantineProvider, mantineHtmlProps } from "@mantine/core";
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useMatches,
  useParams,
  useRouteError,
} from "@remix-run/react";
import type { ReactNode } from "react";
import { IntlProvider } from "use-intl";
import { defaultLocale, isLocale, type Locale } from "./domain/locale.ts";
import { messagesFor } from "./i18n/messages.ts";
import { ErrorPage } from "./ui/frame/error-page.tsx";
import { PublicHead } from "./ui/frame/public-head.tsx";
import { useNonce } from "./ui/frame/nonce.ts";
import { theme } from "./ui/styles/theme.ts";

/** The two weights that every page begins with, asked for together with its styles. */
export const links = () =>
  [regular, bold].map(
    (href) =>
      ({ rel: "preload", as: "font", type: "font/woff2", crossOrigin: "anonymous", href }) as const,
  );

// No session is touched here: this also serves /p and the public pages (sealing.md §6).

/** For pages that have no title of their own, such as errors. */
export const meta = () => [{ title: "Innova.TO" }];

export function Layout({ children }: { children: ReactNode }) {
  const nonce = useNonce();
  const locale = useLocaleOfPage();
  const hydrates = !useMatches().some((match) => isDocument(match.handle));
  return (
    <html lang={locale} {...mantineHtmlProps}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <Meta />
        <IntlProvider locale={locale} messages={messagesFor(locale)} timeZone="Europe/Rome">
          {import.meta.env.SSR && !hydrates && <PublicHead />}
        </IntlProvider>
        <Links />
      </head>
      <body>
        <MantineProvider
          theme={theme}
          withCssVariables={false}
          withGlobalClasses={false}
          {...(import.meta.env.PROD && { getStyleNonce: () => nonce })}
        >
          <IntlProvider locale={locale} messages={messagesFor(locale)} timeZone="Europe/Rome">
            {children}
          </IntlProvider>
        </MantineProvider>
        {hydrates && <ScrollRestoration nonce={nonce} />}
        {hydrates && <Scripts nonce={nonce} />}
      </body>
    </html>
  );
}

export default function App() {
  return <Outlet />;
}

export function ErrorBoundary() {
  const error = useRouteError();
  return <ErrorPage status={isRouteErrorResponse(error) ? error.status : 500} />;
}

/** The language of the page: its URL's, else the one a loader found in the account. */
function useLocaleOfPage(): Locale {
  const params = useParams();
  const found = useMatches()
    .map((match) => localeIn(match.data))
    .filter(isLocale)
    .at(-1);
  return isLocale(params.locale) ? params.locale : (found ?? defaultLocale);
}

function localeIn(data: unknown): unknown {
  return typeof data === "object" && data !== null && "locale" in data ? data.locale : undefined;
}

/** Public pages are documents: they say `handle = { document: true }` and get no script. */
function isDocument(handle: unknown): boolean {
  return (
    typeof handle === "object" &&
    handle !== null &&
    "document" in handle &&
    handle.document === true
  );
}
