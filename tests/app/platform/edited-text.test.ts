import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readEdited } from "#app/platform/edited-text.server.ts";

const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le");
const encodings: [string, (text: string) => Uint8Array][] = [
  ["UTF-8", (text) => Buffer.from(text)],
  ["UTF-8 with its mark", (text) => Buffer.from(`\uFEFF${text}`)],
  ["UTF-16 as Notepad writes it", utf16],
  ["UTF-16, big end first", (text) => utf16(text).swap16()],
];

describe("a text file that people edited", () => {
  it.each(encodings)("reads as what was typed, in %s, whatever its line ends", (_, encode) => {
    const text = fc.array(fc.constantFrom("Però è così", "città", "🏛️ €", "", "x"), {
      minLength: 1,
    });
    fc.assert(
      fc.property(text, fc.constantFrom("\n", "\r\n", "\r"), (lines, end) => {
        expect(readEdited(encode(lines.join(end)))).toEqual({ ok: true, text: lines.join("\n") });
      }),
    );
  });

  it.each<[string, Uint8Array, number]>([
    ["Windows-1252", Buffer.from("uno\r\ndue\r\nPerò è così", "latin1"), 3],
    ["UTF-16 without its mark", Buffer.from("uno\ndue", "utf16le"), 1],
    ["half a letter of UTF-16", utf16("uno\ndue").subarray(0, -1), 2],
    ["a NUL", Buffer.from("uno\n\0due"), 2],
  ])("is refused with its line where it is %s", (_, bytes, line) => {
    expect(readEdited(bytes)).toEqual({ ok: false, line });
  });

  it("is not refused for the sign of a letter that was lost long ago", () => {
    expect(readEdited(Buffer.from("Perch\uFFFD no"))).toEqual({ ok: true, text: "Perch\uFFFD no" });
  });
});
