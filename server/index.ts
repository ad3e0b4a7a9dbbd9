import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { env, EnvironmentError } from "#app/platform/env.server.ts";
import { describeError, log } from "#app/platform/log.server.ts";
import { MigrationError } from "#app/platform/migrate.server.ts";
import { createApp } from "./app.ts";
import { roles } from "./roles.ts";

await main().catch((error: unknown) => {
  const says =
    error instanceof EnvironmentError || error instanceof MigrationError || error instanceof Error;
  console.error(says ? error.message : "The server did not start.");
  process.exit(1);
});

async function main(): Promise<void> {
  const role = roles[env().ROLE];
  await role.open();
  const vite = env().NODE_ENV === "production" ? undefined : await developmentServer();
  const build = vite
    ? () => vite.ssrLoadModule("virtual:remix/server-build")
    : await import(pathToFileURL(resolve("build/server/index.js")).href);
  const server = createApp(build, vite).listen(env().PORT, env().HOST, () => {
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : env().PORT;
    log().info({ event: "listening", port });
    process.send?.({ listening: port });
  });
  server.headersTimeout = 20_000; // a body has its own times (app/http/body.server.ts)
  stopOn(["SIGTERM", "SIGINT"], async () => {
    server.closeIdleConnections();
    await new Promise<void>((done) => {
      server.close(() => done());
      setTimeout(() => server.closeAllConnections(), 5000).unref();
    });
    await role.close();
    await vite?.close();
  });
}

async function developmentServer() {
  const { createServer } = await import("vite");
  return createServer({ server: { middlewareMode: true } });
}

/** Finishes what is under way, then leaves; a second signal leaves at once. */
function stopOn(signals: NodeJS.Signals[], stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of signals) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      stop()
        .catch((error: unknown) => log().error({ event: "stop", ...describeError(error) }))
        .finally(() => process.exit(0));
    });
  }
}
