import type { Locale } from "#app/domain/locale.ts";

// A document as it is meant, before it is a page or a PDF: both are made out of this one.

/** Words, in another language than the document's where that is said. */
export type Text = string | { text: string; lang: Locale };

export type Column = { header: string; align?: "start" | "end" };

export type Block =
  | { kind: "heading"; level: 2 | 3; text: Text }
  | { kind: "paragraph"; text: Text; tone?: "soft" | "strong" | "code" }
  | { kind: "list"; items: Text[] }
  /** the first cell of each row is its header */
  | {
      kind: "table";
      caption: string;
      /** the heading before it says the same */ captioned?: false;
      columns: Column[];
      rows: Text[][];
    }
  /** a QR code of `text`, with the words for whoever does not see it */
  | { kind: "qr"; text: string; alt: string }
  /** terms and what they are */
  | { kind: "facts"; entries: { term: string; value: Text }[] };

export type Document = { locale: Locale; title: string; blocks: Block[] };

/** The words alone. */
export function plain(text: Text): string {
  return typeof text === "string" ? text : text.text;
}

/** The language of the words, where it is another one. */
export function langOf(text: Text): Locale | undefined {
  return typeof text === "string" ? undefined : text.lang;
}

/** What somebody typed, a paragraph for each line that is not empty. */
export function typed(text: string): Block[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => ({ kind: "paragraph", text: line }));
}
