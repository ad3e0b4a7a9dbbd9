import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContext, Dialog, Page, Request } from "playwright-core";
import { expect, vi } from "vitest";
import type { Person } from "#cli/cycle/person.ts";
import {
  type SessionComputer,
  lucia,
  newSessionId,
  sessionCookie,
} from "#app/platform/accounts/session.server.ts";
import { shownCookie } from "#app/platform/accounts/shown-factor.server.ts";

// a story takes some seconds, and several times as long on a busy machine
vi.setConfig({ testTimeout: 120_000 });
const patience = 60_000; // milliseconds for one step

/** What a browser sent: address, cookie, referrer. */
export type Sent = {
  url: string;
  method: string;
  cookie: string | undefined;
  referer: string | undefined;
  body: string | null;
};

/**
 * A browser profile of somebody's own, which records everything it sends and every cookie it is
 * given.
 */
export type Profile = {
  context: BrowserContext;
  page: Page;
  sent: Sent[];
  setCookies: string[];
  problems: string[];
  /** Waits until all that was sent so far is recorded. */ settled(): Promise<void>;
};

/** Opens a profile; with `as`, signed in as that person. */
export async function openProfile(
  browser: Browser,
  origin: string,
  as?: Pick<Person, "session">,
  options: { locale?: string; width?: number } = {},
): Promise<Profile> {
  const context = await browser.newContext({
    baseURL: origin,
    locale: options.locale ?? "it-IT",
    timezoneId: "Europe/Rome",
    viewport: { width: options.width ?? 1280, height: 900 },
    acceptDownloads: true,
  });
  context.setDefaultTimeout(patience);
  if (as) await context.addCookies([{ ...as.session(), domain: "localhost", path: "/area" }]);
  const page = await context.newPage();
  const pending: Promise<void>[] = [];
  const settled = async () => void (await Promise.all(pending));
  const profile: Profile = { context, page, sent: [], setCookies: [], problems: [], settled };
  context.on("request", (request) => void pending.push(record(profile, request)));
  context.on("response", (response) => {
    pending.push(
      response.headerValues("set-cookie").then(
        (values) => void profile.setCookies.push(...values),
        () => {},
      ),
    );
  });
  page.on("console", (message) => {
    // a refused act answers 4xx, which the console notes by itself
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      profile.problems.push(message.text());
  });
  page.on("pageerror", (error) => profile.problems.push(error.message));
  return profile;
}

/**
 * Opens a profile signed in just now as somebody in the database, who said whose computer it is or
 * was not asked.
 */
export async function openProfileOf(
  browser: Browser,
  origin: string,
  user: { id: string },
  computer?: SessionComputer,
): Promise<Profile> {
  const profile = await openProfile(browser, origin);
  await signedInto(profile.context, user, computer);
  return profile;
}

/** Signs somebody in the database in, just now, who said whose computer it is or was not asked. */
export async function signedInto(
  context: BrowserContext,
  user: { id: string },
  computer?: SessionComputer,
): Promise<void> {
  const options = computer && { sessionId: newSessionId(computer) };
  const { id } = await lucia().createSession(user.id, {}, options);
  const session = sessionCookie(id);
  const cookies = [session, shownCookie(session, "password")].map(
    (cookie) => /^([^=]+)=([^;]*)/.exec(cookie) ?? [],
  );
  await context.addCookies(
    cookies.map(([, name = "", value = ""]) => ({
      name,
      value,
      domain: "localhost",
      path: "/area",
    })),
  );
}

async function record(profile: Profile, request: Request): Promise<void> {
  const headers = await request.allHeaders().catch(() => ({}) as Record<string, string>);
  profile.sent.push({
    url: request.url(),
    method: request.method(),
    cookie: headers.cookie,
    referer: headers.referer,
    body: request.postData(),
  });
}

/**
 * Fails when axe finds something serious on the page as it is, or too little contrast on it in
 * dark.
 */
export async function expectAccessible(page: Page): Promise<void> {
  // no colour is read on its way to another: what fades in has done so
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.waitForFunction(() =>
    document.getAnimations().every(({ playState }) => playState !== "running"),
  );
  const found = await axe(page).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]).analyze();
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await axe(page).withRules(["color-contrast"]).analyze();
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "no-preference" });
  const faults = [...seriousIn(found, "light"), ...seriousIn(dark, "dark")];
  expect(faults.map((fault) => `${page.url()}: ${fault}`)).toEqual([]);
}

/**
 * Axe on the page alone: mails stand in frames that run no script, axe's neither, and it would wait
 * for it without end.
 */
export function axe(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).exclude("iframe");
}

function seriousIn(
  { violations }: Awaited<ReturnType<AxeBuilder["analyze"]>>,
  scheme: string,
): string[] {
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(
      ({ id, nodes }) =>
        `${id} in ${scheme} at ${nodes.map(({ target, any }) => `${target.join(" ")} ${any[0]?.message ?? ""}`).join(", ")}`,
    );
}

/** Fails when the page scrolls sideways at 360 px. */
export async function expectNarrow(page: Page): Promise<void> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 800 });
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  if (before) await page.setViewportSize(before);
  expect(overflow, `${page.url()} is wider than 360 px`).toBeLessThanOrEqual(0);
}

/**
 * Leaves the page for a public one, whatever it asks, and gives the kinds of questions it asked.
 */
export async function askedOnLeaving(page: Page): Promise<string[]> {
  const asked: string[] = [];
  const answer = (dialog: Dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  };
  page.on("dialog", answer);
  await page.goto("/it");
  page.off("dialog", answer);
  return asked;
}
