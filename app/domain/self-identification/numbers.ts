import { comparedNumber, type Knows } from "./index.ts";
import type { FoldedText } from "./text.ts";
import { smallWords } from "./words.ts";

// Finding staff numbers, phone numbers and mail addresses. Places are those of the folded text.

export type Span = { start: number; end: number };

// ── mail ─────────────────────────────────────────────────────────────────────

const address =
  /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+(?:@| ?[([{] ?(?:at|chiocciola|a) ?[)\]}] ?| chiocciola )[\p{L}\p{N}-]+(?:(?:\.| ?[([{] ?(?:dot|punto) ?[)\]}] ?| punto )[\p{L}\p{N}-]+)+/gu;

/** Mail addresses, also those written so that no machine finds them. */
export function addressesIn({ folded }: FoldedText): Span[] {
  return [...folded.matchAll(address)].map(spanOf);
}

// ── phone ────────────────────────────────────────────────────────────────────

const sep = "[ ./-]{0,2}";
const abroad = "(?:\\+|\\b00)\\d[\\d ./()-]{6,20}\\d";
const landline = `\\b0[1-9]\\d{0,2}${sep}\\d{3,}(?:[ .-]\\d{2,})*`;
const mobile = "\\b3\\d{2}[ ./-]{0,2}\\d{2,4}[ .-]?\\d{2,4}(?:[ .-]?\\d{2,3})?";
const phones = new RegExp(
  `(?<![\\p{L}\\p{N}.,/-])(?:${abroad}|${landline}|${mobile})(?![\\p{L}\\p{N}])`,
  "gu",
);
const called =
  /\b(?:interno|int|tel|telefono|telefonare al|cell|cellulare|derivato|ext|extension|phone|fax)\b[ .:]{0,3}(?:(?:n|nr|numero|no)\b[ .:°]{0,3})?(\d[\d ./-]{1,14}\d)(?![\p{L}\p{N}])/gu;
const otherNumbers =
  /\b(?:prot|protocollo|pratica|determina|delibera|fattura|cig|cup|iban|ordine|codice|iva|cf|foglio|particella|art|articolo|pagina|isbn)\b[ .:°]*(?:n|nr|num|numero|no)?[ .:°]*$/u;

/**
 * Phone numbers that reach a person: Italian ones, foreign ones with their prefix, and what is
 * called an extension.
 */
export function phonesIn({ folded }: FoldedText): Span[] {
  const written = [...folded.matchAll(phones)].filter(
    ({ 0: text, index }) =>
      isPhone(text) && !otherNumbers.test(folded.slice(Math.max(0, index - 30), index)),
  );
  const named = [...folded.matchAll(called)].map(({ 0: whole, 1: number = "", index }) => ({
    start: index + whole.length - number.length,
    end: index + whole.length,
  }));
  return [...written.map(spanOf), ...named];
}

function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, "");
  if (/^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$|^\d{1,2}\.\d{2}\s*-|[./](?:19|20)\d\d$/.test(text))
    return false; // dates, hours, 'n. 0123/2024'
  if (/^\d{1,3}(?:\.\d{3})+$/.test(text)) return false; // 350.000.000
  if (/^(?:\+|00)/.test(text)) return digits.length >= 9 && digits.length <= 16;
  return text.startsWith("3") ? digits.length === 10 : digits.length >= 8 && digits.length <= 11;
}

// ── staff numbers ────────────────────────────────────────────────────────────

const numberLike = /[\p{L}\p{N}]+(?:[._/-][\p{L}\p{N}]+)*/gu;
const taxCode = /\b[a-z]{6}\d{2}[a-z]\d{2}[a-z]\d{3}[a-z]\b/gu;
const calledStaff =
  /\b(?:matricola|matr|badge|staff (?:number|no|id)|employee (?:number|no|id)|personnel number)\b[ .:°#-]*(?:(?:n|nr|num|numero|no)\b[ .:°]*)?$/u;
const calledPerson =
  /\b(?:dipendente|tesserino|cartellino|codice|collega|employee|colleague)\b[ .:°#-]*(?:(?:n|nr|num|numero|no)\b[ .:°]*)?$/u;
const countedBefore =
  /(?:[€$]|\b(?:euro|circa|oltre|quasi|almeno|totale|pari a|furono|erano|sono stat[ie]|siamo|fino a|anno|nel|cap|pratica|protocollo|prot|determina|delibera|fattura|foglio|particella|ordine|articolo|art|pagina|about|nearly|over|least|were))[ .:°]*(?:n|nr)?[ .:°]*$/u;

/** Numbers of the staff list, whatever is called a staff number, and tax codes. */
export function staffNumbersIn({ folded }: FoldedText, knows: Knows): Span[] {
  const own = [...folded.matchAll(numberLike)].filter(
    ({ 0: text, index }) => /\d/.test(text) && isStaffNumber(folded, text, index, knows),
  );
  return [...own, ...folded.matchAll(taxCode)].map(spanOf);
}

function isStaffNumber(folded: string, text: string, at: number, knows: Knows): boolean {
  const before = folded.slice(Math.max(0, at - 40), at);
  if (calledStaff.test(before)) return text.replace(/\D/g, "").length >= 3;
  if (!knows("number", comparedNumber(text))) return false;
  if (calledPerson.test(before)) return true;
  if (!/^\d+$/.test(text)) return /\p{L}/u.test(text); // 40.107 is an amount, T-20931 is not
  const isShort = text.length < 5 || /^(?:19|20)\d\d$/.test(text);
  return !isShort && !countedBefore.test(before) && !isCounted(folded.slice(at + text.length));
}

/** True when a noun, a currency or decimals follow: what stands before it counts something. */
function isCounted(after: string): boolean {
  if (/^(?: ?[€$%]|[,.]\d)/u.test(after)) return true;
  const word = /^ ?(\p{L}+)/u.exec(after)?.[1];
  return (
    word !== undefined && !smallWords.has(word) && !/^(?:ha|sa|puo|is|has|can|knows)$/.test(word)
  );
}

function spanOf({ 0: text, index }: RegExpExecArray): Span {
  return { start: index, end: index + text.length };
}
