import type { AddressInfo } from "node:net";
import type { Server } from "node:http";
import express from "express";
import { afterAll, beforeAll, expect, test } from "vitest";
import { shed } from "../../server/shed.ts";

// The shell in front of pages that take as long as the test wants.

let server: Server;
const waiting: (() => void)[] = [];

beforeAll(async () => {
  const app = express();
  app.use(shed());
  app.all("*", (request, response) => {
    if (request.get("hold")) waiting.push(() => response.send("late"));
    else response.send("at once");
  });
  server = await new Promise<Server>((listening) => {
    const at = app.listen(0, "127.0.0.1", () => listening(at));
  });
});

afterAll(() => server.close());

const ask = (path: string, init: RequestInit = {}) => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, init);

/** Has `count` pages under way while `act` runs. */
async function during<T>(count: number, path: string, act: () => Promise<T>): Promise<T> {
  const held = Array.from({ length: count }, () => ask(path, { headers: { hold: "yes" } }));
  await expect.poll(() => waiting.length).toBe(count);
  try {
    return await act();
  } finally {
    for (const finish of waiting.splice(0)) finish();
    expect((await Promise.all(held)).map(({ status }) => status)).toEqual(held.map(() => 200));
  }
}

const statuses = (...paths: string[]) => Promise.all(paths.map(async (path) => (await ask(path)).status));

test("of pages so many are made at once; the next is asked to come again in some seconds, public or a sheet", async () => {
  await during(32, "/it/editions", async () => {
    const [page, sheet] = [await ask("/it"), await ask("/area/jury/2027/1")];
    for (const refused of [page, sheet]) expect([refused.status, refused.headers.get("retry-after"), refused.headers.get("cache-control")]).toEqual([503, "5", "no-store"]);
  });
  expect(await statuses("/it")).toEqual([200]);
});

test("an act, what an open page asks for, and whoever watches the server are still answered", async () => {
  await during(32, "/it/editions", async () => {
    expect((await ask("/area/jury/2027/1/draft", { method: "POST" })).status).toBe(200);
    expect(await statuses("/area/jury/2027/1.data", "/healthz")).toEqual([200, 200]);
  });
});

test("no number of other pages keeps the anonymous wing from its own, and none of those keeps a deposit out", async () => {
  await during(32, "/it/editions", async () => expect(await statuses("/p/it")).toEqual([200]));
  await during(32, "/p/it", async () => {
    expect(await statuses("/p/it", "/it")).toEqual([503, 200]);
    expect((await ask("/p/api", { method: "POST" })).status).toBe(200);
  });
});
