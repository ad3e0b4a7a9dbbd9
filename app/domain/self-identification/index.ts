import { compact, fold } from "./text.ts";
import { everydayWords, officeFillers, officeWords, particles } from "./words.ts";

// What the guard knows of the staff: single values, each of a kind, so that they can be kept as
// keyed hashes and asked for one by one. A value is in the form in which a text is compared.

export const guardKinds = [
  "first",
  "first-word",
  "surname",
  "surname-word",
  "full",
  "initial",
  "number",
  "unit",
  "unit-head",
] as const;
export type GuardKind = (typeof guardKinds)[number];
export type GuardFact = { kind: GuardKind; value: string };

/** Is this value on the list? All a text is ever compared with. */
export type Knows = (kind: GuardKind, value: string) => boolean;

export type StaffMember = {
  name: string;
  surname: string;
  staffNumber: string | null;
  unit: string;
};

/**
 * What is kept of a staff list: surnames, first names (each told from everyday words, of which
 * `lexicon` has those of the language in compared form), who has which, numbers and offices. The
 * same fact may come several times.
 */
export function guardFacts(
  staff: readonly StaffMember[],
  lexicon: ReadonlySet<string>,
): GuardFact[] {
  const isWord = (word: string) => lexicon.has(word) || everydayWords.has(word);
  return staff.flatMap(({ name, surname, staffNumber, unit }) => [
    ...nameFacts(name, surname, isWord),
    ...numberFacts(staffNumber),
    ...unitFacts(unit),
  ]);
}

function nameFacts(name: string, surname: string, isWord: (word: string) => boolean): GuardFact[] {
  const [firsts, surnames] = [partsOf(name), partsOf(surname)];
  const pairs = surnames.flatMap((last) =>
    firsts.map((first): [string, string] => [first.value, last.value]),
  );
  return [
    ...firsts.map(({ value, core }): GuardFact => ({
      kind: isWord(core) ? "first-word" : "first",
      value,
    })),
    ...surnames.map(({ value, core }): GuardFact => ({
      kind: isWord(core) ? "surname-word" : "surname",
      value,
    })),
    ...pairs.map(([first, last]): GuardFact => ({ kind: "full", value: `${first}|${last}` })),
    ...pairs.map(([first, last]): GuardFact => ({ kind: "initial", value: `${first[0]}|${last}` })),
  ];
}

/**
 * A name whole, and each of its parts with its particles; `core` is what of it may be an everyday
 * word.
 */
function partsOf(name: string): { value: string; core: string }[] {
  const parts: { value: string; core: string }[] = [];
  let leading = "";
  for (const word of name.split(/[\s-]+/u).filter(Boolean)) {
    const value = compact(word);
    if (particles.has(value)) {
      leading += value;
      continue;
    }
    parts.push({ value: leading + value, core: compact(word.replace(/^\p{L}+['’]/u, "")) });
    leading = "";
  }
  const whole = { value: compact(name), core: parts.length === 1 ? parts[0]!.core : compact(name) };
  return [whole, ...parts].filter(
    ({ value }, at, all) =>
      value.length > 1 && all.findIndex((other) => other.value === value) === at,
  );
}

function numberFacts(staffNumber: string | null): GuardFact[] {
  return staffNumber ? [{ kind: "number", value: comparedNumber(staffNumber) }] : [];
}

/** A staff number without its dots, strokes and leading zeros. */
export function comparedNumber(written: string): string {
  return compact(written).replace(/^0+(?=\d)/, "");
}

/** An office whole, its first part, and each later part of two words or more. */
function unitFacts(unit: string): GuardFact[] {
  const parts = unit.split(/\s+(?:e|ed|and)\s+|[,;/&]|\s[-–]\s/u);
  const named = [unit, ...parts.filter((part, at) => at === 0 || officeContent(part).length > 1)]
    .map(officeContent)
    .filter((words) => words.join("").length > 2);
  return named.flatMap((words): GuardFact[] => [
    { kind: "unit", value: words.join(" ") },
    { kind: "unit-head", value: words[0]! },
  ]);
}

/**
 * The words by which an office is recognised: without what every office is called, and without
 * articles.
 */
export function officeContent(unit: string): string[] {
  const words = (fold(unit).folded.match(/[\p{L}\p{N}]+/gu) ?? []).filter(
    (word) => !officeFillers.has(word),
  );
  const own = words.findIndex((word) => !officeWords.has(word));
  return own < 0 ? [] : words.slice(own);
}
