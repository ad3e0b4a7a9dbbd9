import { createHash } from "node:crypto";
import { db } from "#app/platform/db.server.ts";

/** A hash of every row of every table but those named: the same before and after what stored nothing. */
export async function everyRow(except: readonly string[] = []): Promise<string> {
  const tables = await db().$queryRaw<{ name: string }[]>`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`;
  const hash = createHash("sha256");
  for (const { name } of tables.filter((table) => !except.includes(table.name))) {
    hash.update(JSON.stringify(await db().$queryRawUnsafe(`SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM "${name}" t`)));
  }
  return hash.digest("hex");
}
