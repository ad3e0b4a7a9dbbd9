import { http, passthrough } from "msw";
import { setupServer } from "msw/node";
import { afterAll, beforeAll } from "vitest";

// The product asks nobody outside: in every test, a request to another host than this machine is an
// error.

const here = ["localhost", "127.0.0.1", "[::1]"];
const network = setupServer(
  http.all("*", ({ request }) =>
    here.includes(new URL(request.url).hostname) ? passthrough() : undefined,
  ),
);

beforeAll(() => network.listen({ onUnhandledRequest: "error" }));
afterAll(() => network.close());
