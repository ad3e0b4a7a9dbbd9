import type { Writable } from "node:stream";
import pg from "pg";

/** Writes a table as a COPY block, as a plain pg_dump has them; `columns` empty: all of them. */
export async function copyTable(url: string, table: string, columns: string[], output: Writable): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const names = columns.length > 0 ? columns : await columnsOf(client, table);
    const list = names.map((name) => client.escapeIdentifier(name)).join(", ");
    output.write(`COPY public.${client.escapeIdentifier(table)} (${list}) FROM stdin;\n`);
    await copyOut(client, `COPY public.${client.escapeIdentifier(table)} (${list}) TO STDOUT`, output);
    output.write("\\.\n\n");
  } finally {
    await client.end();
  }
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
