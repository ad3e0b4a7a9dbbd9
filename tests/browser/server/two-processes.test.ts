import "#tests/support/database.ts";
import { existsSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { askProposer } from "#app/commands/screening/questions.server.ts";
import { databaseUrl, db } from "#app/platform/db.server.ts";
import { keyEncryptionKey } from "#app/platform/env.server.ts";
import { padded } from "#app/deposit/padding.ts";
import type { Arranged } from "#cli/cycle/arrange.ts";
import { waitFor } from "#cli/cycle/people.ts";
import { type BoxProcess, freePort, startBox, startWorld, type World } from "#cli/cycle/world.ts";
import {
  announcedEdition,
  handIn,
  open,
  takePass,
} from "#tests/support/processes/behind-a-proxy.ts";
import { launchBrowser } from "#cli/chromium/launch.ts";
import { hasNginx, type Nginx, readmeServer, startNginx } from "#tests/support/processes/nginx.ts";
import { rawRequest } from "#tests/support/raw-request.ts";
import {
  expectAccessible,
  expectNarrow,
  openProfile,
  openProfileOf,
} from "#tests/support/story.ts";

// The built product as two processes, ROLE=main and ROLE=box, each in a folder of its own, with the
// README's nginx in front. The box has no DATABASE_URL: all it knows it was told at its door.

let box: BoxProcess;
let main: World;

beforeAll(async () => {
  box = await startBox({ APP_KEK: keyEncryptionKey().toString("base64") });
  main = await startWorld({ ROLE: "main", DATABASE_URL: databaseUrl(), ...box.door });
}, 120_000);

afterAll(async () => {
  await main?.stop();
  await box?.stop();
});

const status = async (origin: string, path: string) =>
  (await fetch(origin + path, { redirect: "manual" })).status;
const health = async ({ origin }: { origin: string }) => (await fetch(`${origin}/healthz`)).json();

/** What doctor says; it fails where nothing is backed up. */
const doctor = ({ cli }: Pick<World, "cli">) =>
  cli("doctor").catch((error: unknown) => z.object({ stdout: z.string() }).parse(error).stdout);

describe("the process with ROLE=box", () => {
  test("answers the anonymous wing, its scripts and its health", async () => {
    expect(await status(box.origin, "/p")).toBe(302);
    const page = await fetch(`${box.origin}/p/it`);
    expect(page.status).toBe(200);
    const [, script] = /"(\/assets\/[^"]+\.js)"/.exec(await page.text()) ?? [];
    expect(await status(box.origin, script!)).toBe(200);
    expect(await health(box)).toEqual({ status: "ok" });
    const headers = { "Content-Type": "application/json" };
    const sent = { method: "POST", body: padded({ op: "nonsense" }), headers };
    expect(await rawRequest(box.origin, "/p/api", sent)).toMatchObject({ status: 422 });
  });

  test.each([
    ...["/", "/it", "/it/trust", "/area/login", "/area/desk", "/favicon.svg", "/custodian.html"],
    ...["/robots.txt", "/colours/8a1538.css", "/catalogue.jsonld", "/.well-known/security.txt"],
  ])("answers nothing else: %s is not found", async (path) => {
    expect(await status(box.origin, path)).toBe(404);
  });

  test("is looked at by doctor, which says what it cannot do", async () => {
    const said = await doctor(box);
    expect(said).toMatch(/^ok {4}environment: production, port \d+, ROLE=box$/m);
    expect(said).toMatch(/^ok {4}database: no DATABASE_URL: this box answers until closing$/m);
    expect(said).toMatch(/^ok {4}ballot box: in /m);
    expect(said).not.toContain("mail");
  }, 60_000);

  test("keeps no database but the box", () => {
    expect(existsSync(`${box.directory}/box`)).toBe(true);
    expect(existsSync(`${box.directory}/postgres`)).toBe(false);
    expect(existsSync(`${main.directory}/box`)).toBe(false);
  });
});

describe("the process with ROLE=main", () => {
  test("has no anonymous wing: it is not found, as what never was", async () => {
    for (const path of ["/p", "/p/it", "/p/api", "/P/it", "/p/it.data"])
      expect(await status(main.origin, path), path).toBe(404);
    const [page, other] = await Promise.all(
      ["/p/it", "/q/it"].map(async (path) => (await fetch(main.origin + path)).text()),
    );
    const bare = (text: string) => text.replace(/nonce="[^"]*"/g, "").replaceAll("/p/", "/q/");
    expect(bare(page!)).toBe(bare(other!));
  });

  test("is looked at by doctor, and the box at its door", async () => {
    const said = await doctor(main);
    expect(said).toMatch(/^ok {4}database: PostgreSQL/m);
    expect(said).toMatch(/^ok {4}ballot box: answers at 127\.0\.0\.1:\d+/m);
  }, 60_000);

  test("answers everything else, and knows that the box is well", async () => {
    for (const path of ["/it", "/area/login", "/favicon.svg"])
      expect(await status(main.origin, path), path).toBe(200);
    expect(await health(main)).toEqual({ status: "ok" });
  });
});

