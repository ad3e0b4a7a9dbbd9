import type { Token } from "./text.ts";
import type { Knows } from "./index.ts";
import {
  alwaysCapital,
  eponymAdjectives,
  eponyms,
  eponymsAfter,
  genitives,
  occupations,
  officeWords,
  particles,
  pluralArticles,
  prepositionParticles,
  prepositions,
  smallWords,
  titles,
} from "./words.ts";

// Finding the names of registered staff. A first name and a surname of one person are a name in any
// order, an initial and a surname too; a surname alone is one if it can be nothing else where it
// stands.

export type NameSpan = { from: number; to: number }; // places among the tokens, `to` excluded

type Reading = { tokens: Token[]; knows: Knows };

/** The names in a text, as runs of tokens. */
export function namesIn(reading: Reading): NameSpan[] {
  const found: NameSpan[] = [];
  for (let at = 0; at < reading.tokens.length;) {
    const surname = surnameAt(reading, at);
    const span = surname
      ? (wholeName(reading, surname) ?? (standsAlone(reading, surname) ? surname : null))
      : titledFirstName(reading, at);
    if (span) found.push(span);
    at = span ? Math.max(span.to, at + 1) : at + 1;
  }
  return found;
}

/** The longest surname that begins here: `De Luca`, `D'Angelo`, `Ferrari Trecate`. */
function surnameAt({ tokens, knows }: Reading, from: number): NameSpan | null {
  const first = tokens[from]!;
  const longest = particles.has(first.word) || knowsSurname(knows, first.word) ? 4 : 1;
  for (let length = Math.min(longest, tokens.length - from); length >= 1; length -= 1) {
    const run = tokens.slice(from, from + length);
    if (run.slice(1).every(({ gap }) => isJoint(gap)) && knowsSurname(knows, wordsOf(run)))
      return { from, to: from + length };
  }
  return null;
}

function knowsSurname(knows: Knows, word: string): boolean {
  return knows("surname", word) || knows("surname-word", word);
}

/**
 * What may stand inside a name: a space or one end of line, an apostrophe, a hyphen, Markdown's
 * signs, the dot of `mario.rossi`.
 */
