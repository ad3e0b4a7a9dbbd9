import { createHash } from "node:crypto";
import type { Document } from "#app/documents/document.ts";
import { htmlFile } from "#app/documents/html-file.server.tsx";
import { pageNumber } from "#app/documents/meeting-minutes.ts";
import { pdfOf } from "#app/documents/pdf.server.ts";

/**
 * Documents are asked for more than once, and a PDF takes some tenths of a second: the last ones
 * are kept.
 */
const kept = new Map<string, Uint8Array<ArrayBuffer>>();
const maxFiles = 30;

export type DocumentFile = {
  body: string | Uint8Array<ArrayBuffer>;
  type: string;
  ending: "pdf" | "html";
};

/** A document to take along: a tagged PDF, or an HTML file that stands by itself. */
export async function documentFile(
  document: Document,
  ending: DocumentFile["ending"],
): Promise<DocumentFile> {
  if (ending === "html")
    return { ending, type: "text/html; charset=utf-8", body: htmlFile(document) };
  return { ending, type: "application/pdf", body: await pdf(document) };
}

async function pdf(document: Document): Promise<Uint8Array<ArrayBuffer>> {
  const key = createHash("sha256").update(JSON.stringify(document)).digest("hex");
  const body = kept.get(key) ?? new Uint8Array(await pdfOf(document, pageNumber(document.locale)));
  kept.delete(key);
  kept.set(key, body);
  for (const oldest of [...kept.keys()].slice(0, -maxFiles)) kept.delete(oldest);
  return body;
}
