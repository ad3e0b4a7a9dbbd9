import { describe, expect, test } from "vitest";
import { EnvironmentError, parseEnvironment } from "#app/platform/env.server.ts";

const edition = "0b7f0c1e-7d0f-4c53-9d62-0d7e3b1f3a11";
const hash = "a".repeat(64);
const parsed = (EDITION_MANIFESTS: string) =>
  parseEnvironment({ EDITION_MANIFESTS }).EDITION_MANIFESTS;

describe("EDITION_MANIFESTS", () => {
  test("pins several editions, in any letter case and with spaces", () => {
    const other = edition.replace("0b", "1c");
    expect([
      ...parsed(` ${edition.toUpperCase()}:${hash.toUpperCase()}, ${other}:${hash},`),
    ]).toEqual([
      [edition, hash],
      [other, hash],
    ]);
    expect(parsed("").size).toBe(0);
  });

  test.each([
    ["a hash cut off", `${edition}:${hash.slice(1)}`],
    ["a hash with a letter that is no digit", `${edition}:${"g".repeat(64)}`],
    ["an edition's code instead of its id", `2027:${hash}`],
    ["no colon", `${edition} ${hash}`],
    ["a semicolon between two", `${edition}:${hash};${edition}:${hash}`],
    ["one good and one bad", `${edition}:${hash},2027`],
    ["an edition twice", `${edition}:${hash},${edition}:${"b".repeat(64)}`],
  ])("with %s stops the start: such a pin would protect nothing", (_what, text) => {
    expect(() => parsed(text)).toThrow(EnvironmentError);
    expect(() => parsed(text)).toThrow("EDITION_MANIFESTS");
  });
});

describe("the environment", () => {
  test("is complete when empty", () => {
    expect(parseEnvironment({})).toMatchObject({ PORT: 3000, DATABASE_URL: "", LOG_LEVEL: "info" });
  });

  test("names every variable that is wrong at once", () => {
    const wrong = {
      PORT: "a",
      DATABASE_URL: "mysql://x",
      APP_KEK: "kurz",
      SMTP_URL: "http://x",
      LOG_LEVEL: "loud",
    };
    expect(() => parseEnvironment(wrong)).toThrow(EnvironmentError);
    for (const name of Object.keys(wrong))
      expect(() => parseEnvironment(wrong)).toThrow(new RegExp(`  ${name}: `));
  });
});

describe("ROLE", () => {
  const key = Buffer.alloc(32, 1).toString("base64");

  test.each(["main", "box"])("%s asks for the keys that two processes share", (ROLE) => {
    expect(() => parseEnvironment({ ROLE })).toThrow(/BOX_SECRET: must be set with ROLE/);
    expect(() => parseEnvironment({ ROLE, BOX_SECRET: key })).toThrow(/APP_KEK: must be set/);
    expect(parseEnvironment({ ROLE, BOX_SECRET: key, APP_KEK: key }).ROLE).toBe(ROLE);
  });

  test("box alone has bodies wrapped", () => {
    const keys = { BOX_SECRET: key, APP_KEK: key, BOX_WRAPS: "true" };
    expect(parseEnvironment({ ...keys, ROLE: "box" }).BOX_WRAPS).toBe(true);
    for (const ROLE of ["main", ""])
      expect(() => parseEnvironment({ ...keys, ROLE })).toThrow(/BOX_WRAPS: belongs to ROLE=box/);
  });

  test("is one of two, or left out", () => {
    expect(parseEnvironment({}).ROLE).toBe("");
    expect(() => parseEnvironment({ ROLE: "both" })).toThrow("ROLE");
  });
});
