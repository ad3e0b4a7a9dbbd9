import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startWorld, type World } from "#cli/cycle/world.ts";

// The Express shell around the built product.

let world: World;

beforeAll(async () => {
  world = await startWorld();
}, 60_000);

afterAll(() => world?.stop());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(world.origin + path, { headers, redirect: "manual" });

describe("every answer", () => {
  test("allows only scripts and styles that carry its own nonce", async () => {
    const [one, two] = [await get("/area/login"), await get("/area/login")];
    const policy = one.headers.get("content-security-policy") ?? "";
    const nonce = /script-src 'self' 'nonce-([^']+)'/.exec(policy)?.[1];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("form-action 'self'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(nonce).toBeTruthy();
    const scripts = [
      ...(await one.text()).matchAll(/<script(?![^>]*type="application\/json")[^>]*>/g),
    ].map(([tag]) => tag);
    expect(scripts.length).toBeGreaterThan(0);
    for (const tag of scripts) expect(tag).toContain(`nonce="${nonce}"`);
    expect(two.headers.get("content-security-policy")).not.toContain(nonce);
  });

  test("keeps browsers from guessing, framing and telling", async () => {
    const { headers } = await get("/it");
    expect(
      Object.fromEntries(
        ["x-content-type-options", "x-frame-options", "referrer-policy", "x-powered-by"].map(
          (name) => [name, headers.get(name)],
        ),
      ),
    ).toEqual({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "x-powered-by": null,
    });
    expect((await get("/p/it")).headers.get("referrer-policy")).toBe("no-referrer");
    expect((await get("/p/it")).headers.get("cache-control")).toBe("no-store");
  });

  test("is compressed, and files with a hash in their name are kept for ever", async () => {
    expect((await get("/it", { "Accept-Encoding": "gzip" })).headers.get("content-encoding")).toBe(
      "gzip",
    );
    const [asset] = readdirSync("build/client/assets").filter((file) => file.endsWith(".js"));
    expect((await get(`/assets/${asset}`)).headers.get("cache-control")).toBe(
      "public, max-age=31536000, immutable",
    );
    expect((await get("/assets/missing.js")).status).toBe(404);
  });

  test("in the browser's language where none is chosen", async () => {
    for (const [wish, to] of [
      ["en-GB", "/en"],
      ["de", "/it"],
    ])
      expect((await get("/", { "Accept-Language": wish! })).headers.get("location")).toBe(to);
    expect((await get("/p", { "Accept-Language": "en" })).headers.get("location")).toBe("/p/en");
  });
});

describe("an act from another site", () => {
  const post = (headers: Record<string, string>) =>
    fetch(`${world.origin}/area/login`, {
      method: "POST",
      headers,
      body: new URLSearchParams({ email: "a@b.it", password: "x" }),
      redirect: "manual",
    });

  test.each([
    [
      "by what the browser says of the site",
      { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.example" },
    ],
    ["by its origin where the browser says nothing", { Origin: "https://evil.example" }],
    ["from a sibling host", { "Sec-Fetch-Site": "same-site" }],
    ["without an origin that can be read", { Origin: "null" }],
  ])("is refused %s", async (_how, headers) => {
    expect((await post(headers)).status).toBe(403);
  });

  test("one of our own pages goes through, with or without JavaScript", async () => {
    expect((await post({ "Sec-Fetch-Site": "same-origin", Origin: world.origin })).status).toBe(
      401,
    );
    expect((await post({ Origin: world.origin })).status).toBe(401);
  });
});

describe("what may not be seen", () => {
  test("looks like what does not exist, signed in or not", async () => {
    for (const path of ["/area/manage/none", "/area/custody/none", "/area/jury/none"])
      expect((await get(path)).headers.get("location")).toMatch(/^\/area\/login/);
    for (const path of ["/it/editions/none", "/it/none", "/xx", "/p/xx", "/nothing/at/all"])
      expect((await get(path)).status, path).toBe(404);
  });
});

describe("the server", () => {
  test("says that it is well, stops when told to, and goes on with the same database", async () => {
    expect(await (await get("/healthz")).json()).toEqual({ status: "ok" });
    await world.cli(
      "user",
      "create",
      "--email",
      "resta@comune.example",
      "--name",
      "Re",
      "--surname",
      "Sta",
      "--admin",
    );
    await world.restart();
    expect((await get("/healthz")).status).toBe(200);
    await expect(
      world.cli(
        "user",
        "create",
        "--email",
        "resta@comune.example",
        "--name",
        "Re",
        "--surname",
        "Sta",
      ),
    ).rejects.toThrow(/exists already/);
  }, 60_000);

  test("goes on after it was killed: the cluster it left is adopted", async () => {
    await world.restart("SIGKILL");
    expect(await (await get("/healthz")).json()).toEqual({ status: "ok" });
  }, 60_000);
});
