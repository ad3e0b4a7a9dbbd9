// What makes a long password easy to guess all the same.

export type Weakness = "too-common" | "own-words" | "too-simple";

/** A run or a word of their own counts as one letter, and so many must be left. */
const leastCounted = 8;

/**
 * Why a password of twelve characters or more is easy to guess; null when it is not. `own` are the
 * words that go with the account, `isCommon` knows what many people choose, in lower case.
 */
export function weaknessOf(
  password: string,
  own: readonly string[],
  isCommon: (text: string) => boolean,
): Weakness | null {
  const text = password.toLowerCase();
  const rest = withoutOwn(text, own);
  if (rest !== text && countedLength(rest.replace(/[^\p{L}\p{N}\0]/gu, "")) < leastCounted)
    return "own-words";
  const letters = text.replace(/[^\p{L}]/gu, "");
  if ([text, letters, repeatedIn(text), repeatedIn(letters)].some(isCommon)) return "too-common";
  return countedLength(text) < leastCounted ? "too-simple" : null;
}

/** The words that go with an account, out of its texts: parts of names and addresses. */
export function ownWordsOf(texts: readonly (string | null)[]): string[] {
  const parts = texts.flatMap((text) => (text ?? "").toLowerCase().split(/[\s@._'’-]+/));
  return [...new Set(parts)].filter((part) => part.length >= 3).sort((a, b) => b.length - a.length);
}

function withoutOwn(text: string, own: readonly string[]): string {
  return own.reduce((rest, word) => rest.replaceAll(word, "\0"), text);
}

/** The length when a run counts as one character, and what is repeated only once. */
function countedLength(text: string): number {
  const unit = repeatedIn(text);
  const starts = [...unit].filter(
    (_, at) => at < 2 || !continuesRun(unit[at - 2]!, unit[at - 1]!, unit[at]!),
  );
  return starts.length;
}

/**
 * What a text repeats from its beginning to its end, cut off or not: `abcabcab` gives `abc`; the
 * text itself where it repeats nothing.
 */
function repeatedIn(text: string): string {
  for (let length = 1; length <= text.length / 2; length += 1) {
    const unit = text.slice(0, length);
    if (unit.repeat(Math.ceil(text.length / length)).startsWith(text)) return unit;
  }
  return text;
}

const rows = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz"];

/**
 * True when the third of these letters goes on as the first two began: the same again, or the next
 * in a row of keys or in the alphabet.
 */
function continuesRun(first: string, second: string, third: string): boolean {
  if (first === second && second === third) return true;
  return rows.some((row) =>
    [1, -1].some((step) => isNext(row, first, second, step) && isNext(row, second, third, step)),
  );
}

function isNext(row: string, from: string, to: string, step: number): boolean {
  const [at, next] = [row.indexOf(from), row.indexOf(to)];
  return at >= 0 && next >= 0 && (at + step + row.length) % row.length === next;
}
