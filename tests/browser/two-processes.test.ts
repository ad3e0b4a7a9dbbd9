import "#tests/support/database.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { databaseUrl } from "#app/platform/db.server.ts";
import { padded } from "#app/deposit/padding.ts";
import { type BoxProcess, startBox, startWorld, type World } from "#cli/cycle/world.ts";
import { rawRequest } from "#tests/support/raw-request.ts";

// The built product as two processes: ROLE=main and ROLE=box, each in a folder of its own.

let box: BoxProcess;
let main: World;

beforeAll(async () => {
  box = await startBox({ DATABASE_URL: databaseUrl() });
  main = await startWorld({ ROLE: "main", DATABASE_URL: databaseUrl(), ...box.door });
}, 120_000);

afterAll(async () => {
  await main?.stop();
  await box?.stop();
});

const status = async (origin: string, path: string) =>
  (await fetch(origin + path, { redirect: "manual" })).status;

describe("the process with ROLE=box", () => {
  test("answers the anonymous wing, its scripts and its health", async () => {
    expect(await status(box.origin, "/p")).toBe(302);
    const page = await fetch(`${box.origin}/p/it`);
    expect(page.status).toBe(200);
    const [, script] = /"(\/assets\/[^"]+\.js)"/.exec(await page.text()) ?? [];
    expect(await status(box.origin, script!)).toBe(200);
    expect(await (await fetch(`${box.origin}/healthz`)).json()).toEqual({ status: "ok" });
    const headers = { "Content-Type": "application/json" };
    const sent = { method: "POST", body: padded({ op: "nonsense" }), headers };
    expect(await rawRequest(box.origin, "/p/api", sent)).toMatchObject({ status: 422 });
  });

  test.each([
    "/", "/it", "/it/trust", "/area/login", "/area/desk", "/favicon.svg", "/custodian.html",
    "/robots.txt", "/colours/8a1538.css", "/catalogue.jsonld", "/.well-known/security.txt",
  ])("answers nothing else: %s is not found", async (path) => {
    expect(await status(box.origin, path)).toBe(404);
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

  test("answers everything else, and knows that the box is well", async () => {
    for (const path of ["/it", "/area/login", "/favicon.svg"])
      expect(await status(main.origin, path), path).toBe(200);
    expect(await (await fetch(`${main.origin}/healthz`)).json()).toEqual({ status: "ok" });
  });
});
