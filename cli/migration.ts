import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startCluster } from "#app/platform/cluster.server.ts";
import { schemaDifference } from "./build/schema-difference.ts";
import { schemaText } from "./build/schema-text.ts";

/** Of the main database and of the ballot box. */
const schemas = [
  { schema: "prisma/schema", migrations: "prisma/migrations" },
  { schema: "prisma/box/schema.prisma", migrations: "prisma/box/migrations" },
];

/**
 * Writes <migrations>/<time>_<name>/migration.sql for each schema whose tables changed since its
 * last migration, and gives the new folders. What they lead to is kept beside them as one text,
 * `schema.prisma`, since the engine cannot read PostgreSQL 18 back and compares schemas.
 */
export async function writeMigrations(name: string): Promise<string[]> {
  const cluster = await startCluster(join("data", "postgres"));
  try {
    const written = [];
    for (const each of schemas)
      written.push(...(await writeMigration(cluster.url("postgres"), each, name)));
    return written;
  } finally {
    if (!cluster.adopted) await cluster.stop();
  }
}

async function writeMigration(
  url: string,
  { schema, migrations }: (typeof schemas)[number],
  name: string,
): Promise<string[]> {
  const migrated = join(migrations, "schema.prisma");
  const from = existsSync(migrated) ? readFileSync(migrated, "utf8") : null;
  const to = schemaText(schema);
  if (from === to) return [];
  const sql = await schemaDifference(url, from, to);
  writeFileSync(migrated, to);
  if (!/^(?!--)./m.test(sql)) return []; // comments, or the order of the models
  const time = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const made = join(migrations, `${time}_${name}`);
  mkdirSync(made, { recursive: true });
  writeFileSync(join(made, "migration.sql"), sql);
  return [made];
}
