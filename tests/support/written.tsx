import { createRequestHandler, type ServerBuild } from "@remix-run/node";
import { Outlet } from "@remix-run/react";
import type { ComponentType } from "react";
import { IntlProvider } from "use-intl";
import type { Locale } from "#app/domain/locale.ts";
import { messagesFor } from "#app/i18n/messages.ts";
import * as entry from "../../app/entry.server.tsx";

/** The module of a page. */
type Page = { default: ComponentType; loader: unknown };

/** A public page without its frame, as the server writes it; `path` as in the table of routes. */
export async function written(
  page: Page,
  locale: Locale,
  path: string,
  params: Record<string, string>,
): Promise<string> {
  const root = () => (
    <html lang={locale}>
      <body>
        <IntlProvider locale={locale} messages={messagesFor(locale)} timeZone="Europe/Rome">
          <Outlet />
        </IntlProvider>
      </body>
    </html>
  );
  const rootEntry = { id: "root", path: "", module: "" };
  const here = { id: "page", parentId: "root", path: `:locale/${path}` };
  const build = {
    entry: { module: entry },
    routes: {
      root: { ...rootEntry, module: { default: root } },
      page: { ...here, module: { default: page.default, loader: page.loader } },
    },
    assets: {
      entry: { module: "", imports: [] },
      routes: { root: rootEntry, page: { ...here, hasLoader: true, module: "" } },
      url: "",
      version: "1",
    },
    publicPath: "/",
    assetsBuildDirectory: "",
    basename: "/",
    mode: "production",
    isSpaMode: false,
    future: { v3_singleFetch: true },
  } as unknown as ServerBuild; // of a build, what answering one page reads
  const place = path.replace(/:(\w+)/g, (_, name: string) => params[name] ?? "");
  const request = new Request(`http://localhost/${locale}/${place}`);
  const context = { nonce: "n", address: undefined };
  const answer = await createRequestHandler(build, "production")(request, context);
  return (await answer.text()).replace(/<!-- -->/g, "");
}
