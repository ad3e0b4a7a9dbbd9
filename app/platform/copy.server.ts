import type { Writable } from "node:stream";
import type pg from "pg";
import { withClient } from "./client.server.ts";

/** Writes tables as COPY blocks, as a plain pg_dump has them, all as of one moment; no columns named: all of them. */
export async function copyTables(url: string, tables: Record<string, string[]>, output: Writable): Promise<void> {
  await withClient(url, async (client) => {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    for (const [table, columns] of Object.entries(tables)) await copyTable(client, table, columns, output);
  });
}

async function copyTable(client: pg.Client, table: string, columns: string[], output: Writable): Promise<void> {
  const names = columns.length > 0 ? columns : await columnsOf(client, table);
  const list = names.map((name) => client.escapeIdentifier(name)).join(", ");
  output.write(`COPY public.${client.escapeIdentifier(table)} (${list}) FROM stdin;\n`);
  await copyOut(client, `COPY public.${client.escapeIdentifier(table)} (${list}) TO STDOUT`, output);
  output.write("\\.\n\n");
}

async function columnsOf(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>("SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1 ORDER BY ordinal_position", [table]);
  return rows.map(({ name }) => name);
}

/** pg knows the messages of COPY but has no method for them: a query of our own takes them as they come. */
function copyOut(client: pg.Client, text: string, output: Writable): Promise<void> {
  return new Promise((resolve, reject) => {
    const ignore = () => undefined;
    const query = {
      submit: (connection: { query(text: string): void }) => connection.query(text),
      // a copy: pg reads the next rows into the same memory while these are still being written
      handleCopyData: ({ chunk }: { chunk: Buffer }) => void output.write(Buffer.from(chunk)),
      handleCommandComplete: ignore,
      handleRowDescription: ignore,
      handleReadyForQuery: () => resolve(),
      handleError: reject,
    };
    client.query(query as unknown as pg.Submittable);
  });
}
