import { createRequire } from "node:module";
import { z } from "zod";

// Nouns and adjectives of Italian with their forms, out of the lexicon Morph-it! It is read when asked for and not kept:
// only the nightly job wants it.

const nouns = z.record(z.string(), z.object({ P: z.string().nullish() }));
const adjectives = z.record(z.string(), z.record(z.string(), z.string().nullish()));

/** Every noun and adjective, in singular and plural; some 70,000, as the lexicon writes them. */
export function italianWords(): string[] {
  const read = createRequire(import.meta.url);
  const nounForms = Object.entries(nouns.parse(read("italian-words-dict/dist/words.json"))).flatMap(([word, { P }]) => [word, P]);
  const adjectiveForms = Object.entries(adjectives.parse(read("italian-adjectives-dict/dist/adjectives.json"))).flatMap(([word, forms]) => [word, ...Object.values(forms)]);
  return [...nounForms, ...adjectiveForms].filter((word) => typeof word === "string");
}
