import { z } from "zod";
import { defaultLocale, isLocale, type Locale } from "#app/domain/locale.ts";
import { type TextField, textFieldNames } from "#app/domain/proposal/proposal.ts";

// Passages that tell who wrote a proposal are hidden from jurors at screening. The text stays as it
// was handed in; what jurors read is made of it here.

/** A passage of a field; `start` and `end` are offsets into its text. */
export type Passage = { field: string; start: number; end: number };

/** What an organiser hides, and why. */
export const hidingSchema = z
  .object({
    field: z.enum(textFieldNames),
    start: z.coerce.number().int().min(0),
    end: z.coerce.number().int(),
    reason: z
      .string({ error: "required" })
      .trim()
      .min(1, { error: "required" })
      .max(500, { error: "too-long?max=500" }),
  })
  .refine(({ start, end }) => end > start, { path: ["end"], error: "nothing-selected" });

export type HidingInput = z.output<typeof hidingSchema>;

/** Part of the text, so in the text's language, and the same wherever it is read or printed. */
const inPlace: Record<Locale, string> = {
  it: "[nascosto dall'organizzazione]",
  en: "[hidden by the organisers]",
};

/**
 * The proposal's words as jurors read them: of what is hidden not a letter is left, not even its
 * length.
 */
export function asJurorsRead<
  Words extends Partial<Record<TextField, string | undefined>> & { locale: string },
>(words: Words, hidden: readonly Passage[]): Words {
  const shown: Partial<Record<TextField, string>> = {};
  for (const field of textFieldNames) {
    const text = words[field];
    if (typeof text === "string")
      shown[field] = withHidden(
        text,
        hidden.filter((passage) => passage.field === field),
        isLocale(words.locale) ? words.locale : defaultLocale,
      );
  }
  return { ...words, ...shown };
}

/** A text with the words for 'hidden' instead of each passage; passages that touch are one. */
export function withHidden(
  text: string,
  passages: readonly Omit<Passage, "field">[],
  locale: Locale,
): string {
  let [shown, at] = ["", 0];
  for (const { start, end } of joined(text, passages)) {
    shown += text.slice(at, start) + inPlace[locale];
    at = end;
  }
  return shown + text.slice(at);
}

function joined(
  text: string,
  passages: readonly Omit<Passage, "field">[],
): { start: number; end: number }[] {
  const all: { start: number; end: number }[] = [];
  for (const { start, end } of passages
    .map((passage) => wholeLetters(text, passage))
    .sort((a, b) => a.start - b.start)) {
    const last = all.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else if (end > start) all.push({ start, end });
  }
  return all;
}

/** No passage begins or ends inside a character of two units or before a combining accent. */
function wholeLetters(
  text: string,
  { start, end }: { start: number; end: number },
): { start: number; end: number } {
  let [from, to] = [Math.max(0, Math.min(start, text.length)), Math.min(end, text.length)];
  while (from > 0 && isInside(text, from)) from -= 1;
  while (to < text.length && isInside(text, to)) to += 1;
  return { start: from, end: to };
}

function isInside(text: string, at: number): boolean {
  const unit = text.slice(at, at + 1);
  return /^\p{M}$/u.test(unit) || (unit >= "\udc00" && unit <= "\udfff");
}
