import "#app/i18n/all.ts";
import fc from "fast-check";
import { getDocumentProxy } from "unpdf";
import { describe, expect, it } from "vitest";
import type { Block, Document } from "#app/documents/document.ts";
import { htmlFile } from "#app/documents/html-file.server.tsx";
import { pageNumber } from "#app/documents/meeting-minutes.ts";
import { pdfOf } from "#app/documents/pdf.server.ts";
import { qrSquares } from "#app/documents/qr.ts";
import { runsOf } from "#app/documents/pdf-fonts.server.ts";

// A PDF is read back with another library than the one that wrote it.

type Node = { role?: string; lang?: string; type?: string; id?: string; children?: Node[] };
type Item = { str?: string; type?: string; tag?: string; id?: string };

const document = (blocks: Block[], title = "Verbale della riunione"): Document => ({
  locale: "it",
  title,
  blocks,
});
const written = (...blocks: Block[]) => pdfOf(document(blocks), pageNumber("it"));

const everything: Block[] = [
  {
    kind: "facts",
    entries: [
      { term: "Aperta", value: "1 maggio" },
      { term: "Chiusa", value: "2 maggio" },
    ],
  },
  { kind: "heading", level: 2, text: "Presenti" },
  { kind: "list", items: ["Dario Chiari", { text: "The title", lang: "en" }] },
  { kind: "heading", level: 3, text: "Proposta n. 1" },
  { kind: "paragraph", text: { text: "A bridge", lang: "en" } },
  { kind: "paragraph", text: "Più caffè, perché “no”? — 10 €" },
  {
    kind: "table",
    caption: "Punteggi",
    columns: [{ header: "Giurato" }, { header: "Totale", align: "end" }],
    rows: [
      ["A", "72,0"],
      ["B", "80,0"],
    ],
  },
];

async function readBack(bytes: Buffer) {
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  const pages = await Promise.all(
    Array.from({ length: pdf.numPages }, async (_, at) => {
      const page = await pdf.getPage(at + 1);
      const { items } = await page.getTextContent({ includeMarkedContent: true });
      return { tree: (await page.getStructTree()) as Node | null, items: items as Item[] };
    }),
  );
  const { info } = await pdf.getMetadata();
  return {
    pages,
    info: info as Record<string, unknown>,
    marked: await pdf.getMarkInfo(),
    preferences: await pdf.getViewerPreferences(),
  };
}

const nodes = (node: Node | null): Node[] =>
  node ? [node, ...(node.children ?? []).flatMap((child) => nodes(child))] : [];

/**
 * Words that stand outside every element and every artifact, and the places of the content that
 * elements name.
 */
function loose(items: Item[]): { untagged: string[]; places: string[] } {
  const open: Item[] = [];
  const [untagged, places]: [string[], string[]] = [[], []];
  for (const item of items) {
    if (item.type?.startsWith("beginMarkedContent")) {
      open.push(item);
      if (item.id) places.push(item.id);
    } else if (item.type === "endMarkedContent") open.pop();
    else if (item.str?.trim() && !open.some(({ id, tag }) => id || tag === "Artifact"))
      untagged.push(item.str);
  }
  return { untagged, places };
}

