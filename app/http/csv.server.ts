import { stringify } from "csv-stringify/sync";

/**
 * A table as CSV that spreadsheets open as it is: UTF-8 with a byte order mark, and no cell that
 * they would run.
 */
export function csv(
  columns: readonly string[],
  rows: readonly Record<string, string | number>[],
): string {
  return stringify([...rows], {
    header: true,
    columns: [...columns],
    bom: true,
    escape_formulas: true,
    record_delimiter: "\r\n",
  });
}
