import type { AddressInfo } from "node:net";
import type { Server } from "node:http";
import compression from "compression";
import express from "express";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { publicCache } from "#server/public-cache.ts";

// The shell in front of a page that counts how often it is rendered.

let server: Server;
let rendered: number;
let answer: (request: express.Request, response: express.Response) => unknown;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  rendered = 0;
  answer = (_request, response) =>
    void response
      .set({ ETag: `"${rendered}"`, "Cache-Control": "public, max-age=60, must-revalidate" })
      .type("html")
      .send(`<p>${rendered}</p>`.padEnd(2000, "."));
  const app = express().disable("etag");
  app.use((_request, response, next) => {
    response.locals.nonce = "nonce-of-this-answer";
    next();
  });
  app.use(compression(), publicCache());
  app.all("*", async (request, response) => {
    rendered += 1;
    await answer(request, response);
  });
  server = await new Promise<Server>((listening) => {
    const at = app.listen(0, "127.0.0.1", () => listening(at));
  });
});

afterEach(() => {
  vi.useRealTimers();
  server.closeAllConnections();
  server.close();
});

const ask = (path = "/it", init: RequestInit = {}) =>
  fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, init);
const times = async (...paths: string[]) => {
  for (const path of paths) await (await ask(path)).text();
  return rendered;
};

test("a public page is rendered once a second, whoever asks", async () => {
  const [first, second] = [await (await ask()).text(), await (await ask()).text()];
  expect(second).toBe(first);
  expect(rendered).toBe(1);
  vi.setSystemTime(Date.now() + 1001);
  expect(await (await ask()).text()).toContain("<p>2</p>");
});

test("who asks while it is being rendered waits for that", async () => {
  const before = answer;
  answer = async (request, response) => {
    await new Promise((done) => setTimeout(done, 50));
    return before(request, response);
  };
  const texts = await Promise.all(Array.from({ length: 20 }, async () => (await ask()).text()));
  expect(new Set(texts).size).toBe(1);
  expect(rendered).toBe(1);
});

test("who has it already is told so, without a body; who has another version gets this one", async () => {
  await (await ask()).text();
  const same = await ask("/it", { headers: { "If-None-Match": '"1"' } });
  expect([same.status, await same.text(), same.headers.get("etag")]).toEqual([304, "", '"1"']);
  expect((await ask("/it", { headers: { "If-None-Match": '"0"' } })).status).toBe(200);
  expect(rendered).toBe(1);
});

test("the first to ask is told too when there is nothing new", async () => {
  expect((await ask("/it", { headers: { "If-None-Match": '"1"' } })).status).toBe(304);
  expect(await (await ask()).text()).toContain("<p>1</p>");
});

test("it comes compressed to who takes that, and plain to who does not", async () => {
  const [zipped, plain] = [
    await ask(),
    await ask("/it", { headers: { "Accept-Encoding": "identity" } }),
  ];
  expect([zipped.headers.get("content-encoding"), plain.headers.get("content-encoding")]).toEqual([
    "gzip",
    null,
  ]);
  expect(zipped.headers.get("vary")).toContain("Accept-Encoding");
  expect(Number(zipped.headers.get("content-length"))).toBeLessThan(
    Number(plain.headers.get("content-length")),
  );
  expect(await zipped.text()).toBe(await plain.text());
});

test("whatever somebody does shows at once", async () => {
  await times("/it");
  await ask("/area/manage/2027/publication", { method: "POST" });
  expect(await (await ask()).text()).toContain("<p>3</p>");
});

test.each([
  "/p/api",
  "/P//api",
  "/p/api.data",
  "/area/activation",
  "/area/pass-return.data",
  "/area/vote-token",
  "/Area/participation",
])("who asks again and again sees nothing of %s", async (path) => {
  await times("/it");
  for (let act = 1; act <= 15; act += 1) {
    expect((await ask(path, { method: "POST" })).status).toBe(200);
    expect(await (await ask()).text()).toContain("<p>1</p>");
  }
  await ask("/area/desk", { method: "POST" }); // control: this empties it
  expect(await (await ask()).text()).toContain("<p>18</p>");
});

test("an act that ends while a page is rendered leaves no page from before it", async () => {
  const before = answer;
  let render = () => {};
  answer = async (request, response) => {
    if (request.method === "GET") await new Promise<void>((done) => (render = done));
    return before(request, response);
  };
  const early = ask();
  await vi.waitFor(() => expect(rendered).toBe(1), 20_000);
  await ask("/area/act", { method: "POST" });
  render();
  await (await early).text();
  answer = before;
  expect(await (await ask()).text()).toContain("<p>3</p>");
});

test("pages of who is signed in, of the anonymous wing, and those asked with a query are kept by nobody", async () => {
  expect(
    await times("/area/desk", "/area/desk", "/p/it", "/p/it", "/it?page=1", "/it?page=1"),
  ).toBe(6);
});

test.each([
  [
    "is not public",
    (response: express.Response) => response.set("Cache-Control", "no-store").send("x"),
  ],
  [
    "is an error",
    (response: express.Response) => response.status(404).set("Cache-Control", "public").send("x"),
  ],
  [
    "sets a cookie",
    (response: express.Response) =>
      response.set("Cache-Control", "public").cookie("a", "b").send("x"),
  ],
  [
    "carries the nonce of its own answer",
    (response: express.Response) =>
      response.set("Cache-Control", "public").send('<style nonce="nonce-of-this-answer">'),
  ],
  [
    "is as large as an attachment",
    (response: express.Response) =>
      response.set("Cache-Control", "public").send("x".repeat(300_000)),
  ],
])("an answer that %s is given as it is and not kept", async (_why, give) => {
  answer = (_request, response) => give(response);
  const texts = [await (await ask()).text(), await (await ask()).text()];
  expect(texts[0]).toBe(texts[1]);
  expect(texts[0]!.length).toBeGreaterThan(0);
  expect(rendered).toBe(2);
});

test("who goes away while it is rendered takes it from nobody", async () => {
  const before = answer;
  answer = async (request, response) => {
    await new Promise((done) => setTimeout(done, 100));
    return before(request, response);
  };
  const gone = new AbortController();
  const first = ask("/it", { signal: gone.signal }).catch(() => "gone");
  await vi.waitFor(() => expect(rendered).toBe(1), 20_000);
  const second = ask();
  gone.abort();
  expect(await first).toBe("gone");
  expect((await second).status).toBe(200);
});
