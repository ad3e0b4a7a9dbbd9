import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { copyTables } from "#app/platform/copy.server.ts";
import { databaseUrl, db } from "#app/platform/db.server.ts";

/** A plain dump of the whole database: every table and column, in PostgreSQL's own text. */
export async function dumpTo(file: string): Promise<void> {
  const tables = await db().$queryRaw<
    { name: string }[]
  >`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`;
  const output = createWriteStream(file);
  await copyTables(
    databaseUrl(),
    Object.fromEntries(
      tables.filter(({ name }) => !name.startsWith("_")).map(({ name }) => [name, []]),
    ),
    output,
  );
  output.end();
  await once(output, "finish");
}
