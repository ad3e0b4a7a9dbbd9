import { NotCleanable } from "../not-cleanable.ts";

// Reads what PostScript and PDF have in common: content streams, character maps and calculator
// functions. Comments are read over and so never written again.

/** A piece of syntax as it stands, in Latin-1: `text` for a string in either notation. */
export type Token = { kind: "number" | "name" | "text" | "mark" | "word"; raw: string };

const space = /(?:[\0\t\n\f\r ]+|%[^\r\n]*)*/y;
const patterns: [Token["kind"], RegExp][] = [
  ["mark", /<<|>>|[[\]{}]/y],
  ["text", /<[0-9A-Fa-f\0\t\n\f\r ]*>/y],
  ["name", /\/[^\0\t\n\f\r ()<>[\]{}/%]*/y],
  ["number", /[+-]*(?:\d+\.?\d*|\.\d+)(?:-\d*)?(?=[\0\t\n\f\r ()<>[\]{}/%]|$)/y],
  ["word", /[^\0\t\n\f\r ()<>[\]{}/%]+/y],
];

/** Walks over the tokens of a text; `at` is where the next one is looked for. */
export class Tokens {
  constructor(
    readonly source: string,
    public at = 0,
  ) {}

  /** The next token, or null at the end. A character that begins none is passed over. */
  next(): Token | null {
    for (;;) {
      this.match(space);
      if (this.at >= this.source.length) return null;
      if (this.source[this.at] === "(") return { kind: "text", raw: this.parenthesised() };
      for (const [kind, pattern] of patterns) {
        const raw = this.match(pattern);
        if (raw) return { kind, raw };
      }
      this.at += 1;
    }
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const raw = pattern.exec(this.source)?.[0] ?? "";
    this.at += raw.length;
    return raw;
  }

  private parenthesised(): string {
    const from = this.at;
    let depth = 0;
    for (; this.at < this.source.length; this.at += 1) {
      const character = this.source[this.at];
      if (character === "\\") this.at += 1;
      else if (character === "(") depth += 1;
      else if (character === ")" && (depth -= 1) === 0) {
        this.at += 1;
        return this.source.slice(from, this.at);
      }
    }
    throw new NotCleanable("file-broken");
  }
}

export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

export function fromLatin1(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "latin1"));
}
