import { renderToStaticMarkup } from "react-dom/server";
import type { Document } from "./document.ts";
import { DocumentView } from "./html.tsx";

const style = `
body { font: 11pt/1.5 "Titillium Web", "Segoe UI", Roboto, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; overflow-wrap: anywhere; }
h1, h2, h3 { line-height: 1.2; break-after: avoid; } .scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin-bottom: 1rem; } th, td { border-bottom: 1px solid #999; text-align: start; padding: 0.3rem; vertical-align: top; }
caption { text-align: start; font-weight: 600; } .number { text-align: end; } tbody th { font-weight: 400; }
.terms div { display: grid; grid-template-columns: 12rem 1fr; gap: 0.5rem; } .terms dd { margin: 0; } .soft { color: #495057; } .strong { font-weight: 600; } .mono { font-family: monospace; }
.hidden-visually { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@media (max-width: 30rem) { .terms div { grid-template-columns: 1fr; gap: 0; margin-bottom: 0.5rem; } .terms dt { color: #495057; } }
@media print { tr, li { break-inside: avoid; } }`;

/** A document as one HTML file, without scripts or anything fetched. */
export function htmlFile(document: Document): string {
  const body = renderToStaticMarkup(
    <html lang={document.locale}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>{document.title}</title>
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        <main>
          <DocumentView document={document} />
        </main>
      </body>
    </html>,
  );
  return `<!doctype html>\n${body}\n`;
}
