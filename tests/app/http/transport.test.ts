import type { AddressInfo } from "node:net";
import type { Server } from "node:http";
import express from "express";
import { afterEach, expect, test, vi } from "vitest";
import { forget } from "#app/platform/process-singleton.server.ts";
import { lucia } from "#app/platform/accounts/session.server.ts";
import { securityHeaders } from "#server/headers.ts";

// What changes when a city serves the product over https.

let server: Server | undefined;

afterEach(() => {
  server?.close();
  vi.unstubAllEnvs();
  for (const name of ["env", "lucia"]) forget(name);
});

test.each([
  [{ https: false, subDomains: true }, null],
  [{ https: true, subDomains: false }, "max-age=31536000"],
  [{ https: true, subDomains: true }, "max-age=31536000; includeSubDomains"],
])("with %j HSTS is %s", async (transport, expected) => {
  const app = express().use(
    securityHeaders(false, transport),
    (_request, response) => void response.send("x"),
  );
  server = await new Promise<Server>((listening) => {
    const at = app.listen(0, "127.0.0.1", () => listening(at));
  });
  const answered = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  expect(answered.headers.get("strict-transport-security")).toBe(expected);
});

test.each([
  ["https://innova.example", /^__Secure-innova_session=x; .*Path=\/area.*Secure/],
  ["http://localhost:3000", /^innova_session=x; (?!.*Secure)/],
])("at %s the session's cookie has the name that browsers hold to that", (origin, form) => {
  vi.stubEnv("APP_ORIGIN", origin);
  for (const name of ["env", "lucia"]) forget(name);
  expect(lucia().createSessionCookie("x").serialize()).toMatch(form);
});
