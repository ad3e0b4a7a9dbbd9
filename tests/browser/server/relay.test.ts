import "#tests/support/database.ts";
import { randomBytes } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { padded, sizeClasses } from "#app/deposit/padding.ts";
import { databaseUrl, db } from "#app/platform/db.server.ts";
import { keyEncryptionKey } from "#app/platform/env.server.ts";
import { accessKey, newReceipt } from "#app/sealing/receipt.ts";
import { wrapping } from "#app/sealing/wrapped.ts";
import type { Arranged } from "#cli/cycle/arrange.ts";
import { type BoxProcess, freePort, startBox, startWorld, type World } from "#cli/cycle/world.ts";
import {
  announcedEdition,
  enter,
  handIn,
  open,
  takePass,
} from "#tests/support/processes/behind-a-proxy.ts";
import { launchBrowser } from "#cli/chromium/launch.ts";
import { rawRequest } from "#tests/support/raw-request.ts";
import {
  type RecordingProxy,
  type Seen,
  startRecordingProxy,
} from "#tests/support/processes/recording-proxy.ts";
import { openProfile } from "#tests/support/story.ts";

// Two processes with BOX_WRAPS, and between browser and box a proxy of the main host that keeps all
// that goes through.

let box: BoxProcess;
let main: World;
let proxy: RecordingProxy;
let browser: Browser;
let arranged: Arranged;
let page: Page;
let receipt = "";
let picture: Buffer;
const title = "Canarino dello sportello";

beforeAll(async () => {
  const raw = { width: 200, height: 200, channels: 3 } as const;
  picture = await sharp(randomBytes(120_000), { raw }).png().toBuffer();
  box = await startBox({ APP_KEK: keyEncryptionKey().toString("base64"), BOX_WRAPS: "true" });
  main = await startWorld({ ROLE: "main", DATABASE_URL: databaseUrl(), ...box.door });
  proxy = await startRecordingProxy(await freePort(), main.origin, box.origin);
  browser = await launchBrowser();
  arranged = await announcedEdition(main, proxy.origin);
  ({ page } = await openProfile(browser, proxy.origin));
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await proxy?.stop();
  await main?.stop();
  await box?.stop();
});

/** What of a deposit and a visit stands in what the proxy saw, raw or in base64. */
async function canariesIn(seen: Seen[]): Promise<string[]> {
  const { id } = await db().edition.findFirstOrThrow({ where: { code: arranged.code } });
  const key = Buffer.from(accessKey(receipt, id));
  const all = seen.flatMap(({ asked, answered, askedHeaders, answeredHeaders }) => [
    ...[asked, answered],
    ...[askedHeaders, answeredHeaders].map((text) => Buffer.from(text)),
  ]);
  const canaries = {
    title: Buffer.from(title),
    key,
    edition: Buffer.from(id),
    token: Buffer.from('"token":"'),
    op: Buffer.from('"op":"'),
    right: Buffer.from("Innova "),
  };
  const has = (canary: Buffer) =>
    all.some((bytes) => forms(canary).some((form) => bytes.includes(form)));
  return Object.entries(canaries).flatMap(([name, canary]) => (has(canary) ? [name] : []));
}

/** Bytes as they are, and as base64 shows them wherever they begin in it. */
function forms(bytes: Buffer): Buffer[] {
  const inBase64 = [0, 1, 2].flatMap((before) => {
    const from = Math.ceil((before * 8) / 6);
    const to = Math.floor(((before + bytes.length) * 8) / 6);
    const whole = Buffer.concat([Buffer.alloc(before), bytes, Buffer.alloc(2)]);
    return (["base64", "base64url"] as const).map((way) =>
      Buffer.from(whole.toString(way).slice(from, to)),
    );
  });
  return [bytes, ...inBase64];
}

