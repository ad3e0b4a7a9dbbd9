import "#tests/support/database.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startWorld, type World } from "#cli/cycle/world.ts";
import routes from "#app/routes.ts";
import { databaseUrl, db } from "#app/platform/db.server.ts";
import { keyEncryptionKey } from "#app/platform/env.server.ts";
import { lucia, sessionCookieName } from "#app/platform/accounts/session.server.ts";
import { employee, preparedEdition, type SealedEdition } from "#tests/factories/sealed-edition.ts";
import { ownBox } from "#tests/support/processes/own-box.ts";
import { rawRequest } from "#tests/support/raw-request.ts";

const box = ownBox();

// Every address of the product, asked with what nobody should send: the answer says what the asker
// did wrong, and nothing breaks. What is added to the table of routes is asked here.

type Entry = { path?: string; children?: Entry[] };

const addresses = [...new Set(flattened(routes as Entry[], ""))];
const hostile = [
  "%",
  "%00",
  "%ff",
  "%ed%a0%80",
  "a%00b",
  "..%2f..%2fetc",
  "%2e%2e",
  "-1",
  "0",
  "1e999",
  "99999999999999999999",
  "%F0%9F%8F%9B",
  "'%22%3E%3Cx",
  "%0d%0aX:%20y",
  "__proto__",
  "{}",
  "x".repeat(4000),
];
const queries = [
  "",
  "?page=99999999999999999999",
  "?q=%00&page=-1",
  "?q=%ff&lang=%",
  "?__proto__[x]=1&back=//x",
  "?_routes=x",
  "?index",
];
const bodies: [string, string | null, string][] = [
  ["JSON", "application/json", "{}"],
  ["broken JSON", "application/json", "{"],
  ["XML", "application/xml", "<a/>"],
  ["text", "text/plain", "a"],
  ["bytes", null, "\u0001"],
  ["broken parts", "multipart/form-data; boundary=x", "--x\r\nfoo"],
  ["no boundary", "multipart/form-data", "--x"],
  ["charset", "application/x-www-form-urlencoded; charset=utf-32", "a=b"],
  ["nothing", "application/x-www-form-urlencoded", ""],
  ["names", "application/x-www-form-urlencoded", "a[0][b]=%00&a=1&__proto__.x=1&%ff=%ff&[]=1&.=1"],
];

let world: World;
let sealed: SealedEdition;
let session = "";

beforeAll(async () => {
  sealed = await preparedEdition();
  const everything = await employee({ isAdministrator: true });
  await db().role.createMany({
    data: (["ORGANISER", "SECRETARY"] as const).map((kind) => ({
      editionId: sealed.edition.id,
      userId: everything.id,
      kind,
    })),
  });
  session = `${sessionCookieName}=${(await lucia().createSession(everything.id, {})).id}`;
  world = await startWorld({
    DATABASE_URL: databaseUrl(),
    BOX_DIR: box.directory,
    APP_KEK: keyEncryptionKey().toString("base64"),
    LOG_LEVEL: "error",
  });
}, 120_000);

afterAll(() => world?.stop());

type Asked = { target: string; method?: string; headers?: Record<string, string>; body?: string };

/** Those that were answered as if the server were at fault, or not at all. */
async function faults(all: Asked[]): Promise<string[]> {
  const found: string[] = [];
  const queue = [...all];
  const asker = async () => {
    for (let asked = queue.pop(); asked; asked = queue.pop()) {
      const { target, ...how } = asked;
      const { status } = await rawRequest(world.origin, target, how);
      if (status < 200 || status >= 500)
        found.push(
          `${status} ${how.method ?? "GET"} ${target.slice(0, 80)} ${JSON.stringify(how.headers ?? {})} ${how.body?.slice(0, 30) ?? ""}`,
        );
    }
  };
  await Promise.all(Array.from({ length: 8 }, asker));
  return found;
}

const nothingBroke = () =>
  expect(
    world
      .output()
      .split("\n")
      .filter((line) => line.includes('"level":50')),
  ).toEqual([]);

describe.each(["nobody", "an administrator who organises"])("asked by %s", (who) => {
  const cookie = (): Record<string, string> => (who === "nobody" ? {} : { Cookie: session });
  const forWhom = (target: string) => (target.startsWith("/area") ? cookie() : {});

  test("no address breaks, whatever stands in it", async () => {
    expect(addresses.length).toBeGreaterThan(150);
    const asked = addresses.flatMap((address) => {
      const places = address.includes(":")
        ? hostile.flatMap((value) => [
            filled(address, value),
            ...(address.includes(":edition") ? [filled(address, value, sealed.edition.code)] : []),
          ])
        : queries.map((query) => address + query);
      return [...places, ...places.slice(0, 3).map((place) => `${place.split("?")[0]}.data`)].map(
        (target) => ({ target, headers: forWhom(target) }),
      );
    });
    expect(await faults(asked)).toEqual([]);
    nothingBroke();
  }, 300_000);

  test("no act breaks, whatever is posted", async () => {
    const asked = addresses
      .filter((address) => !/logout|sessions/.test(address))
      .flatMap((address) => {
        const target = filled(address, "1", sealed.edition.code);
        return bodies.map(([, type, body]) => ({
          target,
          method: "POST",
          body,
          headers: {
            Origin: world.origin,
            ...(type ? { "Content-Type": type } : {}),
            ...forWhom(target),
          },
        }));
      });
    expect(await faults(asked)).toEqual([]);
    nothingBroke();
  }, 300_000);
});

describe("what is no request of ours", () => {
  test.each([
    ["TRACE", "/it", {}, 405],
    ["PUT", "/it", {}, 405],
    ["DELETE", "/area/desk", {}, 405],
    ["FOO", "/", {}, 400],
    ["GET", "/it/editions/%", {}, 400],
    ["GET", "/area/link/%ff%fe", {}, 400],
    ["GET", "/it/editions/%00/data.csv", {}, 400],
    ["GET", "/it/editions/x?q=%00", {}, 400],
    ["GET", "/it", { Host: "a b" }, 400],
    ["GET", "/it", { Host: "[" }, 400],
    ["GET", "/it", { "X-Forwarded-Host": "x:99999999" }, 400],
    ["OPTIONS", "*", {}, 400],
    ["GET", "it", {}, 400],
  ] as const)("%s %s %j is answered %i %#", async (method, target, headers, status) => {
    expect((await rawRequest(world.origin, target, { method, headers })).status).toBe(status);
    nothingBroke();
  });

  test("an address with the host in it is the page it names", async () => {
    const { status, text } = await rawRequest(world.origin, `${world.origin}/it`);
    expect([status, text.includes("<html")]).toEqual([200, true]);
    expect(
      (await rawRequest(world.origin, `${world.origin}/p/it`, { headers: { Cookie: session } }))
        .status,
    ).toBe(400);
  });
});

test("every answer says which powers of a browser it does not use", async () => {
  for (const path of ["/it", "/p/it", "/area/login", "/nothing"])
    expect((await fetch(world.origin + path)).headers.get("permissions-policy")).toMatch(
      /camera=\(\).*geolocation=\(\).*microphone=\(\)/,
    );
});

function flattened(entries: Entry[], above: string): string[] {
  return entries.flatMap(({ path = "", children = [] }) => {
    const here = path === "" ? above : `${above}/${path}`;
    return [here || "/", ...flattened(children, here)];
  });
}

function filled(address: string, value: string, edition = value): string {
  return address
    .replace(/:edition\b\??/g, edition)
    .replace(/:locale\b\??/g, "it")
    .replace(/:\w+\??/g, value);
}
