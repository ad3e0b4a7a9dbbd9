import { afterEach, vi, expect } from "vitest";

process.env.LOG_LEVEL ??= "silent";
process.env.NODE_ENV ??= "test";
process.env.APP_KEK ??= Buffer.alloc(32, 7).toString("base64");

// what lands on the console is a defect: a test that expects it spies on it
const error = vi.spyOn(console, "error");
afterEach(() => {
  const calls = error.mock.calls.splice(0);
  expect(calls, "nothing may be written to console.error").toEqual([]);
});
