import { createHash } from "node:crypto";
import { readBox } from "#app/box/store.server.ts";
import { db } from "#app/platform/db.server.ts";

/**
 * A hash of every row of every table, of main database and ballot box, but those named: the same
 * before and after what stored nothing.
 */
export async function everyRow(except: readonly string[] = []): Promise<string> {
  const rows = [await rowsOf(db(), except), await readBox((box) => rowsOf(box, except))];
  return createHash("sha256").update(JSON.stringify(rows)).digest("hex");
}

type Asking = { $queryRawUnsafe<T>(sql: string): PromiseLike<T> };

async function rowsOf(from: Asking, except: readonly string[]): Promise<unknown[]> {
  const tables = await from.$queryRawUnsafe<{ name: string }[]>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
  );
  const rows: unknown[] = [];
  for (const { name } of tables.filter((table) => !except.includes(table.name))) {
    rows.push(
      await from.$queryRawUnsafe(
        `SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM "${name}" t`,
      ),
    );
  }
  return rows;
}
