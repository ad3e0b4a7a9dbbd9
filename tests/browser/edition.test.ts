import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Arranged } from "#cli/cycle/arrange.ts";
import type { Moment } from "#cli/cycle/options.ts";
import { type CycleResult, playCycle } from "#cli/cycle/play.ts";
import type { Person } from "#cli/cycle/person.ts";
import { sessionCheckKeys } from "#app/sealing/session-checks.ts";
import { startWorld, type World } from "#cli/cycle/world.ts";
import { launchBrowser } from "#cli/chromium/launch.ts";
import { expectAccessible, expectNarrow, openProfile, type Profile } from "#tests/support/story.ts";

// A whole edition with 12 proposals is played over HTTP; at its moments organiser, juror and
// visitor look at it in a browser.

let world: World;
let browser: Browser;
let result: CycleResult;
const profiles: Profile[] = [];
const problems: string[] = [];
const seen: string[] = [];

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld(), launchBrowser()]);
  result = await playCycle(world, { proposals: 12, jurors: 4, say: () => {}, meanwhile });
}, 600_000);

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

/** Stories at each moment; what they find wrong is collected, so that the edition goes on. */
async function meanwhile(moment: Moment, arranged: Arranged, jurors: Person[]): Promise<void> {
  try {
    await stories[moment]?.(arranged, jurors);
    seen.push(moment);
  } catch (error) {
    problems.push(`${moment}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function profileOf(person?: Person, options = {}): Promise<Profile> {
  const profile = await openProfile(browser, world.origin, person, options);
  profiles.push(profile);
  return profile;
}

/** Opens each page, checks it with axe and at 360 px. */
async function visit({ page }: Profile, paths: string[]): Promise<void> {
  for (const path of paths) {
    const response = await page.goto(path);
    expect(response?.status(), path).toBe(200);
    await expectAccessible(page);
    await expectNarrow(page);
  }
}

const stories: Partial<Record<Moment, (arranged: Arranged, jurors: Person[]) => Promise<void>>> = {
  // an organiser walks through every page of the edition, and clears one proposal by hand
  screening: async ({ organiser, code }) => {
    const profile = await profileOf(organiser);
    const pages = [
      "",
      "/settings",
      "/texts",
      "/categories",
      "/criteria",
      "/custodians",
      "/sponsors",
      "/awards",
      "/screening",
      "/jury",
      "/jury/invitation",
      "/jury/reminders",
      "/jury/separations",
      "/assignment",
      "/progress",
      "/ranking",
      "/opening",
      "/publication",
    ];
    await visit(profile, [
      "/area/desk",
      "/area/account",
      ...pages.map((page) => `/area/manage/${code}${page}`),
    ]);
    const { page } = profile;
    await page.goto(`/area/manage/${code}/screening/1`);
    await expectAccessible(page);
    await page.locator("input[name=verdict][value=EXCLUDED]").check();
    await page.locator("main button[type=submit]").last().click();
    await page.getByText("Campo obbligatorio.").waitFor(); // an exclusion needs its reason
    await page.locator("input[name=verdict][value=CLEARED]").check();
    await page.locator("main button[type=submit]").last().click();
    await page.waitForURL(/screening/);
  },

  // a juror scores with the keyboard, reloads without losing a word, and sees nobody else's scores
  scoring: async ({ code }, jurors) => {
    const juror = jurors.at(-1)!;
    const profile = await profileOf(juror);
    const { page } = profile;
    await visit(profile, [`/area/jury/${code}`]);
    const [first] = await page
      .locator(`a[href^="/area/jury/${code}/"]`)
      .evaluateAll((links) =>
        links.map((link) => link.getAttribute("href")).filter((href) => /\/\d+$/.test(href ?? "")),
      );
    await visit(profile, [first!]);
    const groups = page
      .locator("fieldset[data-criterion], fieldset")
      .filter({ has: page.locator('input[type=radio][name^="scores."]') });
    for (let i = 0; i < (await groups.count()); i += 1)
      await groups.nth(i).locator('input[type=radio][value="4"]').check();
    await page.locator("textarea[name=commentProposer]").fill("Idea concreta e ben misurata.");
    await page.getByText(/Salvato alle/).waitFor();
    await page.reload();
    expect(await page.locator("textarea[name=commentProposer]").inputValue()).toBe(
      "Idea concreta e ben misurata.",
    );
    expect(await page.locator('input[type=radio][value="4"]:checked').count()).toBe(
      await groups.count(),
    );
    // the ranking does not exist for a juror who is not the chair
    await page.goto(`/area/jury/${code}/ranking`);
    expect(await page.locator("h1").textContent()).toBe("Pagina non trovata");
  },

  deliberation: async ({ organiser, code }, jurors) => {
    await visit(await profileOf(organiser), [
      `/area/manage/${code}/ranking`,
      `/area/manage/${code}/progress`,
    ]);
    const chair = await profileOf(jurors[0]!);
    await visit(chair, [`/area/jury/${code}`, `/area/jury/${code}/ranking`]);
  },

  // a custodian who was away sees the opening; the winner sees their own prize
  opening: async ({ organiser, custodians, code }) => {
    await visit(await profileOf(organiser), [
      `/area/manage/${code}/opening`,
      `/area/manage/${code}/publication`,
    ]);
    await visit(await profileOf(custodians.at(-1)!.person), [`/area/custody/${code}`]);
    await followSession(custodians[0]!.person, code);
  },

  // a visitor reads everything, in both languages, without a script and without a cookie
  published: async ({ code }) => {
    for (const locale of ["it", "en"]) {
      const profile = await profileOf(undefined, { locale });
      const paths = [
        "",
        "/trust",
        "/editions",
        `/editions/${code}`,
        `/editions/${code}/results`,
        `/editions/${code}/statistics`,
        `/editions/${code}/verify`,
      ].map((path) => `/${locale}${path}`);
      await visit(profile, [...paths, `/p/${locale}`, `/area/login?lang=${locale}`]);
      for (const path of paths) {
        const html = await (await fetch(world.origin + path)).text();
        expect(html, path).not.toMatch(/<script(?! type="application\/ld\+json")/);
        expect(html, path).toContain(`lang="${locale}"`);
      }
    }
  },
};

/**
 * The session: present while the custodian's page is open, live without losing the focus, with
 * minutes to fill in and take along.
 */
async function followSession(custodian: Person, code: string): Promise<void> {
  const [here, room] = [await profileOf(custodian), await profileOf(custodian, { locale: "it" })];
  await here.page.goto(`/area/custody/${code}`);
  await visit(room, [
    `/area/manage/${code}/opening/session`,
    `/area/manage/${code}/opening/minutes`,
  ]);
  await room.page.goto(`/area/manage/${code}/opening/session`);
  // the first custodian
  const present = room.page.locator('.present:first-child[data-present="true"]');
  await present.waitFor();
  expect(await room.page.locator('.ticks [data-ok="true"]').count()).toBe(sessionCheckKeys.length);
  expect(await room.page.locator('.ticks [data-ok="false"]').count()).toBe(0);
  const link = room.page.locator("main a").last();
  await link.focus();
  await room.page.waitForResponse(
    (response) => response.url().includes("/opening/session") && response.ok(),
  ); // the next poll
  expect(await link.evaluate((element) => element === document.activeElement)).toBe(true);
  await here.page.close(); // whoever leaves is away half a minute later
  await present.waitFor({ state: "detached", timeout: 60_000 });
  await room.page.goto(`/area/manage/${code}/opening/minutes`);
  await room.page.locator("input[name=place]").fill("Palazzo Civico");
  await room.page.waitForResponse(
    (response) => response.url().includes("/opening/minutes") && response.ok(),
  );
  expect(await room.page.locator("input[name=place]").inputValue()).toBe("Palazzo Civico");
  for (const [locale, word] of [
    ["it", "Verbale"],
    ["en", "Minutes"],
  ] as const) {
    const html = await room.page.evaluate(
      async (url) => (await fetch(url)).text(),
      `/area/manage/${code}/opening/minutes.html?locale=${locale}`,
    );
    expect(html).toContain(`<html lang="${locale}"`);
    expect(html).toContain(word);
  }
}

describe("a whole edition", () => {
  test("goes from the staff list to published results, with what goes wrong in real life", () => {
    expect(result).toMatchObject({
      staff: 19,
      activated: 12,
      proposals: 12,
      jurors: 4,
      assignments: 36,
      recusals: 1,
      published: true,
      faults: {
        "wrong receipt": "receipt-unknown",
        "lost reply": "answered alike",
        "late proposal": "too-late",
      },
    });
    expect(result.awards).toBeGreaterThanOrEqual(2);
    expect(result.named).toBe(result.opened - 1); // one said 'not mine', and the receipt objected
    expect(result.faults["denied claim"]).toContain("disputed");
    expect(result.rankingCommitment).toMatch(/^[0-9a-f]{64}$/);
  });

  test("every opened envelope names the one who sealed it", () => {
    expect(result.namesMatch).toEqual(Array.from({ length: result.opened }, () => true));
  });

  test("organiser, juror, chair, custodian and visitor find pages that work, by axe and at 360 px", () => {
    expect(problems).toEqual([]);
    expect(seen).toEqual(["screening", "scoring", "deliberation", "opening", "published"]);
  });

  test("no page of the story wrote an error to the console, and only /area sets a cookie", async () => {
    await Promise.all(profiles.map((profile) => profile.settled()));
    expect(profiles.flatMap((profile) => profile.problems)).toEqual([]);
    for (const cookie of profiles.flatMap((profile) => profile.setCookies))
      expect(cookie).toMatch(/Path=\/area/i);
  });
});
