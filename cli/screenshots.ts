import { fork, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import type { Browser, Page } from "playwright-core";
import { guidePicture } from "#app/domain/city/guide.ts";
import { type Locale, locales } from "#app/domain/locale.ts";
import { demoPassword } from "#prisma/demo/people.ts";
import { launchBrowser } from "#cli/chromium/launch.ts";
import { beginEdition, keysIn, stories, type Story } from "./guide-shots.ts";
import { sealAnd, writeIdea } from "./shot-steps.ts";

// npm run screenshots: the pictures of README and guides, taken from a demonstration of its own
// that is thrown away afterwards. With names (`npm run screenshots -- juror results-it`) only those
// guides and pictures are taken.

const folder = "docs/images";
const mostBytes = 150_000;
const viewport = { width: 1280, height: 800 };

type Demo = {
  origin: string;
  server: ChildProcess;
  directory: string;
  address: (role: string) => string;
  said: () => string;
};
type Shot = { name: string; locale: Locale; as?: string; show: (page: Page) => Promise<unknown> };

const shots: Shot[] = [
  { name: "home-it", locale: "it", show: (page) => page.goto("/it") },
  { name: "trust-en", locale: "en", show: (page) => page.goto("/en/trust") },
  { name: "write-it", locale: "it", as: "employee", show: (page) => writeIdea(page, "it") },
  {
    name: "receipt-en",
    locale: "en",
    as: "employee",
    show: (page) => writeIdea(page, "en").then(() => sealAnd(page, "en")),
  },
  { name: "score-it", locale: "it", as: "juror (internal)", show: score },
  { name: "way-it", locale: "it", as: "organiser", show: (page) => page.goto("/area/manage/2026") },
  {
    name: "assignment-en",
    locale: "en",
    as: "organiser",
    show: (page) => page.goto("/area/manage/2026/assignment"),
  },
  {
    name: "statistics-en",
    locale: "en",
    show: (page) => page.goto("/en/editions/2014/statistics"),
  },
  { name: "results-it", locale: "it", show: (page) => page.goto("/it/editions/2025/results") },
  { name: "after-en", locale: "en", show: (page) => page.goto("/en/editions/2025/implementation") },
];

if (!existsSync("build/server/index.js")) throw new Error("Build first: npm run build");
mkdirSync(folder, { recursive: true });
const demo = await startDemo();
try {
  const browser = await launchBrowser();
  const wanted = process.argv.slice(2);
  for (const shot of shots.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    console.log(shot.name);
    await take(browser, demo, shot);
  }
  await within(browser, demo, { locale: "it", as: demo.address("administrator") }, (page) =>
    beginEdition(page, demo.address("organiser")),
  );
  for (const story of stories.filter(
    ({ guide }) => wanted.length === 0 || wanted.includes(guide),
  )) {
    for (const locale of locales) await tell(browser, demo, story, locale);
  }
  await browser.close();
} finally {
  await stopDemo(demo);
}

/** The demonstration on a free port and an empty folder, and who plays which part in it. */
async function startDemo(): Promise<Demo> {
  const directory = mkdtempSync(join(tmpdir(), "innova-screenshots-"));
  const env = {
    ...process.env,
    HOST: "127.0.0.1",
    PORT: "0",
    DATA_DIR: directory,
    DATABASE_URL: "",
    APP_ORIGIN: "",
    SMTP_URL: "",
    LOG_LEVEL: "warn",
    CITY_NAME: "Comune di prova",
  };
  const server = fork("cli/demo.ts", {
    env,
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  let guide = "";
  server.stdout?.on("data", (chunk: Buffer) => (guide += chunk.toString()));
  const port = await new Promise<number>((resolve, reject) => {
    server.once("message", (said: { listening: number }) => resolve(said.listening));
    server.once("exit", (code) =>
      reject(new Error(`The demonstration did not start (${code}).\n${guide}`)),
    );
  });
  const address = (role: string) =>
    guide
      .split("\n")
      .find((line) => line.startsWith(`  ${role} `))
      ?.trim()
      .split(/\s+/)
      .at(-1) ?? "";
  return { origin: `http://localhost:${port}`, server, directory, address, said: () => guide };
}

async function stopDemo({ server, directory }: Demo): Promise<void> {
  const gone = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  await gone;
  rmSync(directory, { recursive: true, force: true });
}

/** One picture in a browser profile of its own. */
async function take(browser: Browser, demo: Demo, { name, locale, as, show }: Shot): Promise<void> {
  await within(
    browser,
    demo,
    { locale, as: as && demo.address(as), size: viewport },
    async (page) => {
      await show(page);
      await picture(page, join(folder, `${name}.png`));
    },
  );
}

/** The pictures of a guide in one language. */
async function tell(
  browser: Browser,
  demo: Demo,
  { guide, as, tell: steps }: Story,
  locale: Locale,
): Promise<void> {
  const own = join("docs/guide", locale, "images");
  mkdirSync(own, { recursive: true });
  const snap = async (page: Page, name: string) => {
    console.log(`${guide}-${name} ${locale}`);
    await picture(page, join(own, `${guide}-${name}.png`));
  };
  await within(
    browser,
    demo,
    { locale, as: typeof as === "string" ? demo.address(as) : as[locale], size: guidePicture },
    (page) => steps({ page, locale, snap: (name) => snap(page, name), keys: keysIn(demo.said()) }),
  );
}

/** Does `act` in a browser profile of its own, signed in as somebody where `as` is an address. */
async function within(
  browser: Browser,
  { origin }: Demo,
  {
    locale,
    as,
    size = viewport,
  }: {
    locale: Locale;
    as?: string | undefined;
    size?: { readonly width: number; readonly height: number };
  },
  act: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({
    baseURL: origin,
    locale,
    timezoneId: "Europe/Rome",
    viewport: { ...size },
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  if (as) await signIn(page, as, locale);
  await act(page);
  await context.close();
}

/** The page as it is, with as few colours as it needs; fails when it is too heavy. */
async function picture(page: Page, path: string): Promise<void> {
  await page.waitForLoadState("networkidle");
  await sharp(await page.screenshot({ animations: "disabled" }))
    .png({ palette: true, quality: 90, effort: 10 })
    .toFile(path);
  if (statSync(path).size > mostBytes)
    throw new Error(`${path} has ${statSync(path).size} bytes; at most ${mostBytes} are wanted.`);
}

async function signIn(page: Page, email: string, locale: Locale): Promise<void> {
  await page.goto("/area/login");
  await page.fill("input[name=email]", email);
  await page.fill("input[name=password]", demoPassword);
  await page.check("input[name=computer][value=private]");
  await page.click("form button[type=submit]");
  await page.waitForURL("**/area/desk");
  await page.goto("/area/account"); // inside /area the account has the language
  await page.selectOption("select[name=locale]", locale);
  await page.click("form:has(select[name=locale]) button[type=submit]");
  await page.waitForURL("**/area/account?done=language");
}

/** The first proposal on the juror's desk, with two scores given. */
async function score(page: Page): Promise<void> {
  await page.goto("/area/jury/2026");
  const links = await page
    .locator('a[href^="/area/jury/2026/"]')
    .evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
  await page.goto(links.find((href) => /\/\d+$/.test(href)) ?? "");
  await page.locator("input[type=radio][value='4']").nth(0).check();
  await page.locator("input[type=radio][value='3']").nth(1).check();
  await page.getByText(/Salvato alle/).waitFor();
  await page.evaluate(() => window.scrollTo(0, 0));
}
