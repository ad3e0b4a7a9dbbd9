import { fork, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { demoPassword } from "#prisma/demo/people.ts";
import { launchBrowser } from "#tests/support/browser.ts";

// npm run screenshots: the README's pictures, taken from a demonstration of its own that is thrown away afterwards.

const folder = "docs/images";
const mostBytes = 250_000;
const viewport = { width: 1280, height: 800 };

type Locale = "it" | "en";
type Demo = { origin: string; server: ChildProcess; directory: string; address: (role: string) => string };
type Shot = { name: string; locale: Locale; as?: string; show: (page: Page) => Promise<unknown> };

const shots: Shot[] = [
  { name: "home-it", locale: "it", show: (page) => page.goto("/it") },
  { name: "trust-en", locale: "en", show: (page) => page.goto("/en/trust") },
  { name: "write-it", locale: "it", as: "employee", show: write },
  { name: "receipt-en", locale: "en", as: "employee", show: (page) => write(page).then(() => seal(page)) },
  { name: "score-it", locale: "it", as: "juror (internal)", show: score },
  { name: "way-it", locale: "it", as: "organiser", show: (page) => page.goto("/area/manage/2026") },
  { name: "assignment-en", locale: "en", as: "organiser", show: (page) => page.goto("/area/manage/2026/assignment") },
  { name: "statistics-en", locale: "en", show: (page) => page.goto("/en/editions/2014/statistics") },
];

const idea = {
  it: {
    title: "Un solo sportello per le pratiche del trasloco",
    summary: "Chi cambia casa oggi visita quattro uffici. Un unico modulo, compilato una volta, avvisa tutti.",
    problem: "Residenza, tassa rifiuti, nido e permesso di sosta chiedono **gli stessi dati** in quattro moduli diversi.",
    solution: "Un modulo in linea che li raccoglie una volta e li consegna agli uffici competenti.",
    beneficiaries: "Chi trasloca: circa novemila famiglie all’anno.",
    benefit: "Tre visite in meno per famiglia e meno errori di trascrizione.",
  },
  en: {
    title: "One desk for everything about moving house",
    summary: "Whoever moves visits four offices today. One form, filled in once, tells them all.",
    problem: "Residence, waste tax, nursery and parking permit ask for **the same data** on four forms.",
    solution: "One online form that gathers them once and hands them to the offices concerned.",
    beneficiaries: "People who move: about nine thousand families a year.",
    benefit: "Three visits fewer for each family, and fewer mistakes in copying.",
  },
};

if (!existsSync("build/server/index.js")) throw new Error("Build first: npm run build");
mkdirSync(folder, { recursive: true });
const demo = await startDemo();
try {
  const browser = await launchBrowser();
  for (const shot of shots) {
    console.log(shot.name);
    await take(browser, demo, shot);
  }
  await browser.close();
} finally {
  await stopDemo(demo);
}

/** The demonstration on a free port and an empty folder, and who plays which part in it. */
async function startDemo(): Promise<Demo> {
  const directory = mkdtempSync(join(tmpdir(), "innova-screenshots-"));
  const env = { ...process.env, HOST: "127.0.0.1", PORT: "0", DATA_DIR: directory, DATABASE_URL: "", APP_ORIGIN: "", SMTP_URL: "", LOG_LEVEL: "warn", CITY_NAME: "Comune di prova" };
  const server = fork("cli/demo.ts", { env, execArgv: ["--import", "tsx"], stdio: ["ignore", "pipe", "inherit", "ipc"] });
  let guide = "";
  server.stdout?.on("data", (chunk: Buffer) => (guide += chunk.toString()));
  const port = await new Promise<number>((resolve, reject) => {
    server.once("message", (said: { listening: number }) => resolve(said.listening));
    server.once("exit", (code) => reject(new Error(`The demonstration did not start (${code}).\n${guide}`)));
  });
  const address = (role: string) => guide.split("\n").find((line) => line.startsWith(`  ${role} `))?.trim().split(/\s+/).at(-1) ?? "";
  return { origin: `http://localhost:${port}`, server, directory, address };
}

async function stopDemo({ server, directory }: Demo): Promise<void> {
  const gone = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  await gone;
  rmSync(directory, { recursive: true, force: true });
}

/** One picture in a browser profile of its own; fails when it is too heavy for a README. */
async function take(browser: Browser, { origin, address }: Demo, { name, locale, as, show }: Shot): Promise<void> {
  const context = await browser.newContext({ baseURL: origin, locale, timezoneId: "Europe/Rome", viewport, reducedMotion: "reduce" });
  const page = await context.newPage();
  if (as) await signIn(page, address(as), locale);
  await show(page);
  await page.waitForLoadState("networkidle");
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, animations: "disabled" });
  await context.close();
  if (statSync(path).size > mostBytes) throw new Error(`${path} has ${statSync(path).size} bytes; at most ${mostBytes} are wanted.`);
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

/** The anonymous page with a pass and the first step filled in. */
async function write(page: Page): Promise<void> {
  await page.goto("/area/desk");
  await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.startsWith("innova.wallet.")), undefined, { timeout: 60_000 });
  const locale = (await page.locator("html").getAttribute("lang")) === "en" ? "en" : "it";
  await page.goto(`/p/${locale}`);
  const { title, summary, problem, solution } = idea[locale];
  for (const [field, text] of Object.entries({ title, summary, problem, solution })) await page.fill(`#field-${field}`, text);
  await page.evaluate(() => window.scrollTo(0, 0));
}

/** From the first step to the receipt; nothing is handed in. */
async function seal(page: Page): Promise<void> {
  const next = page.getByRole("button", { name: "Next" });
  await next.click();
  for (const field of ["beneficiaries", "benefit"] as const) await page.fill(`#field-${field}`, idea.en[field]);
  await next.click();
  await page.getByRole("radio").first().check();
  await next.click();
  await page.getByRole("checkbox").first().check();
  await next.click();
  await next.click();
  await page.getByRole("button", { name: "Seal and hand in" }).click();
  await page.getByRole("button", { name: "Hand in", exact: true }).waitFor({ timeout: 60_000 });
  await page.evaluate(() => window.scrollTo(0, 90));
}

/** The first proposal on the juror's desk, with two scores given. */
async function score(page: Page): Promise<void> {
  await page.goto("/area/jury/2026");
  const links = await page.locator('a[href^="/area/jury/2026/"]').evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
  await page.goto(links.find((href) => /\/\d+$/.test(href)) ?? "");
  await page.locator("input[type=radio][value='4']").nth(0).check();
  await page.locator("input[type=radio][value='3']").nth(1).check();
  await page.getByText(/Salvato alle/).waitFor();
  await page.evaluate(() => window.scrollTo(0, 0));
}
