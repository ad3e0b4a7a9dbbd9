import type { Knows } from "./index.ts";
import { type Excerpt, excerptOf, type Mark, markKinds, type MarkKind } from "./mark.ts";
import { namesIn } from "./names.ts";
import { addressesIn, phonesIn, type Span, staffNumbersIn } from "./numbers.ts";
import { type Phrase, phrasesIn } from "./phrases.ts";
import { fold, type FoldedText, tokensOf } from "./text.ts";
import { unitsIn } from "./units.ts";

// The guard against giving oneself away. It shows words and says why; it never changes and never
// forbids.

/**
 * The passages of a text that may say who wrote it, in order and apart from each other: names,
 * numbers and offices of the staff as far as `knows` has them, any mail address and phone number,
 * and phrases such as 'my office'.
 */
export function marksIn(text: string, knows: Knows): Mark[] {
  const folded = fold(text);
  const tokens = tokensOf(folded);
  const knownOnce = remembering(knows);
  const place = ({ from, to }: { from: number; to: number }): Span => ({
    start: tokens[from]!.start,
    end: tokens[to - 1]!.end,
  });
  const units = unitsIn(tokens, knownOnce).map((unit) => ({ ...place(unit), sure: unit.sure }));
  const found = [
    ...ofKind("mail", addressesIn(folded)),
    ...ofKind("phone", phonesIn(folded)),
    ...ofKind("number", staffNumbersIn(folded, knownOnce)),
    ...ofKind("person", namesIn({ tokens, knows: knownOnce }).map(place)),
    ...ofKind("phrase", phrasesWithOffices(folded, phrasesIn(folded), units)),
    ...ofKind(
      "unit",
      units.filter(({ sure }) => sure),
    ),
  ];
  return apart(found).map((mark) => inOriginal(folded, mark));
}

const mostExcerpts = 100; // a list of names needs no more to be recognised as one

/**
 * The same for a text that the reader has elsewhere, such as a file: each passage between the words
 * around it.
 */
export function excerptsIn(text: string, knows: Knows): Excerpt[] {
  return marksIn(text, knows)
    .slice(0, mostExcerpts)
    .map((mark) => ({ kind: mark.kind, ...excerptOf(text, mark) }));
}

function ofKind(kind: MarkKind, spans: Span[]): Mark[] {
  return spans.map(({ start, end }) => ({ start, end, kind }));
}

/** A text asks for the same word again and again, and asking costs a hash. */
function remembering(knows: Knows): Knows {
  const known = new Map<string, boolean>();
  return (kind, value) => {
    const key = `${kind}|${value}`;
    const answer = known.get(key) ?? knows(kind, value);
    known.set(key, answer);
    return answer;
  };
}

/** 'Lavoro ai' takes in the office that follows; 'ero al' says something with an office only. */
function phrasesWithOffices({ folded }: FoldedText, phrases: Phrase[], units: Span[]): Span[] {
  const unitAt = new Map(units.map((unit) => [unit.start, unit]));
  return phrases.flatMap(({ start, end, needsOffice }) => {
    const unit = unitAt.get(folded[end] === " " ? end + 1 : end);
    if (unit) return [{ start, end: Math.max(end, unit.end) }];
    return needsOffice ? [] : [{ start, end }];
  });
}

/** Joins what overlaps. */
function apart(marks: Mark[]): Mark[] {
  const joined: Mark[] = [];
  for (const mark of [...marks].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = joined.at(-1);
    if (!last || mark.start >= last.end) joined.push({ ...mark });
    else {
      last.end = Math.max(last.end, mark.end);
      last.kind = markKinds[Math.min(markKinds.indexOf(last.kind), markKinds.indexOf(mark.kind))]!;
    }
  }
  return joined;
}

function inOriginal({ at, original }: FoldedText, { start, end, kind }: Mark): Mark {
  // the end is that of the last letter: what follows it in the original may be a combining accent
  const last = at[end - 1] ?? original.length;
  const after = /^\P{M}\p{M}*/u.exec(original.slice(last))?.[0].length ?? 1;
  return { start: at[start] ?? 0, end: Math.min(original.length, last + after), kind };
}
