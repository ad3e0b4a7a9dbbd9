import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { checkBoxMark } from "#app/commands/box-mark.server.ts";
import { moveEarlierDeposits } from "#app/commands/earlier-deposits.server.ts";
import { updateOlderBox } from "#app/commands/older-box.server.ts";
import { closeBox, keepBoxRunning, openBox } from "#app/box/store.server.ts";
import { writeDepositDays } from "#app/deposit/deposit-days.server.ts";
import { readCity } from "#app/platform/city.server.ts";
import { closeDatabase, keepRunning, openDatabase } from "#app/platform/db.server.ts";
import { env, EnvironmentError } from "#app/platform/env.server.ts";
import { startJobs, stopJobs } from "#app/platform/jobs.server.ts";
import { checkKeyMark } from "#app/platform/key-mark.server.ts";
import { describeError, log } from "#app/platform/log.server.ts";
import { MigrationError } from "#app/platform/migrate.server.ts";
import { refuseDemoInProduction, work } from "./work.ts";
import { createApp } from "./app.ts";

await main().catch((error: unknown) => {
  const says = error instanceof EnvironmentError || error instanceof MigrationError || error instanceof Error;
  console.error(says ? error.message : "The server did not start.");
  process.exit(1);
});

async function main(): Promise<void> {
  env();
  await openDatabase();
  await openBox();
  await checkKeyMark();
  await checkBoxMark();
  await moveEarlierDeposits();
  await updateOlderBox();
  await refuseDemoInProduction(process.argv.includes("--demo"));
  await readCity();
  keepRunning(revivedAs("database-revived"));
  keepBoxRunning(revivedAs("box-revived"));
  await startJobs(work);
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
    await stopJobs();
    await writeDepositDays({ all: true });
    await closeBox({ stopAdopted: true });
    await closeDatabase({ stopAdopted: true });
    await vite?.close();
  });
}

function revivedAs(event: string) {
  return (error?: unknown) => log().error({ event, ...(error === undefined ? {} : describeError(error)) });
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
