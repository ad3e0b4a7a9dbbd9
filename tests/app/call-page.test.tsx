import "#tests/support/database.ts";
import "#app/i18n/all.ts";
import { createRequestHandler, type ServerBuild } from "@remix-run/node";
import { Outlet } from "@remix-run/react";
import { beforeAll, describe, expect, test } from "vitest";
import { IntlProvider } from "use-intl";
import type { Locale } from "#app/domain/locale.ts";
import { messagesFor } from "#app/i18n/messages.ts";
import { db } from "#app/platform/db.server.ts";
import * as call from "#app/routes/public/call.tsx";
import { exact } from "#app/ui/when.ts";
import { openEdition } from "#tests/factories/sealed-edition.ts";
import * as entry from "../../app/entry.server.tsx";

/** The page of the call as the server writes it. */
async function written(code: string, locale: Locale): Promise<string> {
  const root = () => <html lang={locale}><body><IntlProvider locale={locale} messages={messagesFor(locale)} timeZone="Europe/Rome"><Outlet /></IntlProvider></body></html>;
  const build = {
    entry: { module: entry },
    routes: { root: { id: "root", path: "", module: { default: root } }, call: { id: "call", parentId: "root", path: ":locale/editions/:code", module: { default: call.default, loader: call.loader } } },
    assets: { entry: { module: "", imports: [] }, routes: { root: { id: "root", path: "", module: "" }, call: { id: "call", parentId: "root", path: ":locale/editions/:code", hasLoader: true, module: "" } }, url: "", version: "1" },
    publicPath: "/", assetsBuildDirectory: "", basename: "/", mode: "production", isSpaMode: false,
    future: { v3_singleFetch: true },
  } as unknown as ServerBuild; // of a build, what answering one page reads
  const answer = await createRequestHandler(build, "production")(new Request(`http://localhost/${locale}/editions/${code}`), { nonce: "n", address: undefined });
  return (await answer.text()).replace(/<!-- -->/g, "");
}

describe("the call says the thresholds that apply", () => {
  let code: string;
  beforeAll(async () => {
    const { edition } = await openEdition();
    ({ code } = await db().edition.update({ where: { id: edition.id }, data: { minimumScore: 60.5, shortlistScore: 70.25 } }));
  });

  test.each([["it", "60,5", "70,25"], ["en", "60.5", "70.25"]] as const)("as they were typed, in %s", async (locale, least, shortlist) => {
    const page = await written(code, locale);
    expect(page).toMatch(new RegExp(`${least.replace(".", "\\.")} (punti|points)`));
    expect(page).toMatch(new RegExp(`${shortlist.replace(".", "\\.")} (punti|points)`));
  });

  test("whatever number it is", () => {
    for (const value of [0.1, 33.333, 60.5, 99.99, 100]) expect(Number(exact(value, "it").replace(",", "."))).toBe(value);
  });
});
