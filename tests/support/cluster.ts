import { tmpdir } from "node:os";
import { join } from "node:path";
import { mkdtempSync, rmSync } from "node:fs";
import type { TestProject } from "vitest/node";
import { startCluster } from "#app/platform/cluster.server.ts";
import { createDatabase, withClient } from "#app/platform/client.server.ts";
import { boxMigrations, migrate } from "#app/platform/migrate.server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A connection string with `DATABASE` where the name of a database goes. */
    databaseUrl: string;
  }
}

const template = "innova_template";
const boxTemplate = "innova_box_template";

/**
 * One cluster per run with a migrated template in it, shared by all projects of the run;
 * TEST_POSTGRES_URL names another server.
 */
export default async function setup(project: TestProject) {
  // what the run's root provides every project sees, and projects are set up one after the other
  const run = project.vitest.getRootProject();
  if ("databaseUrl" in run.getProvidedContext()) return;
  const given = process.env.TEST_POSTGRES_URL;
  const directory = mkdtempSync(join(tmpdir(), "innova-test-"));
  const cluster = given
    ? null
    : await startCluster(directory, {
        fsync: "off",
        synchronous_commit: "off",
        full_page_writes: "off",
      });
  const url = (database: string) =>
    cluster?.url(database) ?? given!.replace(/(:\/\/[^/]+\/)[^?]*/, `$1${database}`);
  await createDatabase(url("postgres"), template);
  await migrate(url(template));
  await createDatabase(url("postgres"), boxTemplate);
  await migrate(url(boxTemplate), boxMigrations);
  await withClient(url(boxTemplate), (client) =>
    client.query('INSERT INTO "Box" (id) SELECT gen_random_uuid()'),
  );
  run.provide("databaseUrl", url("DATABASE"));
  return async () => {
    await cluster?.stop();
    rmSync(directory, { recursive: true, force: true });
  };
}

export { boxTemplate, template };
