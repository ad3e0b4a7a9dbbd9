import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startCluster } from "#app/platform/cluster.server.ts";
import { schemaDifference } from "./build/schema-difference.ts";

/** Of the main database and of the ballot box, each with its `migrations` beside it. */
const schemas = ["prisma", "prisma/box"];

/**
 * Writes <folder>/migrations/<time>_<name>/migration.sql for each schema that changed since its
 * last migration, and gives the new folders.
 */
export async function writeMigrations(name: string): Promise<string[]> {
  const cluster = await startCluster(join("data", "postgres"));
  try {
    const written = [];
    for (const folder of schemas)
      written.push(...(await writeMigration(cluster.url("postgres"), folder, name)));
    return written;
  } finally {
    if (!cluster.adopted) await cluster.stop();
  }
}

async function writeMigration(url: string, folder: string, name: string): Promise<string[]> {
  // the datamodel that the migrations lead to; the engine compares datamodels, since it cannot read
  // PostgreSQL 18 back
  const migrated = join(folder, "migrations/schema.prisma");
  const from = existsSync(migrated) ? readFileSync(migrated, "utf8") : null;
  const to = readFileSync(join(folder, "schema.prisma"), "utf8");
  if (from === to) return [];
  const sql = await schemaDifference(url, from, to);
  const time = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const made = join(folder, "migrations", `${time}_${name}`);
  mkdirSync(made, { recursive: true });
  writeFileSync(join(made, "migration.sql"), sql);
  writeFileSync(migrated, to);
  return [made];
}
