import "#tests/support/database.ts";
import { createHash } from "node:crypto";
import type { Browser } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startWorld, type World } from "#cli/cycle/world.ts";
import { databaseUrl, db } from "#app/platform/db.server.ts";
import { keyEncryptionKey } from "#app/platform/env.server.ts";
import { padded } from "#app/deposit/padding.ts";
import { launchBrowser } from "#cli/chromium/launch.ts";
import {
  hasNginx,
  logsByRules,
  type Nginx,
  readmeServer,
  startNginx,
} from "#tests/support/processes/nginx.ts";
import { ownBox } from "#tests/support/processes/own-box.ts";
import { rawRequest } from "#tests/support/raw-request.ts";
import { openProfile } from "#tests/support/story.ts";
import { openEdition } from "#tests/factories/sealed-edition.ts";

const box = ownBox();

// A city with a colour and a logo; somebody visits /p behind the nginx of the README. Every line
// that the server and nginx write is compared with every address that the visit asked for.

let world: World;
let browser: Browser;

beforeAll(async () => {
  const logoBytes = new Uint8Array(
    await sharp({ create: { width: 60, height: 60, channels: 3, background: "#8a1538" } })
      .png()
      .toBuffer(),
  );
  const logoSha256 = new Uint8Array(createHash("sha256").update(logoBytes).digest());
  const logo = { logoKind: "png", logoWidth: 60, logoHeight: 60, logoBytes, logoSha256 };
  await db().city.create({ data: { id: 1, name: "Comune di prova", colour: "#8a1538", ...logo } });
  await openEdition();
  const environment = {
    DATABASE_URL: databaseUrl(),
    BOX_DIR: box.directory,
    APP_KEK: keyEncryptionKey().toString("base64"),
    LOG_LEVEL: "info",
    TRUST_PROXY: "true",
  };
  [world, browser] = await Promise.all([startWorld(environment), launchBrowser()]);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

/** What somebody writes, or a browser asks by itself, besides what the page asks for. */
const disguises = [
  "/P/it",
  "//p/it",
  "/p//it",
  "/%70/it",
  "/p%2Fit",
  "/p",
  "/P.data",
  "/p/it.data",
  "/_root.data",
  "/p/%ff",
  "/p/%00",
  "/favicon.ico",
  "/apple-touch-icon.png",
  "/Favicon.svg",
];
const passes = [
  "/area/activation",
  "/area/pass-return",
  "/area/vote-token",
  "/area/participation",
  "/AREA/pass-return",
  "/area//pass-return",
  "/area/%70ass-return",
  "/area/vote-token.data",
];

/**
 * Visits /p at `origin` with a browser, and with every other way of asking; gives the paths asked
 * for.
 */
async function visit(origin: string): Promise<string[]> {
  const { page, sent, settled, context } = await openProfile(browser, origin);
  await page.goto("/p/it");
  await page.getByRole("tab", { name: "Ho il codice ricevuta" }).click();
  await page.waitForLoadState("networkidle");
  await settled();
  await context.close();
  const headers = { "Content-Type": "application/json", Origin: origin };
  for (const body of [padded({ op: "nonsense" }), "x".repeat(100_000)])
    await rawRequest(origin, "/p/api", { method: "POST", body, headers });
  for (const path of disguises) await rawRequest(origin, path);
  for (const path of passes)
    await rawRequest(origin, path, { method: "POST", body: "{}", headers });
  return [...sent.map(({ url }) => new URL(url).pathname), "/p/api", ...disguises, ...passes];
}

/** The paths in the server's log. */
const serverLines = () =>
  [...world.output().matchAll(/"path":"([^"]*)"/g)].map(([, path]) => path!);
/** The paths in an access log, and the lines of an error log. */
const nginxLines = (nginx: Nginx) =>
  nginx
    .written()
    .split("\n")
    .filter(Boolean)
    .map((line) => /"[A-Z]+ (\S+) HTTP/.exec(line)?.[1] ?? line)
    .filter((path) => path !== "/healthz");

test("a visit of /p asks for the city's colour and logo, so there is something to leave out", async () => {
  const asked = await visit(world.origin);
  for (const what of [/^\/colours\//, /^\/logos\//, /^\/assets\//, /^\/p\/it$/])
    expect(
      asked.some((path) => what.test(path)),
      String(what),
    ).toBe(true);
});

test("the server writes no line about anything that a visit of /p asks for, nor about passes and tokens", async () => {
  const before = serverLines().length;
  await visit(world.origin);
  await fetch(`${world.origin}/it?control`);
  // a public page is written down, and nothing else was
  await expect.poll(() => serverLines().at(-1)).toBe("/it");
  expect(serverLines().slice(before)).toEqual(["/it"]);
  expect(world.output()).not.toMatch(/"level":50/);
});

const forms: [string, string][] = [
  ["for one process", readmeServer()],
  ["for two processes", readmeServer({ twoProcesses: true })],
];

describe.skipIf(!hasNginx)("nginx with the README's lines", () => {
  test.each(forms)(
    "%s writes nothing of it either, and hands no cookie on",
    async (_form, server) => {
      const nginx = await startNginx(server, world.origin, { box: world.origin });
      try {
        await visit(nginx.origin);
        await fetch(`${nginx.origin}/it`);
        await fetch(`${nginx.origin}/area/login`);
        await expect.poll(() => nginxLines(nginx)).toEqual(["/it", "/area/login"]);
        const cookies = await fetch(`${nginx.origin}/p/it`, {
          headers: { Cookie: "innova_session=x; other=y" },
        });
        expect(cookies.status).toBe(200); // with the cookie the server would have refused it
      } finally {
        await nginx.stop();
      }
    },
  );

  test.each([
    ["no 'off' for all", (server: string) => server.replace("access_log off;", ""), "/p/it"],
    [
      "colours named as public",
      (server: string) => server.replace("(it|en|area)", "(it|en|area|colours)"),
      "/colours/8a1538.css",
    ],
    [
      "the box's lines among the public pages",
      () => readmeServer({ twoProcesses: true }).replace("^/(it|en|area)", "^/(it|en|area|p)"),
      "/p/it",
    ],
    [
      "passes forgotten",
      (server: string) => server.replace("pass-return|", ""),
      "/area/pass-return",
    ],
  ])("control: with %s the leak is seen, as by its rules", async (_what, leaking, path) => {
    const server = leaking(readmeServer());
    const nginx = await startNginx(server, world.origin, { box: world.origin });
    try {
      const asked = await visit(nginx.origin);
      await expect.poll(() => nginxLines(nginx)).toContain(path);
      expect(logsByRules(server)(path)).toBe(true);
      // what nginx does and what is read out of its rules is one
      const byRules = asked.filter((each) => !/%(00|ff)/.test(each)).filter(logsByRules(server));
      await expect
        .poll(
          () =>
            new Set(
              nginxLines(nginx).filter((line) => line.startsWith("/") && !/%(00|ff)/.test(line)),
            ),
        )
        .toEqual(new Set(byRules));
    } finally {
      await nginx.stop();
    }
  });
});

test.each(forms)(
  "the rules of the README's nginx %s write no line about it, however it is written",
  async (_form, server) => {
    const logs = logsByRules(server);
    const asked = (await visit(world.origin)).filter((path) => !/%(00|ff)/.test(path));
    expect(asked.filter(logs)).toEqual([]);
    expect(
      ["/it", "/en/editions/2027", "/area/login", "/area/desk.data"].filter((path) => !logs(path)),
    ).toEqual([]);
  },
);
