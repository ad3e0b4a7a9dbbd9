import { type Column, langOf, plain, type Text } from "./document.ts";
import {
  artifact,
  bottomOf,
  child,
  type Element,
  heightOf,
  margin,
  type Pdf,
  write,
} from "./pdf-write.server.ts";

const pad = 3;
const cellStyle = { weight: "400", size: 9.5 } as const;
const headStyle = { weight: "600", size: 9.5 } as const;

/**
 * Without columns the rows are terms and what they are: the first cell of every row is its header
 * either way.
 */
type Table = { caption?: string; captioned?: false; columns?: Column[]; rows: Text[][] };
type Grid = { widths: number[]; aligns: ("left" | "right")[] };

/**
 * A table; its header is repeated on every page, for the eye only. A row is never cut in two,
 * unless it is higher than a page.
 */
export function drawTable(
  pdf: Pdf,
  parent: Element,
  { caption, captioned, columns, rows }: Table,
): void {
  const grid = gridOf(pdf, columns, rows);
  const header = columns?.map(({ header: words }) => words);
  const table = child(pdf, parent, "Table");
  if (caption && captioned !== false)
    drawCaption(pdf, table, caption, header ? rowHeight(pdf, header, grid, true) : 0);
  if (header) drawRow(pdf, table, header, grid, { head: true });
  for (const row of rows) {
    if (pdf.y + rowHeight(pdf, row, grid, false) > bottomOf(pdf)) {
      pdf.addPage();
      if (header) artifact(pdf, "Pagination", () => drawCells(pdf, header, grid, true));
    }
    drawRow(pdf, table, row, grid, { head: false });
  }
  table.end();
  pdf.x = margin;
  pdf.y += 8;
}

function drawCaption(pdf: Pdf, table: Element, caption: string, headerHeight: number): void {
  if (pdf.y + 34 + headerHeight > bottomOf(pdf)) pdf.addPage();
  const element = child(pdf, table, "Caption");
  element.add(() => write(pdf, caption, headStyle));
  element.end();
  pdf.y += 3;
}

function drawRow(
  pdf: Pdf,
  table: Element,
  row: Text[],
  grid: Grid,
  { head }: { head: boolean },
): void {
  const [y, height] = [pdf.y, rowHeight(pdf, row, grid, head)];
  const element = child(pdf, table, "TR");
  const tooHigh = y + height > bottomOf(pdf);
  row.forEach((cell, at) => {
    const isHeader = head || at === 0;
    const td = child(pdf, element, isHeader ? "TH" : "TD", {
      lang: langOf(cell),
      ...(isHeader ? { scope: head ? "Column" : "Row" } : {}),
    });
    td.add(() =>
      tooHigh ? write(pdf, plain(cell), styleOf(head)) : drawCell(pdf, cell, grid, at, y, head),
    );
    td.end();
  });
  element.end();
  if (tooHigh) return;
  rule(pdf, y + height);
  pdf.y = y + height;
}

function drawCells(pdf: Pdf, row: Text[], grid: Grid, head: boolean): void {
  const [y, height] = [pdf.y, rowHeight(pdf, row, grid, head)];
  row.forEach((cell, at) => drawCell(pdf, cell, grid, at, y, head));
  pdf.y = y + height;
}

function drawCell(
  pdf: Pdf,
  cell: Text,
  { widths, aligns }: Grid,
  at: number,
  y: number,
  head: boolean,
): void {
  const x = margin + widths.slice(0, at).reduce((sum, width) => sum + width, 0);
  write(pdf, plain(cell), styleOf(head), {
    x: x + pad,
    y: y + pad,
    width: (widths[at] ?? 0) - 2 * pad,
    align: aligns[at] ?? "left",
  });
}

function rule(pdf: Pdf, y: number): void {
  artifact(pdf, "Layout", () =>
    pdf
      .moveTo(margin, y)
      .lineTo(pdf.page.width - margin, y)
      .lineWidth(0.5)
      .strokeColor("#999999")
      .stroke(),
  );
}

function rowHeight(pdf: Pdf, row: Text[], { widths }: Grid, head: boolean): number {
  return (
    Math.max(
      ...row.map((cell, at) =>
        heightOf(pdf, plain(cell), styleOf(head), (widths[at] ?? 0) - 2 * pad),
      ),
    ) +
    2 * pad
  );
}

const styleOf = (head: boolean) => (head ? headStyle : cellStyle);

/**
 * As wide as their words where that fits; what is left over, or lacking, is shared in proportion,
 * and no column is narrower than its longest word where that can be.
 */
function gridOf(pdf: Pdf, columns: Column[] | undefined, rows: Text[][]): Grid {
  const count = columns?.length ?? Math.max(...rows.map((row) => row.length));
  const available = pdf.page.width - 2 * margin;
  const cells = Array.from({ length: count }, (_, at) => [
    columns?.[at]?.header ?? "",
    ...rows.map((row) => plain(row[at] ?? "")),
  ]);
  const widest = (texts: string[]) =>
    Math.max(
      ...texts.map((text) => pdf.font("latin-600").fontSize(headStyle.size).widthOfString(text)),
    ) +
    2 * pad +
    2;
  const wanted = cells.map((texts) => Math.min(widest(texts), available * 0.6));
  const least = cells.map((texts) =>
    Math.min(widest(texts.flatMap((text) => text.split(/\s+/))), available / count),
  );
  return {
    widths: shared(wanted, least, available),
    aligns: Array.from({ length: count }, (_, at) =>
      columns?.[at]?.align === "end" ? "right" : "left",
    ),
  };
}

function shared(wanted: number[], least: number[], available: number): number[] {
  const sum = (widths: number[]) => widths.reduce((total, width) => total + width, 0);
  if (sum(wanted) <= available) return wanted.map((width) => (width * available) / sum(wanted));
  const spare = available - sum(least);
  const more = wanted.map((width, at) => Math.max(0, width - (least[at] ?? 0)));
  return least.map((width, at) => width + (spare * (more[at] ?? 0)) / (sum(more) || 1));
}
