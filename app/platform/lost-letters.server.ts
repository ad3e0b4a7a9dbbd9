import type pg from "pg";

/** A column some of whose rows hold U+FFFD, and in how many rows. */
export type LostLetters = { table: string; column: string; rows: number };

type Asking = Pick<pg.ClientBase, "query">;

/**
 * The columns that hold the replacement character U+FFFD, which nobody types: a letter was lost
 * there before it was stored. It tells table, column and number of rows, never what stands in them.
 * Reads every text there is.
 */
export async function lostLetters(client: Asking): Promise<LostLetters[]> {
  const { rows: columns } = await client.query<{ table: string; column: string }>(textColumns);
  const found: LostLetters[] = [];
  for (const { table, column } of columns) {
    const sql = `SELECT count(*)::int AS rows FROM ${quoted(table)} WHERE ${quoted(column)}::text LIKE '%' || chr(65533) || '%'`;
    const {
      rows: [counted],
    } = await client.query<{ rows: number }>(sql);
    if (counted && counted.rows > 0) found.push({ table, column, rows: counted.rows });
  }
  return found;
}

const textColumns = `
  SELECT c.table_name AS "table", c.column_name AS "column"
  FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
  WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
    AND c.udt_name IN ('text', '_text', 'varchar', '_varchar', 'json', 'jsonb')
  ORDER BY 1, 2`;

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
