import { facesOf, runsOf, type Weight } from "./pdf-fonts.server.ts";

// How words and ornaments get on a page: what is written belongs to an element, or is an artifact.

export const margin = 56;
export const soft = "#495057";
const ink = "#1a1a1a";
const lineGap = 1.5;

export type Pdf = PDFKit.PDFDocument;
export type Element = PDFKit.PDFStructureElement;
type Lettering = { weight: Weight; size: number; colour?: string };

/** Adds an element to another at once, so that what is drawn is tagged as it is drawn. */
export function child(
  pdf: Pdf,
  parent: Element,
  tag: string,
  options: { lang?: string | undefined; scope?: "Row" | "Column"; alt?: string } = {},
): Element {
  const { lang, ...rest } = options;
  const element = pdf.struct(tag, { ...rest, ...(lang ? { lang } : {}) });
  parent.add(element);
  return element;
}

type Place = { x?: number; y?: number; width?: number; align?: "left" | "right" };

/** Writes words from `place`, or where the last ones ended. */
export function write(
  pdf: Pdf,
  text: string,
  { weight, size, colour = ink }: Lettering,
  { x = margin, y = pdf.y, width = pdf.page.width - margin - x, align = "left" }: Place = {},
): void {
  const runs = runsOf(text, weight);
  pdf.fillColor(colour).fontSize(size);
  runs.forEach((run, at) => {
    const options = { width, align, lineGap, continued: at < runs.length - 1 };
    pdf.font(run.face);
    if (at === 0) pdf.text(run.text, x, y, options);
    else pdf.text(run.text, options);
  });
}

/** The height of words in a width; letters of another face count as wide ones. */
export function heightOf(
  pdf: Pdf,
  text: string,
  { weight, size }: Lettering,
  width: number,
): number {
  const [first] = facesOf(weight);
  const measured = runsOf(text, weight)
    .map((run) => (run.face === first!.name ? run.text : "m".repeat(run.text.length)))
    .join("");
  return pdf
    .font(first!.name)
    .fontSize(size)
    .heightOfString(measured || " ", { width, lineGap });
}

/** Draws what is no part of the text: lines, what is repeated, page numbers. */
export function artifact(pdf: Pdf, kind: "Layout" | "Pagination", ornament: () => void): void {
  pdf.markContent("Artifact", { type: kind });
  ornament();
  pdf.endMarkedContent();
}

export function bottomOf(pdf: Pdf): number {
  return pdf.page.height - margin;
}
