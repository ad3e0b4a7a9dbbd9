// What the self-identification guard says of a text; pages have this without the guard itself.

/** What a marked passage is; where two overlap, the earlier in this list names them. */
export const markKinds = ["mail", "phone", "number", "person", "phrase", "unit"] as const;
export type MarkKind = (typeof markKinds)[number];

/**
 * A passage by which somebody may be recognised; `start` and `end` are offsets into the text, as in
 * `text.slice`.
 */
export type Mark = { start: number; end: number; kind: MarkKind };

/** A marked passage of a text that is not at hand, between the words around it. */
export type Excerpt = { kind: MarkKind; before: string; words: string; after: string };

/** A marked passage with some words around it. */
export function excerptOf(
  text: string,
  { start, end }: Pick<Mark, "start" | "end">,
  around = 60,
): { before: string; words: string; after: string } {
  const from = start <= around ? 0 : text.indexOf(" ", start - around) + 1 || start - around;
  const to = text.length - end <= around ? text.length : text.lastIndexOf(" ", end + around);
  const [before, after] = [
    text.slice(Math.min(from, start), start),
    text.slice(end, Math.max(to, end)),
  ];
  return {
    before: from > 0 ? `… ${before}` : before,
    words: text.slice(start, end),
    after: to < text.length ? `${after} …` : after,
  };
}