function isJoint(gap: string): boolean {
  return /^(?:[*_]{0,3}[ \u00a0\n]?['*_-]{0,3}[ \u00a0]?|[._]|\. )$/u.test(gap);
}

const wordsOf = (run: readonly Token[]) => run.map(({ word }) => word).join("");

// ── with a first name or an initial ──────────────────────────────────────────

function wholeName(reading: Reading, surname: NameSpan): NameSpan | null {
  const key = wordsOf(reading.tokens.slice(surname.from, surname.to));
  const before = firstNamesBefore(reading, surname.from);
  const after = firstNamesAfter(reading, surname.to);
  for (const names of [before, after]) {
    if (
      !names.some(({ words }) =>
        words.some((word) =>
          reading.knows(word.length === 1 ? "initial" : "full", `${word}|${key}`),
        ),
      )
    )
      continue;
    const span = {
      from: Math.min(surname.from, ...names.map(({ at }) => at)),
      to: Math.max(surname.to, ...names.map(({ at }) => at + 1)),
    };
    if (isWritten(reading, span, surname) && !isEponym(reading, span)) return span;
  }
  return null;
}

type FirstName = {
  at: number;
  /** the name itself, and joined to its neighbours */ words: string[];
};

function firstNamesBefore(reading: Reading, at: number): FirstName[] {
  const found: number[] = [];
  for (let place = at - 1; place >= Math.max(0, at - 3); place -= 1) {
    if (!isJoint(reading.tokens[place + 1]!.gap) || !isFirstName(reading, place, found.length > 0))
      break;
    found.unshift(place);
  }
  return withJoined(reading, found);
}

function firstNamesAfter(reading: Reading, at: number): FirstName[] {
  const found: number[] = [];
  for (let place = at; place < Math.min(reading.tokens.length, at + 3); place += 1) {
    const { gap, capital } = reading.tokens[place]!;
    const joined = isJoint(gap) || (place === at && capital && gap === ", ");
    if (!joined || !isFirstName(reading, place, false)) break;
    found.push(place);
  }
  return withJoined(reading, found);
}

function withJoined({ tokens }: Reading, places: number[]): FirstName[] {
  const all = places.map((place) => tokens[place]!.word).join("");
  return places.map((at) => ({ at, words: [tokens[at]!.word, all] }));
}

/** A first name of somebody on the list, or a capital letter that stands for one. */
function isFirstName({ tokens, knows }: Reading, at: number, followed: boolean): boolean {
  const { word, capital } = tokens[at]!;
  if (word.length > 1) return knows("first", word) || knows("first-word", word);
  const next = tokens[at + 1]?.gap ?? ".";
  return (
    /\p{L}/u.test(word) &&
    (next.startsWith(".") || (capital && (followed || !tokens[at]!.capitalIsIdle)))
  );
}

/**
 * Two everyday words, as in `vittoria costa fatica`, are a name only in capitals; so is an initial
 * without its stop.
 */
function isWritten({ tokens, knows }: Reading, span: NameSpan, surname: NameSpan): boolean {
  const run = tokens.slice(span.from, span.to);
  if (
    run.some(
      ({ word }, place) =>
        word.length === 1 && (tokens[span.from + place + 1]?.gap ?? "").startsWith("."),
    )
  )
    return true;
  const inCapitals = run.filter(({ word }) => !particles.has(word)).every(({ capital }) => capital);
  const isWord = knows("surname-word", wordsOf(tokens.slice(surname.from, surname.to)));
  const firsts = run.filter(
    (_, place) => span.from + place < surname.from || span.from + place >= surname.to,
  );
  const onlyWords = firsts.every(({ word }) => word.length === 1 || knows("first-word", word));
  return inCapitals || !(isWord && onlyWords);
}

// ── alone ────────────────────────────────────────────────────────────────────

function standsAlone(reading: Reading, span: NameSpan): boolean {
  const { tokens, knows } = reading;
  const key = wordsOf(tokens.slice(span.from, span.to));
  if (isEponym(reading, span) || isHyphenated(reading, span)) return false;
  if (isTitled(reading, span, knows("surname-word", key))) return true;
  if (alwaysCapital.has(key) || isSomebodyElse(reading, span)) return false;
  const last = tokens[span.to - 1]!;
  if (!knows("surname-word", key)) return last.capital || (key.length >= 5 && !last.capital);
  if (isAfterTwoPrepositions(reading, span)) return true;
  return last.capital && !last.capitalIsIdle && !isNoun(reading, span);
}

/** `la collega Giulia`: one of few, where everybody knows whose colleague. */
function titledFirstName(reading: Reading, at: number): NameSpan | null {
  const { word, capital } = reading.tokens[at]!;
  const [known, isWord] = [reading.knows("first", word), reading.knows("first-word", word)];
  return word.length > 1 &&
    capital &&
    (known || isWord) &&
    isTitled(reading, { from: at, to: at + 1 }, isWord)
    ? { from: at, to: at + 1 }
    : null;
}

/** `dott.ssa Verdi`, `sig. verdi`; after an occupation an everyday word wants its capital. */
function isTitled({ tokens }: Reading, { from, to }: NameSpan, isWord: boolean): boolean {
  const before = tokens[from - 1];
  if (!before || !/^[. \u00a0]*$/u.test(tokens[from]!.gap)) return false;
  if (titles.has(before.word)) return before.word.length > 2 || tokens[from]!.gap.length > 0;
  return occupations.has(before.word) && (!isWord || tokens[to - 1]!.capital);
}

/** `Giuseppe Verdi`, where the staff has another Verdi. */
function isSomebodyElse(reading: Reading, { from, to }: NameSpan): boolean {
  const { tokens, knows } = reading;
  const isName = (token: Token | undefined, gap: string | undefined) =>
    token !== undefined &&
    gap !== undefined &&
    token.capital &&
    isJoint(gap) &&
    (knows("first", token.word) ||
      knows("first-word", token.word) ||
      (token.word.length === 1 && gap.startsWith(".")));
  const initialAfter =
    tokens[to] !== undefined &&
    tokens[to].capital &&
    tokens[to].word.length === 1 &&
    tokens[to].gap === " " &&
    (tokens[to + 1]?.gap ?? ".").startsWith(".");
  return (
    isName(tokens[from - 1], tokens[from]?.gap) ||
    isName(tokens[to], tokens[to]?.gap) ||
    initialAfter
  );
}

/** Grown together with a name that is not known, as in `Rossi-Brambilla`. */
function isHyphenated({ tokens, knows }: Reading, { from, to }: NameSpan): boolean {
  const isStranger = (neighbour: Token | undefined, gap: string | undefined) =>
    gap === "-" && neighbour !== undefined && !knowsSurname(knows, neighbour.word);
  return isStranger(tokens[from - 1], tokens[from]?.gap) || isStranger(tokens[to], tokens[to]?.gap);
}

/** `a d'angelo`: no noun has two prepositions. */
function isAfterTwoPrepositions({ tokens }: Reading, { from, to }: NameSpan): boolean {
  return (
    to - from > 1 &&
    prepositionParticles.has(tokens[from]!.word) &&
    prepositions.has(tokens[from - 1]?.word ?? "") &&
    tokens[from]!.gap === " "
  );
}

/**
 * A capital that does not make a name: `i Verdi`, `Corte dei Conti`, `Sala Rossa`, `Ufficio Conti`,
 * `Più Verdi Per Tutti`.
 */
function isNoun({ tokens }: Reading, { from, to }: NameSpan): boolean {
  const [before, after] = [tokens[from - 1], tokens[to]];
  const twoBefore = tokens[from - 2];
  if (before && (pluralArticles.has(before.word) || officeWords.has(before.word))) return true;
  if (before && genitives.has(before.word) && twoBefore?.capital && !twoBefore.capitalIsIdle)
    return true;
  if (after?.capital && after.gap === " ") return true;
  return (
    before !== undefined &&
    before.capital &&
    !before.capitalIsIdle &&
    tokens[from]!.gap === " " &&
    (smallWords.has(before.word) || !occupations.has(before.word))
  );
}

/**
 * `via Garibaldi`, `scuola media Garibaldi`, `premio Elena Ferrero`, `San Marino`, `Garibaldi
 * Street`.
 */
function isEponym({ tokens }: Reading, { from, to }: NameSpan): boolean {
  const after = tokens[to];
  if (after && after.gap === " " && eponymsAfter.has(after.word)) return true;
  for (let at = from - 1; at >= Math.max(0, from - 4); at -= 1) {
    const { word, capital } = tokens[at]!;
    if (!/^[ \u00a0«"'“]*$/u.test(tokens[at + 1]!.gap)) return false;
    if (eponyms.has(word)) return true;
    if (!eponymAdjectives.has(word) && !(capital && !titles.has(word) && !occupations.has(word)))
      return false;
  }
  return false;
}