describe.skipIf(!hasNginx)("an edition with two processes behind one nginx", () => {
  let nginx: Nginx;
  let browser: Browser;
  let arranged: Arranged;
  let page: Page;
  let receipt = "";

  beforeAll(async () => {
    const port = await freePort();
    const server = readmeServer({ twoProcesses: true });
    nginx = await startNginx(server, main.origin, { box: box.origin, port });
    browser = await launchBrowser();
    arranged = await announcedEdition(main, nginx.origin);
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    await nginx?.stop();
  });

  const inMain = () => db().proposal.count();

  test("an employee takes passes from the one and hands in at the other", async () => {
    ({ page } = await openProfile(browser, nginx.origin));
    await takePass(page, arranged);
    receipt = await handIn(page, "Meno carta allo sportello");
    expect(await inMain()).toBe(0);
  }, 180_000);

  test("comes back with the receipt and corrects it", async () => {
    await open(page, receipt, "Meno carta allo sportello");
    await page.getByRole("button", { name: "Modifica", exact: true }).click();
    await page.getByRole("textbox", { name: "Titolo" }).fill("Titolo migliore");
    await page.getByRole("button", { name: "Consegna la modifica" }).click();
    await page.getByRole("heading", { name: "Titolo migliore" }).waitFor();
  }, 60_000);

  test("without the main server people still read and correct what they handed in", async () => {
    await main.halt();
    try {
      await open(page, receipt, "Titolo migliore");
      await page.getByRole("button", { name: "Modifica", exact: true }).click();
      await page.getByRole("textbox", { name: "Titolo" }).fill("Titolo ancora migliore");
      await page.getByRole("button", { name: "Consegna la modifica" }).click();
      await page.getByRole("heading", { name: "Titolo ancora migliore" }).waitFor();
    } finally {
      await main.restart();
    }
  }, 120_000);

  test("without the box the site answers, and says where handing in was that it does not", async () => {
    await box.halt();
    try {
      for (const path of ["/it", "/area/login"]) expect(await status(nginx.origin, path)).toBe(200);
      const away = await fetch(`${nginx.origin}/p/it`);
      expect([away.status, await away.text()]).toEqual([
        503,
        expect.stringContaining("riprova più tardi"),
      ]);
      expect(await health(main)).toEqual({ status: "box-unreachable" });
      const { page: administration } = await openProfileOf(
        browser,
        nginx.origin,
        await administrator(),
      );
      await administration.goto("/area/admin/box");
      await administration.getByText("Non risponde:").waitFor();
      await administration.getByText("is the process with ROLE=box running there?").waitFor();
      await expectAccessible(administration);
      await expectNarrow(administration);
      await main.restart(); // it starts without the box too
      expect(await status(nginx.origin, "/it")).toBe(200);
    } finally {
      await box.restart();
    }
    await expect.poll(() => health(main)).toEqual({ status: "ok" });
    const { page: administration } = await openProfileOf(
      browser,
      nginx.origin,
      await administrator(),
    );
    await administration.goto("/area/admin/box");
    await administration.getByText("Risponde.").waitFor();
  }, 120_000);

  test("two main servers close at once, and the box erases what one of them took over", async () => {
    await open(page, receipt, "Titolo ancora migliore");
    const other = await startWorld({ ROLE: "main", DATABASE_URL: databaseUrl(), ...box.door });
    const past = { closesAt: new Date(Date.now() - 1000), graceMinutes: 0 };
    await db().edition.update({ where: { id: await editionId() }, data: past });
    const isClosed = async () => ((await arranged.phase()) === "screening" ? true : undefined);
    await waitFor(isClosed, "the closing");
    await other.stop();
    expect(await db().closing.count()).toBe(1);
    expect(await db().proposal.findMany({ select: { title: true, publicNo: true } })).toEqual([
      { title: "Titolo ancora migliore", publicNo: 1 },
    ]);
    // erased in the box, and there all the while: it was told what the main database has
    await open(page, receipt, "Titolo ancora migliore");
    await expect
      .poll(
        async () => (
          await open(page, receipt, "Titolo ancora migliore"),
          page.getByText("La proposta ha il numero 1").count()
        ),
      )
      .toBe(1);
  }, 120_000);

  test("after the closing a question is read at the box, and the answer waits there", async () => {
    const edition = await db().edition.findUniqueOrThrow({ where: { id: await editionId() } });
    const { userId } = await db().role.findFirstOrThrow({
      where: { editionId: edition.id, kind: "ORGANISER" },
    });
    await askProposer(userId, edition, 1, "Quanti moduli sono?");
    await expect
      .poll(
        async () => (
          await open(page, receipt, "Titolo ancora migliore"),
          page.getByText("Quanti moduli sono?").count()
        ),
        { timeout: 60_000 },
      )
      .toBe(1);
    await main.halt(); // who comes with a receipt is no business of the main server
    try {
      await open(page, receipt, "Titolo ancora migliore");
      await page.getByRole("textbox", { name: "Rispondi" }).fill("Sono tre.");
      await page.getByRole("button", { name: "Invia", exact: true }).click();
      await page.getByText("Sono tre.").last().waitFor();
    } finally {
      await main.restart();
    }
    expect(await db().message.count({ where: { side: "PROPOSER" } })).toBe(0);
  }, 180_000);

  test("the box logged nothing of anybody", () => {
    const lines = box.output().split("\n").filter(Boolean);
    const expected = /"event":"listening"|"path":"\/(it|area|robots|catalogue|")/;
    expect(lines.filter((line) => !expected.test(line))).toEqual([]);
  });

  const administrator = () => db().user.findFirstOrThrow({ where: { isAdministrator: true } });
  const editionId = async () =>
    (await db().edition.findFirstOrThrow({ where: { code: arranged.code } })).id;
});
