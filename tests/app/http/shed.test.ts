import type { AddressInfo } from "node:net";
import { type Server, request as open } from "node:http";
import express from "express";
import { afterAll, beforeEach, expect, test } from "vitest";
import { shed } from "#server/shed.ts";

// The shell in front of pages that take as long as the test wants.

const servers: Server[] = [];
let at: string;
let arrived: string[];
let made: string[];
let held: (() => void)[];
let afterwards: (() => void)[];

beforeEach(() => start(60_000));
afterAll(() => servers.forEach((server) => server.close()));

async function start(patience: number): Promise<void> {
  [arrived, made, held, afterwards] = [[], [], [], []];
  const app = express();
  app.use(({ path, headers }, response, next) => {
    arrived.push(path);
    // as whoever waits for a kept page that is never made, and goes
    if (headers.gone) response.once("close", () => afterwards.push(next));
    else next();
  });
  app.use(shed(patience));
  app.all("*", ({ path, headers }, response) => {
    made.push(path);
    if (headers.hold) held.push(() => response.send("late"));
    else response.send("at once");
  });
  const server = await new Promise<Server>((listening) => {
    const listener = app.listen(0, "127.0.0.1", () => listening(listener));
  });
  servers.push(server);
  at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const ask = (path: string, init: RequestInit = {}) => fetch(`${at}${path}`, init);
const statusesOf = async (answers: Promise<Response>[]) =>
  (await Promise.all(answers)).map(({ status }) => status);
const statuses = (...paths: string[]) => statusesOf(paths.map((path) => ask(path)));

/** Asks for `paths` one after the other, each once the one before has arrived. */
async function line(paths: string[], headers: Record<string, string> = {}) {
  const answers: Promise<Response>[] = [];
  for (const path of paths) {
    answers.push(ask(path, { headers }));
    await arrivalOf(path);
  }
  return answers;
}

const arrivalOf = (path: string) => expect.poll(() => arrived.at(-1), { interval: 1 }).toBe(path);

/** Asks for `paths` at once; they have all arrived when it is done. */
async function crowd(paths: string[]) {
  const all = arrived.length + paths.length;
  const answers = paths.map((path) => ask(path));
  await expect.poll(() => arrived.length).toBe(all);
  return answers;
}

/** Asks for `path` and goes away once it has arrived. */
async function leave(path: string, headers: Record<string, string> = {}): Promise<void> {
  const asked = open(`${at}${path}`, { headers }).on("error", () => undefined);
  asked.end();
  await arrivalOf(path);
  const gone = new Promise((resolve) => asked.once("close", resolve));
  asked.destroy();
  await gone;
}

const numbered = (count: number, path: string) =>
  Array.from({ length: count }, (_, at) => `${path}/${at + 1}`);

/** Has `count` pages under way while `act` runs. */
async function during<T>(count: number, path: string, act: () => Promise<T>): Promise<T> {
  const before = held.length;
  const pages = Array.from({ length: count }, () => ask(path, { headers: { hold: "yes" } }));
  await expect.poll(() => held.length).toBe(before + count);
  try {
    return await act();
  } finally {
    for (const finish of held.splice(0, count)) finish();
    expect(await statusesOf(pages)).toEqual(pages.map(() => 200));
  }
}

const refusals = async (answers: Promise<Response>[]) =>
  (await Promise.all(answers)).map(({ status, headers }) => [
    status,
    headers.get("retry-after"),
    headers.get("cache-control"),
  ]);
const refused = [503, "5", "no-store"];

test("of pages so many are made at once; the next wait, whoever came first is first", async () => {
  const waiting = numbered(3, "/it");
  const answers = await during(32, "/it/editions", async () => {
    const answers = await line(waiting, { hold: "yes" });
    expect(made.filter((path) => waiting.includes(path))).toEqual([]);
    for (const [at, path] of waiting.entries()) {
      held.shift()?.();
      await expect.poll(() => made.at(-1)).toBe(path);
      expect(made).toHaveLength(32 + at + 1);
    }
    return answers;
  });
  expect(await statusesOf(answers)).toEqual([200, 200, 200]);
});

test("so many wait and no more; the next is asked to come again in some seconds", async () => {
  const answers = await during(32, "/it/editions", async () => {
    const waiting = await crowd(numbered(256, "/area/jury/2027"));
    expect(await refusals([ask("/it"), ask("/area/desk")])).toEqual([refused, refused]);
    return waiting;
  });
  expect(new Set(await statusesOf(answers))).toEqual(new Set([200]));
  expect(await statuses("/it")).toEqual([200]);
});

test("who has waited too long is asked to come again, and leaves no place taken", async () => {
  await start(1);
  await during(32, "/it/editions", async () => {
    for (const round of ["first", "second"]) {
      const waiting = numbered(200, `/it/${round}`).map((path) => ask(path));
      expect(await refusals(waiting)).toEqual(waiting.map(() => refused));
    }
  });
  expect(made).toHaveLength(32);
  expect(await statuses("/it")).toEqual([200]);
});

test("nothing is made for who went away while waiting; the place goes to the next", async () => {
  const [next] = await during(32, "/it/editions", async () => {
    for (const path of numbered(300, "/it/gone")) await leave(path);
    return line(["/it/stays"]);
  });
  expect((await next!).status).toBe(200);
  expect(made.filter((path) => path !== "/it/editions")).toEqual(["/it/stays"]);
});

test("who went away before it was their turn takes no place for good", async () => {
  for (const path of numbered(33, "/it/gone")) await leave(path, { gone: "yes" });
  await expect.poll(() => afterwards.length).toBe(33);
  for (const next of afterwards) next();
  expect(await statuses("/it")).toEqual([200]);
  expect(made).toEqual(["/it"]);
});

test("acts, what an open page asks for, and whoever watches the server never wait", async () => {
  await during(32, "/it/editions", async () => {
    expect((await ask("/area/jury/2027/1/draft", { method: "POST" })).status).toBe(200);
    expect(await statuses("/area/jury/2027/1.data", "/healthz")).toEqual([200, 200]);
  });
});

test("pages of one wing never keep the other from its own, nor a deposit out", async () => {
  await during(32, "/it/editions", async () => expect(await statuses("/p/it")).toEqual([200]));
  const waiting = await during(32, "/p/it", async () => {
    const waiting = await crowd(numbered(256, "/p/it"));
    expect(await statuses("/p/it", "/it")).toEqual([503, 200]);
    expect((await ask("/p/api", { method: "POST" })).status).toBe(200);
    return waiting;
  });
  expect(new Set(await statusesOf(waiting))).toEqual(new Set([200]));
});
