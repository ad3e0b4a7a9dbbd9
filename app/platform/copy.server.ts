import { once } from "node:events";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { withClient } from "./client.server.ts";

/**
 * Writes tables as COPY blocks, as a plain pg_dump has them, all as of one moment; no columns
 * named: all of them.
 */
export async function copyTables(
  url: string,
  tables: Record<string, string[]>,
  output: Writable,
): Promise<void> {
  await withClient(url, async (client) => {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    for (const [table, columns] of Object.entries(tables))
      await copyTable(client, table, columns, output);
  });
}

async function copyTable(
  client: pg.Client,
  table: string,
  columns: string[],
  output: Writable,
): Promise<void> {
  const names = columns.length > 0 ? columns : await columnsOf(client, table);
  const list = names.map((name) => client.escapeIdentifier(name)).join(", ");
  output.write(`COPY public.${client.escapeIdentifier(table)} (${list}) FROM stdin;\n`);
  const rows = client.query(
    copyTo(`COPY public.${client.escapeIdentifier(table)} (${list}) TO STDOUT`),
  );
  for await (const chunk of rows) if (!output.write(chunk)) await once(output, "drain");
  output.write("\\.\n\n");
}

/**
 * Copies what `select` finds in one database into `table` of another, in that order, and gives the
 * number of rows.
 */
export async function copyRows(
  from: pg.Client,
  select: string,
  to: pg.Client,
  table: string,
): Promise<number> {
  const into = to.query(copyFrom(`COPY ${to.escapeIdentifier(table)} FROM STDIN (FORMAT binary)`));
  await pipeline(from.query(copyTo(`COPY (${select}) TO STDOUT (FORMAT binary)`)), into);
  return into.rowCount;
}

async function columnsOf(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1 ORDER BY ordinal_position",
    [table],
  );
  return rows.map(({ name }) => name);
}
