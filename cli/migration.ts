import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startCluster } from "#app/platform/cluster.server.ts";
import { schemaDifference } from "./build/schema-difference.ts";

const schema = "prisma/schema.prisma";
// the datamodel that the migrations lead to; the engine compares datamodels, since it cannot read PostgreSQL 18 back
const migrated = "prisma/migrations/schema.prisma";

/** Writes prisma/migrations/<time>_<name>/migration.sql, from the last migrated datamodel to today's; null when they are equal. */
export async function writeMigration(name: string): Promise<string | null> {
  const [from, to] = [existsSync(migrated) ? readFileSync(migrated, "utf8") : null, readFileSync(schema, "utf8")];
  if (from === to) return null;
  const cluster = await startCluster(join("data", "postgres"));
  try {
    const sql = await schemaDifference(cluster.url("postgres"), from, to);
    const folder = join("prisma/migrations", `${new Date().toISOString().replace(/\D/g, "").slice(0, 14)}_${name}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "migration.sql"), sql);
    writeFileSync(migrated, to);
    return folder;
  } finally {
    if (!cluster.adopted) await cluster.stop();
  }
}
