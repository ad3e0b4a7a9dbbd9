import { buffer } from "node:stream/consumers";
import PDFDocument from "pdfkit";
import { type Block, type Document, langOf, plain, type Text } from "./document.ts";
import { facesOf, type Weight } from "./pdf-fonts.server.ts";
import { qrSquares } from "./qr.ts";
import { drawTable } from "./pdf-table.server.ts";
import {
  artifact,
  bottomOf,
  child,
  type Element,
  margin,
  type Pdf,
  soft,
  write,
} from "./pdf-write.server.ts";

// A tagged PDF 1.7: every word belongs to an element of the structure tree, what is only ornament
// is an artifact.

/** Sizes and distances in points, as all measures here. */
type Style = { weight: Weight; size: number; colour?: string; before: number; after: number };

const styles = {
  h1: { weight: "600", size: 19, before: 0, after: 10 },
  h2: { weight: "600", size: 14, before: 16, after: 6 },
  h3: { weight: "600", size: 11.5, before: 10, after: 4 },
  body: { weight: "400", size: 10.5, before: 0, after: 6 },
  strong: { weight: "600", size: 10.5, before: 0, after: 6 },
  soft: { weight: "400", size: 10.5, colour: soft, before: 0, after: 6 },
  code: { weight: "400", size: 9, before: 0, after: 6 },
  item: { weight: "400", size: 10.5, before: 0, after: 3 },
} satisfies Record<string, Style>;

/** The document as a PDF of A4 pages; `page` says a page's number in the document's language. */
export async function pdfOf(
  document: Document,
  page: (at: number, of: number) => string,
): Promise<Buffer> {
  const pdf = new PDFDocument({
    size: "A4",
    margin,
    bufferPages: true,
    pdfVersion: "1.7",
    tagged: true,
    lang: document.locale,
    displayTitle: true,
    info: { Title: document.title, Producer: "Innova.TO", Creator: "Innova.TO" },
    autoFirstPage: false,
  });
  const written = buffer(pdf);
  for (const weight of ["400", "600"] as const)
    for (const { name, bytes } of facesOf(weight)) pdf.registerFont(name, bytes);
  pdf.font("latin-400");
  pdf.addPage();
  const root = pdf.struct("Document");
  pdf.addStructure(root);
  words(pdf, root, "H1", document.title, styles.h1);
  for (const block of document.blocks) draw(pdf, root, block);
  root.end();
  numberPages(pdf, page);
  pdf.end();
  return written;
}

function draw(pdf: Pdf, parent: Element, block: Block): void {
  if (block.kind === "heading") {
    const style = block.level === 2 ? styles.h2 : styles.h3;
    // a heading stays with what follows
    if (pdf.y + style.before + 60 > bottomOf(pdf)) pdf.addPage();
    words(pdf, parent, `H${block.level}`, block.text, style);
  } else if (block.kind === "paragraph")
    words(pdf, parent, "P", block.text, styles[block.tone ?? "body"]);
  else if (block.kind === "list") drawList(pdf, parent, block.items);
  else if (block.kind === "qr") drawQr(pdf, parent, block);
  else if (block.kind === "facts")
    drawTable(pdf, parent, { rows: block.entries.map(({ term, value }) => [term, value]) });
  else drawTable(pdf, parent, block);
}

function words(pdf: Pdf, parent: Element, tag: string, text: Text, style: Style): void {
  if (pdf.y > margin) pdf.y += style.before;
  const element = child(pdf, parent, tag, { lang: langOf(text) });
  element.add(() => write(pdf, plain(text), style));
  element.end();
  pdf.y += style.after;
}

function drawList(pdf: Pdf, parent: Element, items: Text[]): void {
  const list = child(pdf, parent, "L");
  for (const item of items) {
    if (pdf.y + 20 > bottomOf(pdf)) pdf.addPage();
    const entry = child(pdf, list, "LI", { lang: langOf(item) });
    const y = pdf.y;
    child(pdf, entry, "Lbl").add(() => write(pdf, "•", styles.item, { x: margin, y }));
    child(pdf, entry, "LBody").add(() =>
      write(pdf, plain(item), styles.item, { x: margin + 12, y }),
    );
    entry.end();
    pdf.y += styles.item.after;
  }
  pdf.x = margin;
  pdf.y += 4;
  list.end();
}

/** The side of a QR code, about 34 mm. */
const qrSide = 96;

function drawQr(pdf: Pdf, parent: Element, { text, alt }: Extract<Block, { kind: "qr" }>): void {
  if (pdf.y + qrSide + 12 > bottomOf(pdf)) pdf.addPage();
  const { size, dark } = qrSquares(text);
  const [top, step] = [pdf.y, qrSide / size];
  const figure = child(pdf, parent, "Figure", { alt });
  figure.add(() => {
    for (const [x, y] of dark) pdf.rect(margin + x * step, top + y * step, step, step);
    pdf.fill("#000000");
  });
  figure.end();
  pdf.y = top + qrSide + 8;
}

function numberPages(pdf: Pdf, page: (at: number, of: number) => string): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let at = 0; at < count; at += 1) {
    pdf.switchToPage(start + at);
    pdf.page.margins.bottom = 0; // below the margin, which would else begin a page
    artifact(pdf, "Pagination", () =>
      write(
        pdf,
        page(at + 1, count),
        { weight: "400", size: 8.5, colour: soft },
        { x: margin, y: pdf.page.height - 36, align: "right" },
      ),
    );
  }
}
