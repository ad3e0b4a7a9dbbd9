import { fromLatin1, latin1, type Token, Tokens } from "./tokens.ts";

// A character map says which text a code stands for. It is a program of which only these tables
// matter.

const tables = [
  "codespacerange",
  "bfchar",
  "bfrange",
  "cidchar",
  "cidrange",
  "notdefchar",
  "notdefrange",
];
const begins = new Map(tables.map((table) => [`begin${table}`, `end${table}`]));

/** The map with its tables and without its name, its author's comments and everything else. */
export function cleanCharacterMap(bytes: Uint8Array): Uint8Array {
  const tokens = new Tokens(latin1(bytes));
  const lines = [
    "/CIDInit /ProcSet findresource begin",
    "12 dict begin",
    "begincmap",
    "/CMapName /Adobe-Identity-UCS def",
    "/CMapType 2 def",
  ];
  let before: Token | null = null;
  for (let token = tokens.next(); token; token = tokens.next()) {
    const end = begins.get(token.raw);
    if (end && before?.kind === "number")
      lines.push(`${before.raw} ${token.raw}`, ...table(tokens, end), end);
    if (token.raw === "def" && before?.kind === "number" && vertical(tokens.source, tokens.at))
      lines.push(`/WMode ${before.raw} def`);
    before = token;
  }
  return fromLatin1(
    [...lines, "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"].join("\n"),
  );
}

function table(tokens: Tokens, end: string): string[] {
  const line: string[] = [];
  for (let token = tokens.next(); token && token.raw !== end; token = tokens.next()) {
    if (
      token.raw.startsWith("<") ||
      token.kind === "number" ||
      token.raw === "[" ||
      token.raw === "]"
    )
      line.push(token.raw);
  }
  return [line.join(" ")];
}

/** True when the definition that ends here is the writing direction's. */
function vertical(source: string, at: number): boolean {
  return /\/WMode\s+\d\s+def$/.test(source.slice(Math.max(0, at - 40), at));
}
