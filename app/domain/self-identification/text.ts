// Reading a text for the self-identification guard: without accents and capitals, but knowing where
// each letter stood.

/**
 * A text as it is compared. `at[i]` is where the letter `folded[i]` stands in the original; `at`
 * has one place more, its end.
 */
export type FoldedText = { original: string; folded: string; at: number[] };

/** A run of letters and digits; `start` and `end` are places in the folded text. */
export type Token = {
  word: string;
  start: number;
  end: number;
  /** what stands between the word before and this one */
  gap: string;
  capital: boolean;
  /**
   * capitals say nothing here: the first word of a sentence or line, and words among others in
   * capitals
   */
  capitalIsIdle: boolean;
};

const special: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  ł: "l",
  ı: "i",
  þ: "th",
};
const apostrophe = /['’‘ʼ`´′]/u;

/**
 * Letters as one compares them: `É` is `e`, `ß` is `ss`, a combining accent is nothing, every
 * apostrophe is `'`.
 */
export function fold(text: string): FoldedText {
  const at: number[] = [];
  let folded = "";
  let place = 0;
  for (const character of text) {
    const letters = foldedLetters(character);
    folded += letters;
    for (let unit = 0; unit < letters.length; unit += 1) at.push(place); // an emoji has two
    place += character.length;
  }
  return { original: text, folded, at: [...at, place] };
}

function foldedLetters(character: string): string {
  if (apostrophe.test(character)) return "'";
  const plain = character.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  // one unit for one unit wherever possible; a letter that takes more is a place several times
  return special[plain] ?? plain;
}

/** A name or an office as it is compared: `D'Angelo`, `d angelo` and `DANGELO` are one. */
export function compact(text: string): string {
  if (/^[a-z]+$/.test(text)) return text;
  return (fold(text).folded.match(/[\p{L}\p{N}]+/gu) ?? []).join("");
}

/** The words of a text, in order. */
export function tokensOf({ original, folded, at }: FoldedText): Token[] {
  const found = [...folded.matchAll(/[\p{L}\p{N}]+/gu)];
  const bare = found.map(({ 0: word, index }, place) => {
    const before = found[place - 1];
    const written = original.slice(at[index], at[index + word.length]);
    const gap = folded.slice(before ? before.index + before[0].length : 0, index);
    return {
      word,
      start: index,
      end: index + word.length,
      gap,
      written,
      capital: /^\p{Lu}/u.test(written),
      loud: isLoud(written),
      first: !before || endsSentence(gap, before[0]),
    };
  });
  return bare.map(({ written: _, loud, first, ...token }, place) => ({
    ...token,
    capitalIsIdle:
      first || (loud && (bare[place - 1]?.loud === true || bare[place + 1]?.loud === true)),
  }));
}

function isLoud(written: string): boolean {
  return written.length > 1 && written === written.toUpperCase() && /\p{Lu}/u.test(written);
}

// a full stop after one of these, or after a single letter, ends no sentence
const abbreviations = new Set([
  "sig",
  "ra",
  "dott",
  "ssa",
  "dr",
  "d",
  "ing",
  "arch",
  "geom",
  "rag",
  "avv",
  "prof",
  "mr",
  "mrs",
  "ms",
  "on",
  "cav",
  "comm",
  "isp",
  "matr",
  "tel",
  "cell",
  "int",
  "ext",
  "n",
  "nr",
  "num",
  "art",
  "prot",
  "pag",
  "es",
  "ecc",
  "etc",
  "resp",
  "rif",
  "uff",
]);

function endsSentence(gap: string, before: string): boolean {
  if (/[!?;\n•·–—|“”"«»…]|\s-\s/u.test(gap)) return true;
  return gap.includes(".") && /\s/u.test(gap) && before.length > 1 && !abbreviations.has(before);
}
