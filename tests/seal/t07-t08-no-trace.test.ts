import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { arrange, type Arranged } from "#cli/cycle/arrange.ts";
import { saveDates } from "#cli/cycle/edition.ts";
import { announce, enrol, nameCustodian, signTheManifest } from "#cli/cycle/keys.ts";
import { password, waitFor } from "#cli/cycle/people.ts";
import { startWorld, type World } from "#cli/cycle/world.ts";
import { placeOf } from "#app/box/store.server.ts";
import { localTimeOf } from "#app/domain/local-time.ts";
import { content } from "#tests/factories/sealed-edition.ts";
import { launchBrowser } from "#cli/chromium/launch.ts";
import { loseCluster } from "#tests/support/processes/lose-cluster.ts";
import { openProfile, type Profile } from "#tests/support/story.ts";

// Somebody signs in, takes a pass, hands in and comes back in one real browser of the built
// product; everything it sends and everything the server writes is recorded.

let world: World;
let browser: Browser;
let arranged: Arranged;
let employee: Profile;
let receipt = "";

const draft = content({
  title: "Canarini allo sportello",
  summary: "Un riassunto che nessun registro vede.",
});
const replacement = "Un titolo migliore dei canarini";

beforeAll(async () => {
  [world, browser] = await Promise.all([
    startWorld({ LOG_LEVEL: "debug", TRUST_PROXY: "true" }),
    launchBrowser(),
  ]);
  arranged = await arrange(world, 1, 4);
  const local = (offset: number) => localTimeOf(new Date(Date.now() + offset), "Europe/Rome");
  await saveDates(arranged.organiser, arranged.code, {
    opensAt: local(-3_600_000),
    closesAt: local(86_400_000),
  });
  for (const [i, { staff }] of arranged.custodians.entries())
    await nameCustodian(arranged, staff, i + 1);
  for (const { person } of arranged.custodians) await enrol(arranged, person);
  for (const { person } of arranged.custodians) await signTheManifest(arranged, person);
  await world.pin(arranged.code);
  await announce(arranged);
  employee = await openProfile(browser, world.origin);
  await signIn();
  await waitFor(
    async () => ((await arranged.phase()) === "open" ? true : undefined),
    "the opening",
  );
  await handIn();
  await comeBack();
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

async function signIn(): Promise<void> {
  const { page } = employee;
  await page.goto("/area/login");
  await page.getByRole("textbox").first().fill(arranged.proposers[0]!.staff.email);
  await page.locator("input[name=password]").fill(password);
  await page.locator("input[name=computer][value=private]").check();
  await page.locator("button[type=submit]").click();
  await page.getByText("Il tuo pass è in questo browser").waitFor({ timeout: 60_000 });
}

async function handIn(): Promise<void> {
  const { page } = employee;
  await page.reload();
  await page.getByRole("link", { name: "Scrivi la tua idea" }).click();
  await page.waitForURL("**/p/it");
  await page.evaluate((text) => {
    const wallet = Object.keys(localStorage).find((key) => key.startsWith("innova.wallet."))!;
    localStorage.setItem(wallet.replace("wallet", "draft"), text);
  }, JSON.stringify(draft));
  await page.reload();
  for (let step = 0; step < 5; step += 1)
    await page.getByRole("button", { name: "Avanti" }).click();
  await page.getByRole("button", { name: "Avanti: il codice ricevuta" }).click();
  receipt = await waitFor(
    async () =>
      /^[0-9A-Z-]{26}$/.exec((await page.getByTestId("receipt").textContent()) ?? "")?.[0],
    "the receipt",
  );
  await page.getByLabel("Scrivi il terzo gruppo del codice").fill(receipt.split("-")[2]!);
  await page.getByRole("button", { name: "Consegna", exact: true }).click();
  await page.getByRole("heading", { name: "Consegnata" }).waitFor();
}

async function comeBack(): Promise<void> {
  const { page } = employee;
  await page.reload();
  await page.getByRole("tab", { name: "Ho il codice ricevuta" }).click();
  await page.getByRole("textbox", { name: "Codice ricevuta" }).fill(receipt);
  await page.getByRole("button", { name: "Apri" }).click();
  await page.getByRole("button", { name: "Modifica", exact: true }).click();
  await page.getByRole("textbox", { name: "Titolo" }).fill(replacement);
  await page.getByRole("button", { name: "Consegna la modifica" }).click();
  await page.getByRole("heading", { name: replacement }).waitFor();
  await page.goto("/area/desk"); // and back into the other wing
  await employee.settled();
}

describe("T7: no session reaches the anonymous wing", () => {
  const anonymous = /\/(p|p\.data|p\/.*|_root\.data|assets\/.*)$/;

  test("the browser that was signed in sent no cookie to /p, and no referrer in either direction", async () => {
    const toAnonymous = employee.sent.filter(({ url }) => anonymous.test(new URL(url).pathname));
    expect(
      toAnonymous.filter(({ url }) => new URL(url).pathname.startsWith("/p")).length,
    ).toBeGreaterThan(2);
    expect(toAnonymous.filter(({ cookie }) => cookie)).toEqual([]);
    expect(
      employee.sent.filter(({ url, referer }) => new URL(url).pathname.startsWith("/p") && referer),
    ).toEqual([]);
    expect(
      employee.sent.filter(
        ({ url, referer }) =>
          new URL(url).pathname.startsWith("/area") &&
          referer &&
          new URL(referer).pathname.startsWith("/p"),
      ),
    ).toEqual([]);
    // something could have leaked: the same browser does send its cookie to /area
    expect(
      employee.sent.some(({ url, cookie }) => new URL(url).pathname.startsWith("/area/") && cookie),
    ).toBe(true);
  });

  test("every cookie of the product is of the session or of a known browser, with Path=/area", async () => {
    const cookies = employee.setCookies;
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies)
      expect(cookie).toMatch(/^innova_(session|shown|known_browser)=[^;]*;.*Path=\/area(;|$)/i);
  });

  test("a request to /p that carries our session is refused", async () => {
    const { name, value } = arranged.organiser.session();
    for (const path of ["/p/api", "/p/it"]) {
      const response = await fetch(`${world.origin}${path}`, {
        method: path === "/p/api" ? "POST" : "GET",
        headers: { Cookie: `${name}=${value}`, Origin: world.origin },
        body: path === "/p/api" ? "{}" : null,
      });
      expect(response.status).toBe(400);
    }
  });

  test("control: with the cookie on the whole site the recorder sees it at /p", async () => {
    const profile = await openProfile(browser, world.origin);
    const { name, value } = arranged.organiser.session();
    await profile.context.addCookies([{ name, value, domain: "localhost", path: "/" }]);
    await profile.page.goto("/p/it");
    await profile.settled();
    expect(
      profile.sent.filter(({ url, cookie }) => new URL(url).pathname === "/p/it" && cookie).length,
    ).toBe(1);
  });
});

describe("T8: logs and mails know nothing of the anonymous wing", () => {
  const address = "203.0.113.7";
  const headers = { Origin: "", "X-Forwarded-For": address };
  let main = "postgres";
  const written = () =>
    [
      world.output(),
      ...world.mails.map(({ subject, text }) => subject + text),
      readFileSync(join(world.directory, main, "postgres.log"), "utf8"),
    ].join("\n");
  const canaries = () => [
    address,
    receipt,
    receipt.replaceAll("-", ""),
    draft.title,
    draft.summary,
    draft.problem,
    replacement,
    ...bodies(employee).flatMap(({ proposalId, token, accessKey }) => [
      proposalId,
      token.slice(0, 60),
      accessKey,
    ]),
  ];

  test("neither output nor mails hold an address, a receipt, a proposal or its words, also after errors", async () => {
    headers.Origin = world.origin;
    const [deposit] = deposits(employee);
    expect(canaries().every((canary) => canary.length > 5)).toBe(true);
    await fetch(`${world.origin}/p/api`, {
      method: "POST",
      body: `{"op":"read","edition":"${receipt}"`,
      headers,
    });
    await fetch(`${world.origin}/p/${receipt}`, { headers });
    await fetch(`${world.origin}/p/api?receipt=${receipt}`, { headers });
    const repeated = await fetch(`${world.origin}/p/api`, {
      method: "POST",
      body: deposit!.body,
      headers,
    });
    expect(repeated.status).toBeGreaterThanOrEqual(400); // its text was replaced since
    expect(canaries().filter((canary) => written().includes(canary))).toEqual([]);
  });

  test("nor after main database and ballot box are gone and everything fails", async () => {
    const repeated = async () =>
      (
        await fetch(`${world.origin}/p/api`, {
          method: "POST",
          body: deposits(employee)[0]!.body,
          headers,
        })
      ).status;
    main = await loseCluster(world.directory, main);
    expect(await repeated()).toBe(409); // the box needs no main database to answer
    const box = join(world.directory, "box");
    await loseCluster(box, placeOf(box).folder);
    expect(await repeated()).toBe(500);
    expect((await fetch(`${world.origin}/p/it`, { headers })).status).toBe(500);
    expect((await fetch(`${world.origin}/healthz`)).status).toBe(503);
    expect(canaries().filter((canary) => written().includes(canary))).toEqual([]);
    expect(written()).not.toMatch(/"path":"\/p\b/);
  }, 60_000);

  test("control: a receipt in the address of a public page is found in the log, so it would be found from /p too", async () => {
    await fetch(`${world.origin}/it/editions/${receipt}`);
    await waitFor(
      async () => (canaries().some((canary) => written().includes(canary)) ? true : undefined),
      "the log",
    );
    expect(canaries().filter((canary) => written().includes(canary))).toEqual([receipt]);
  });
});

function deposits({ sent }: Profile): Profile["sent"] {
  return sent.filter(
    ({ url, method, body }) =>
      method === "POST" &&
      new URL(url).pathname === "/p/api" &&
      body?.startsWith('{"op":"deposit"'),
  );
}

function bodies(profile: Profile): { proposalId: string; token: string; accessKey: string }[] {
  return deposits(profile).flatMap(({ body }) =>
    body ? [JSON.parse(body) as { proposalId: string; token: string; accessKey: string }] : [],
  );
}