describe("a PDF of a document", () => {
  it("says its title and language, is tagged, and shows the title instead of a file name", async () => {
    const bytes = await written(...everything);
    const { info, marked, preferences } = await readBack(bytes);
    expect(info).toMatchObject({
      PDFFormatVersion: "1.7",
      Language: "it",
      Title: "Verbale della riunione",
    });
    expect(marked).toMatchObject({ Marked: true });
    expect(preferences).toMatchObject({ DisplayDocTitle: true });
  });

  it("has a structure: headings, paragraphs, lists with their parts, tables whose headers say of what", async () => {
    const { pages } = await readBack(await written(...everything));
    const roles = pages.flatMap(({ tree }) => nodes(tree)).flatMap(({ role }) => role ?? []);
    for (const [role, count] of Object.entries({
      H1: 1,
      H2: 1,
      H3: 1,
      P: 2,
      L: 1,
      LI: 2,
      LBody: 2,
      Table: 2,
      Caption: 1,
      TR: 5,
      TH: 6,
      TD: 4,
    }))
      expect([role, roles.filter((each) => each === role).length]).toEqual([role, count]);
    const tables = pages.flatMap(({ tree }) => nodes(tree)).filter(({ role }) => role === "Table");
    for (const table of tables)
      for (const row of nodes(table).filter(({ role }) => role === "TR"))
        expect(row.children?.[0]?.role).toBe("TH");
    expect(
      (await written(...everything))
        .toString("latin1")
        .match(/\/Scope \/(Row|Column)/g)
        ?.sort(),
    ).toEqual([
      "/Scope /Column",
      "/Scope /Column",
      "/Scope /Row",
      "/Scope /Row",
      "/Scope /Row",
      "/Scope /Row",
    ]);
  });

  it("draws a QR code as a figure with its words, in black squares that say the text", async () => {
    const text = "https://innova.example/it/certificates/7K3M9ABCDEFGHJKMNPQRSTVWXY";
    const bytes = await written({ kind: "qr", text, alt: "Codice QR della verifica" });
    const figure = (await readBack(bytes)).pages
      .flatMap(({ tree }) => nodes(tree))
      .find(({ role }) => role === "Figure");
    expect(figure).toMatchObject({ alt: "Codice QR della verifica" });
    const { size, dark } = qrSquares(text);
    expect(dark.filter(([x, y]) => x < 7 && y < 7)).toHaveLength(33); // the finder in the corner
    expect(dark.every(([x, y]) => x < size && y < size)).toBe(true);
    expect(htmlFile(document([{ kind: "qr", text, alt: "Codice QR della verifica" }]))).toContain(
      'aria-label="Codice QR della verifica"',
    );
  });

  it("names the language of what is in another one", async () => {
    const { pages } = await readBack(await written(...everything));
    expect(
      pages
        .flatMap(({ tree }) => nodes(tree))
        .filter(({ lang }) => lang === "en")
        .map(({ role }) => role),
    ).toEqual(["LI", "P"]);
  });

  it("holds no word outside its structure, over many pages, and repeats a table's header for the eye only", async () => {
    const rows = Array.from({ length: 90 }, (_, at) => [`n. ${at + 1}`, String(at)]);
    const long = Array.from({ length: 12 }, (_, at): Block => ({
      kind: "paragraph",
      text: `Capoverso ${at} ${"parola ".repeat(90)}`,
    }));
    const { pages } = await readBack(
      await written(
        { kind: "heading", level: 2, text: "Graduatoria" },
        {
          kind: "table",
          caption: "Graduatoria",
          captioned: false,
          columns: [{ header: "Proposta" }, { header: "Posto" }],
          rows,
        },
        ...long,
      ),
    );
    expect(pages.length).toBeGreaterThan(3);
    for (const { items, tree } of pages) {
      const { untagged, places } = loose(items);
      expect(untagged).toEqual([]);
      const named = nodes(tree).flatMap(({ type, id }) => (type === "content" && id ? [id] : []));
      expect([...named].sort()).toEqual([...places].sort());
      expect(items.some(({ str }) => str?.startsWith("Pagina"))).toBe(true);
    }
    // every page knows the whole tree
    const headers = nodes(pages[0]!.tree).filter(({ role }) => role === "TH");
    expect(headers).toHaveLength(2 + rows.length);
    // it is there again, as an artifact
    expect(pages[1]!.items.some(({ str }) => str === "Proposta")).toBe(true);
  });

  it("control: words that are in no element are found", async () => {
    expect(
      loose([
        { type: "beginMarkedContent", tag: "Span" },
        { str: "fuori" },
        { type: "endMarkedContent" },
        { type: "beginMarkedContentProps", tag: "P", id: "p1_mc0" },
        { str: "dentro" },
      ]),
    ).toEqual({ untagged: ["fuori"], places: ["p1_mc0"] });
  });

  it("shows names from all over Europe, and writes letters that its face lacks as their codes", async () => {
    const { pages } = await readBack(
      await written({ kind: "paragraph", text: "Šimić, Łukasz, Øre, Ðorđe e 李" }),
    );
    const words = pages[0]!.items.map(({ str }) => str ?? "").join("");
    expect(words).toContain("Šimić, Łukasz, Øre, Ðorđe e [U+674E]");
  });

  it("loses no letter, whatever is typed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (typed) => {
        const kept = runsOf(typed, "400")
          .map(({ text }) => text)
          .join("")
          .replace(/\[U\+([0-9A-F]+)\]/g, (_, code: string) =>
            String.fromCodePoint(parseInt(code, 16)),
          );
        expect(kept).toBe(typed.normalize("NFC"));
      }),
    );
  });

  it("keeps a row that is higher than a page, and cells without words", async () => {
    const { pages } = await readBack(
      await written({
        kind: "table",
        caption: "Motivi",
        columns: [{ header: "Chi" }, { header: "Motivo" }],
        rows: [
          ["A", "parola ".repeat(1500)],
          ["B", ""],
        ],
      }),
    );
    expect(
      pages
        .flatMap(({ items }) => items)
        .map(({ str }) => str ?? "")
        .join(" ")
        .match(/parola/g),
    ).toHaveLength(1500);
    for (const { items } of pages) expect(loose(items).untagged).toEqual([]);
  });
});

it("an HTML file of a document stands by itself, says its languages, and lets nothing typed become markup", () => {
  const html = htmlFile(
    document([...everything, { kind: "paragraph", text: "<script>alert(1)</script>" }]),
  );
  expect(html).toContain('<html lang="it">');
  expect(html).toContain('<span lang="en">A bridge</span>');
  expect(html).toContain('<th scope="col">Giurato</th>');
  expect(html).toContain('<th scope="row">A</th>');
  expect(html).not.toMatch(/<script|src=|href=/);
});
