import { CsvError, parse } from "csv-parse/sync";
import { readEdited } from "./edited-text.server.ts";

type Table = {
  header: string[];
  records: { line: number; values: string[] }[];
  problem?: { line: number; remedy: string };
};

/**
 * Reads a CSV file as people save it, separated by `,` or `;`. What is not one comes back as
 * `problem`.
 */
export function readCsv(bytes: Uint8Array): Table {
  const edited = readEdited(bytes);
  if (!edited.ok) return broken(edited.line, "not-utf8");
  const { text } = edited;
  const read: Table["records"] = [];
  let end = 0;
  const keep = (values: string[], { lines }: { lines: number }) => {
    end = lines;
    read.push({ line: lines - newlinesIn(values), values });
    return null;
  };
  try {
    parse(text, {
      delimiter: separatorOf(text),
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: keep,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // a quotation mark that is never closed swallows the rest: it stands right after the last line
    // that was read
    return broken(
      error.code === "CSV_QUOTE_NOT_CLOSED" ? end + 1 : Number(error["lines"] ?? end + 1),
      "quotes",
    );
  }
  const [header, ...records] = read;
  return { header: header?.values ?? [], records };
}

function broken(line: number, remedy: string): Table {
  return { header: [], records: [], problem: { line, remedy } };
}

/** The separator that the first line holds more of. */
function separatorOf(text: string): "," | ";" {
  const [first = ""] = text.split("\n", 1);
  return first.split(";").length > first.split(",").length ? ";" : ",";
}

function newlinesIn(values: string[]): number {
  return values.reduce((sum, value) => sum + value.split("\n").length - 1, 0);
}
