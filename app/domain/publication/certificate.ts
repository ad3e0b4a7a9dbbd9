import { z } from "zod";
import type { Locale, Localised } from "#app/domain/locale.ts";

// Certificates of winners, jurors and participants. Whoever knows a code sees what it is for, and
// nobody else anything.

export const certificateKinds = ["WINNER", "JUROR", "PARTICIPANT"] as const;
export type CertificateKind = (typeof certificateKinds)[number];

/** Crockford's base 32, as receipts. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const codeLength = 26;

/** A certificate's code out of 26 random bytes: 130 bits. */
export function codeOf(random: Uint8Array): string {
  return Array.from(random.subarray(0, codeLength), (byte) => alphabet[byte & 31]).join("");
}

/**
 * The code as it is stored, or null for anything else; forgives case, spaces, hyphens, and O, I, L
 * for 0 and 1.
 */
export function parseCode(typed: string): string | null {
  const code = typed.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  return code.length === codeLength && [...code].every((letter) => alphabet.includes(letter))
    ? code
    : null;
}

/** What a certificate may be asked for; a participant's comes from a token instead. */
export const certificateRequest = z.object({
  edition: z.uuid(),
  kind: z.enum(["WINNER", "JUROR"]),
  publicNo: z.coerce.number().int().min(0),
});
export type CertificateRequest = z.output<typeof certificateRequest>;

/** A certificate as it is shown to whoever knows its code. */
export type Certificate = {
  code: string;
  kind: CertificateKind;
  /** null: a winner who is not named */
  name: string | null;
  edition: { code: string; names: Localised; timeZone: string };
  publishedAt: string;
  /** of a winner */
  proposal: {
    publicNo: number;
    title: { text: string; lang: Locale | undefined };
    awards: Localised[];
  } | null;
};

/** What the city signs of a certificate, under `innova.to/certificate/v1|`, as canonical JSON. */
export function attested({ code, kind, name, edition, publishedAt, proposal }: Certificate) {
  return {
    v: 1,
    code,
    kind,
    name,
    edition: edition.code,
    publishedAt,
    proposal: proposal?.publicNo ?? null,
  };
}
