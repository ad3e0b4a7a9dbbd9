import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDatabase } from "#app/platform/client.server.ts";
import { type Cluster, startCluster } from "#app/platform/cluster.server.ts";
import { closeDatabase, connect, databaseUrl } from "#app/platform/db.server.ts";
import { migrate } from "#app/platform/migrate.server.ts";

/** A main database in a cluster of its own, whose files nobody else writes. */
export type OwnMain = { directory: string; url: string; close(): Promise<void> };

/**
 * Opens one instead of this file's, with these settings of PostgreSQL; `close` brings that back.
 */
export async function openOwnMain(settings: Record<string, string> = {}): Promise<OwnMain> {
  const before = databaseUrl();
  const directory = mkdtempSync(join(tmpdir(), "innova-main-"));
  await closeDatabase();
  const cluster: Cluster = await startCluster(directory, settings);
  const url = cluster.url("innova");
  await createDatabase(cluster.url("postgres"), "innova");
  await migrate(url);
  connect(url);
  const close = async () => {
    await closeDatabase();
    await cluster.stop();
    rmSync(directory, { recursive: true, force: true });
    connect(before);
  };
  return { directory, url, close };
}
