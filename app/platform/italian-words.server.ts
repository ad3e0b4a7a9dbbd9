import { createRequire } from "node:module";

// Nouns and adjectives of Italian with their forms, out of the lexicon Morph-it! It is read when
// asked for and not kept: only the nightly job wants it.

/** Every noun and adjective, in singular and plural; some 70,000, as the lexicon writes them. */
export function italianWords(): string[] {
  const read = createRequire(import.meta.url);
  const lexicons: unknown[] = [
    read("italian-words-dict/dist/words.json"),
    read("italian-adjectives-dict/dist/adjectives.json"),
  ];
  return [...new Set(lexicons.flatMap(textsIn))].filter((word) => word.length > 2);
}

/**
 * The names and the texts in a JSON object, however deep: `{ "albero": { "G": "M", "P": "alberi" }
 * }` has two words.
 */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsIn(inner)]);
}
