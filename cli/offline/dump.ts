import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

// Reads a plain dump of PostgreSQL, as `pg_dump --format=plain` and `export-sealed` write it: COPY
// blocks of text.

export type Row = Record<string, string | null>;
export type Tables = Map<string, Row[]>;

/**
 * The rows of these tables; columns that `without` names are left out (they may be large). Values
 * as PostgreSQL prints them.
 */
export async function readDump(
  file: string,
  wanted: readonly string[],
  without: readonly string[] = [],
): Promise<Tables> {
  const tables: Tables = new Map(wanted.map((name) => [name, []]));
  let block: { columns: string[]; rows: Row[] | undefined } | null = null;
  for await (const line of createInterface({
    input: createReadStream(file, "utf8"),
    crlfDelay: Infinity,
  })) {
    if (!block) block = openingOf(line, tables);
    else if (line === "\\.") block = null;
    else block.rows?.push(rowOf(line, block.columns, without));
  }
  return tables;
}

function openingOf(
  line: string,
  tables: Tables,
): { columns: string[]; rows: Row[] | undefined } | null {
  const [, name, columns] = /^COPY (?:"?\w+"?\.)?"?(\w+)"? \((.*)\) FROM stdin;$/.exec(line) ?? [];
  if (!name || columns === undefined) return null;
  return {
    columns: columns.split(", ").map((column) => column.replaceAll('"', "")),
    rows: tables.get(name),
  };
}

function rowOf(line: string, columns: string[], without: readonly string[]): Row {
  const values = line.split("\t");
  return Object.fromEntries(
    columns.flatMap((column, at) =>
      without.includes(column) ? [] : [[column, unescaped(values[at] ?? "\\N")]],
    ),
  );
}

const escapes: Record<string, string> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", v: "\v" };

function unescaped(value: string): string | null {
  return value === "\\N"
    ? null
    : value.replace(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter);
}

/** The bytes of a bytea, `\x6869`. */
export function bytea(value: string): Uint8Array<ArrayBuffer> {
  if (!/^\\x([0-9a-f]{2})*$/.test(value)) throw new RangeError("not a bytea");
  return new Uint8Array(Buffer.from(value.slice(2), "hex"));
}

/** The texts of an array, `{a,"b, c"}`. */
export function textArray(value: string): string[] {
  return [...value.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/g)].map(([, quoted, bare]) =>
    quoted === undefined ? bare! : quoted.replace(/\\(.)/g, "$1"),
  );
}
