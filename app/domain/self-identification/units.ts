import type { Knows } from "./index.ts";
import type { Token } from "./text.ts";
import {
  genitives,
  institutions,
  officeFillers,
  officeWords,
  officeWordsAfter,
  smallWords,
} from "./words.ts";

// Finding the city's offices. What an office deals with is also a subject ('i servizi sociali'), so
// its words count when something says that the office is meant: 'ufficio' before them, a capital
// inside a sentence, a number, three words.

export type UnitSpan = {
  from: number;
  to: number;
  /** an office is meant, whatever is said before it */ sure: boolean;
};

type Found = { from: number; to: number; words: string[] };

/** The offices in a text, as runs of tokens. */
export function unitsIn(tokens: Token[], knows: Knows): UnitSpan[] {
  const found: UnitSpan[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const unit = unitAt(tokens, knows, at);
    if (!unit) continue;
    found.push(withOfficeWord(tokens, unit));
    at = unit.to - 1;
  }
  return found;
}

const maxWords = 8; // content words
const longestRun = 24; // with the small words between them

/** The longest office whose first word is at `from`. */
function unitAt(tokens: Token[], knows: Knows, from: number): Found | null {
  if (!knows("unit-head", tokens[from]!.word)) return null;
  let best: Found | null = null;
  const words: string[] = [];
  for (
    let at = from;
    at < Math.min(tokens.length, from + longestRun) && words.length < maxWords;
    at += 1
  ) {
    const { word, gap } = tokens[at]!;
    if (at > from && !/^[ \u00a0'*_,/&-]{1,3}$/u.test(gap)) break;
    if (at > from && officeFillers.has(word)) continue;
    words.push(word);
    if (knows("unit", words.join(" "))) best = { from, to: at + 1, words: [...words] };
  }
  return best;
}

/**
 * Takes in 'ufficio', 'settore del' before it and 'office' behind it, and judges whether the office
 * is meant.
 */
function withOfficeWord(tokens: Token[], { from, to, words }: Found): UnitSpan {
  const start = officeWordBefore(tokens, from);
  if (start !== null) return { from: start, to, sure: true };
  const after = tokens[to];
  if (after && after.gap === " " && officeWordsAfter.has(after.word))
    return { from, to: to + 1, sure: true };
  const distinct = words.length > 2 || words.some((word) => /\d/u.test(word));
  return {
    from,
    to,
    sure: !isOfOthers(tokens, from) && (distinct || hasTellingCapital(tokens, { from, to })),
  };
}

function officeWordBefore(tokens: Token[], from: number): number | null {
  for (let at = from - 1; at >= Math.max(0, from - 2); at -= 1) {
    if (!/^[ \u00a0'*_.-]{1,3}$/u.test(tokens[at + 1]!.gap)) return null;
    if (officeWords.has(tokens[at]!.word)) return at;
    if (!genitives.has(tokens[at]!.word) && !smallWords.has(tokens[at]!.word)) return null;
  }
  return null;
}

/**
 * A capital inside a sentence, or on a later word of the name; not one of a headline or of a longer
 * proper name.
 */
function hasTellingCapital(tokens: Token[], { from, to }: { from: number; to: number }): boolean {
  const { capital, capitalIsIdle, gap } = tokens[from]!;
  const later = tokens.slice(from + 1, to).filter(({ word }) => !officeFillers.has(word));
  const before = tokens[from - 1];
  const isLonger =
    before !== undefined &&
    before.capital &&
    !before.capitalIsIdle &&
    (smallWords.has(before.word) || (gap === " " && later.length === 0));
  return (
    capital &&
    !isLonger &&
    (!capitalIsIdle || later.some((token) => token.capital && !token.capitalIsIdle))
  );
}

/** `Ministero dell'Ambiente`, `assessora alla Cultura`. */
function isOfOthers(tokens: Token[], from: number): boolean {
  const before = tokens[from - 1];
  if (!before) return false;
  const isSmall = smallWords.has(before.word) || genitives.has(before.word);
  return (
    institutions.has(before.word) || (isSmall && institutions.has(tokens[from - 2]?.word ?? ""))
  );
}