/** Answers that tell a class and no more. */
function expectAlike(seen: Seen[]): void {
  const lengths = sizeClasses.map((size) => size + 33); // nonce and tag of 16, and yes or no
  for (const { answered } of seen) expect(lengths).toContain(answered.length);
  const status = ({ answeredHeaders }: Seen) => answeredHeaders.split("\n")[0];
  expect(new Set(seen.map(status))).toEqual(new Set(["200"]));
}

describe("with BOX_WRAPS", () => {
  test("the box keeps its key for itself", () => {
    const file = join(box.directory, "wrap-key");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(Buffer.from(readFileSync(file, "utf8"), "base64")).toHaveLength(32);
  });

  test("who passes on a deposit with an attachment and a visit reads nothing of it", async () => {
    await takePass(page, arranged);
    receipt = await handIn(page, title, picture);
    await open(page, receipt, title);
    expect(await canariesIn(proxy.seen)).toEqual([]);
    expect(proxy.seen.length).toBeGreaterThanOrEqual(3); // clean, deposit, read
  }, 240_000);

  test("sees one length for each class, one status, and no cookie", () => {
    const known = new Set<number>(sizeClasses.map((size) => size + wrapping));
    for (const { asked } of proxy.seen) expect(known).toContain(asked.length);
    expect(new Set(proxy.seen.map(({ asked }) => asked.length)).size).toBeGreaterThan(1);
    expectAlike(proxy.seen);
    for (const { askedHeaders } of proxy.seen) expect(askedHeaders).not.toMatch(/^cookie$/im);
  });

  test("a refusal looks like any other answer", async () => {
    proxy.seen.length = 0;
    await enter(page, newReceipt());
    await page.getByText("Nessuna proposta con questo codice").waitFor();
    expect(proxy.seen.length).toBeGreaterThan(0);
    expectAlike(proxy.seen);
  }, 60_000);

  test("what was altered on its way is refused, in either direction", async () => {
    proxy.alters = "asked";
    await enter(page, receipt);
    await page.getByText("non corrisponde più all'urna").waitFor();
    proxy.alters = "answered";
    await enter(page, receipt);
    await page.getByText("Il servizio è molto richiesto").waitFor();
    proxy.alters = null;
    await open(page, receipt, title);
  }, 120_000);

  test("what is not wrapped is refused", async () => {
    const headers = { "Content-Type": "application/json" };
    const sent = { method: "POST", body: padded({ op: "deposit-list" }), headers };
    const { status, text } = await rawRequest(box.origin, "/p/api", sent);
    expect(status).toBe(422);
    expect(text).toContain('{"refusal":{"code":"not-wrapped"}');
  });

  test("the box logs nothing of it", () => {
    expect(
      box
        .output()
        .split("\n")
        .filter(
          (line) => line && !line.includes('"event":"listening"') && !/"path":"\/"/.test(line),
        ),
    ).toEqual([]);
  });

  test("pages stay good when the box starts again", async () => {
    await page.goto("/p/it");
    await box.restart();
    await page.getByRole("tab", { name: "Ho il codice ricevuta" }).click();
    await page.getByRole("textbox", { name: "Codice ricevuta" }).fill(receipt);
    await page.getByRole("button", { name: "Apri" }).click();
    await page.getByRole("heading", { name: title, exact: true }).waitFor();
  }, 120_000);
});

describe("without it", () => {
  test("the same proxy reads all that goes through", async () => {
    await box.halt();
    const bare = await startBox({ ...box.door, DATA_DIR: box.directory });
    proxy.box = bare.origin;
    proxy.seen.length = 0;
    try {
      await page.goto("/p/it");
      await page.getByText("La busta B è pronta").waitFor();
      receipt = await handIn(page, title, picture);
      await open(page, receipt, title);
      expect(await canariesIn(proxy.seen)).toEqual([
        "title",
        "key",
        "edition",
        "token",
        "op",
        "right",
      ]);
    } finally {
      await bare.stop();
    }
  }, 240_000);
});
