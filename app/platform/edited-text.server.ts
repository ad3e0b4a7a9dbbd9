/** A text file that people edited, or the first line that cannot be read. */
export type EditedText =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly line: number };

const marks: readonly (readonly [encoding: string, mark: readonly number[]])[] = [
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

/**
 * Reads a file as a program of today saves it: UTF-8 with or without its mark, or UTF-16 with one.
 * What is in another encoding is read by nobody's guess: a letter that was guessed wrong would be
 * stored. Lines end with `\n`.
 */
export function readEdited(bytes: Uint8Array): EditedText {
  const [encoding] = marks.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte)) ?? [
    "utf-8",
  ];
  const lenient = new TextDecoder(encoding).decode(bytes).replace(/\r\n?/g, "\n");
  const wrong = isReadable(bytes, encoding) ? lenient.indexOf("\0") : lenient.indexOf("\uFFFD");
  return wrong < 0
    ? { ok: true, text: lenient }
    : { ok: false, line: lenient.slice(0, wrong).split("\n").length };
}

function isReadable(bytes: Uint8Array, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
