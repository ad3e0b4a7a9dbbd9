/**
 * How many words a text has; the browser and the server count with this one function. A word is a
 * run of letters, digits and marks that may hold apostrophes, hyphens, slashes, points or commas
 * inside: `state-of-the-art`, `dell'anno` and `3,5` are one word each. Markdown's signs are none.
 */
export function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}\p{M}]+(?:['’\-/.,_][\p{L}\p{N}\p{M}]+)*/gu)?.length ?? 0;
}

/**
 * True when a text can be stored and hashed as it is: no NUL, which PostgreSQL refuses, and no half
 * of a character.
 */
export function isWhole(text: string): boolean {
  const halves = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
  return !text.includes("\0") && !halves.test(text);
}
