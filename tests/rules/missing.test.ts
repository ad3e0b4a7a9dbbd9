import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

// What documents call missing is in one list, docs/sealing.md §14: whoever builds it finds every
// sentence that is no longer true.

const says =
  /\b(not (yet|been) built|not built yet|not (yet )?implemented|not (yet )?supported|until [^.:;]{1,60} (is|are) built|(will|to) be (built|added)( later)?|cannot [^.:;]{1,80} yet|(in|with|of) a (later|future) release|planned for|coming soon)\b/i;

const documents = [".", "docs"]
  .flatMap((folder) =>
    readdirSync(folder, { recursive: folder !== ".", encoding: "utf8" }).map((name) =>
      join(folder, name),
    ),
  )
  .filter((file) => file.endsWith(".md") && file !== "CHANGELOG.md");
const listed = missing(readFileSync("docs/sealing.md", "utf8"));

test("the list has its items by name", () => {
  expect(listed.length).toBeGreaterThan(0);
});

test("what a document calls missing is in the list", () => {
  expect(
    documents.flatMap((file) =>
      unlisted(readFileSync(file, "utf8"), listed).map((sentence) => `${file}: ${sentence}`),
    ),
  ).toEqual([]);
});

test("control: a sentence about what is not in the list is found", () => {
  const list = missing("## 14. What is not built yet\n\n- **Single sign-on.** One logs in here.\n");
  const sentences = [
    "Not built yet: single sign-on.",
    "It waits until the shuffle is built.",
    "A deadline cannot be moved after the announcement yet.",
    "What is not built yet stands in [§14](docs/sealing.md#14-what-is-not-built-yet).",
  ];
  expect(unlisted(sentences.join(" "), list)).toEqual([sentences[1], sentences[2]]);
});

/** The names of the items of §14, in small letters. */
function missing(sealing: string): string[] {
  const [, section = ""] = sealing.split("## 14. What is not built yet");
  const [items = ""] = section.split("\n## ");
  return [...items.matchAll(/^- \*\*(.+?)\.?\*\*/gm)].map(([, name = ""]) => name.toLowerCase());
}

/** Sentences that call something missing, and name nothing of the list nor lead to it. */
function unlisted(text: string, list: string[]): string[] {
  return text
    .split("\n")
    .filter((line) => !line.startsWith("#"))
    .flatMap((line) => line.split(/(?<=[.!?]) /))
    .filter((sentence) => says.test(sentence))
    .filter((sentence) => !/§14|#14-/.test(sentence))
    .filter((sentence) => !list.some((name) => sentence.toLowerCase().includes(name)));
}
