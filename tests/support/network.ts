import { BatchInterceptor } from "@mswjs/interceptors";
import { ClientRequestInterceptor } from "@mswjs/interceptors/ClientRequest";
import { FetchInterceptor } from "@mswjs/interceptors/fetch";
import { afterAll, beforeAll } from "vitest";

// The product asks nobody outside: in every test, a request to another host than this machine is an
// error.

const here = ["localhost", "127.0.0.1", "[::1]"];
const network = new BatchInterceptor({
  name: "network",
  interceptors: [new ClientRequestInterceptor(), new FetchInterceptor()],
});
network.on("request", ({ request, controller }) => {
  if (here.includes(new URL(request.url).hostname)) return;
  // also said aloud, where a test notices it though the one who asked takes the error for an answer
  console.error(`A request left this machine: ${request.method} ${request.url}`);
  controller.errorWith(new Error(`No request leaves this machine: ${request.url}`));
});

beforeAll(() => network.apply());
afterAll(() => network.dispose());
