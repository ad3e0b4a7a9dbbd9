import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

// Phrases of another language in English words. What stands here was written once, and is not
// written again: in code, documents, or what people read.

const phrases: [RegExp, string][] = [
  [/\b(the|an) own\b/i, "their own"],
  [/\banew\b/i, "again"],
  [/\bhow manieth\b/i, "which of them"],
  [/\b(what|that) is none\b/i, "anything else, no …"],
  [/\bin place of\b/i, "instead of"],
  [/\bsteps? back\b(?= (off|of))/i, "recuses"],
  [/\bof the own\b/i, "of their own"],
  [/\bmakes? a photo\b/i, "takes a photo"],
  [/\bsince (days|weeks|months|years)\b/i, "for …"],
  [/\binformations\b/i, "information"],
  [/\bpossibility to\b/i, "a way to, may"],
  [/\ballows to\b/i, "lets … do"],
];

// the history of usability tests quotes what was found
const quotes = new Set(["docs/usability.md", "tests/rules/plain-english.test.ts"]);

const files = execFileSync("git", ["ls-files", "-z"], { encoding: "utf8" })
  .split("\0")
  .filter((file) => /\.(ts|tsx|js|cjs|css|prisma|md)$|^app\/i18n\/en\b.*\.json$/.test(file))
  .filter((file) => !/^docs\/guide\/it\/|^prisma\/(box\/)?migrations\/\d|^tests\/data\//.test(file))
  .filter((file) => !quotes.has(file));

/** The lines of a text that hold a phrase, also where a comment is wrapped in the middle of it. */
function faults(file: string, text: string): string[] {
  const flowing = text.replace(/\n\s*(?:\*|\/\/)? ?/g, " ");
  return phrases.flatMap(([phrase, instead]) => {
    const found = phrase.exec(flowing);
    if (!found) return [];
    const around = flowing.slice(Math.max(0, found.index - 30), found.index + 40);
    return [`${file}: “${around}” → ${instead}`];
  });
}

test("no phrase of another language in English words", () => {
  const found = files.flatMap((file) => faults(file, readFileSync(file, "utf8")));
  expect(found).toEqual([]);
});

test("control: one that is torn apart by a comment's line is found", () => {
  expect(faults("a.ts", "/**\n * Shows the\n * own sheet.\n */")).toHaveLength(1);
  expect(faults("a.ts", "// makes it again")).toEqual([]);
});
