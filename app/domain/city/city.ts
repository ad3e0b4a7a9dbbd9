import { z } from "zod";
import { carriesWhite } from "./colour.ts";
import { optionalWebAddress } from "#app/domain/web-address.ts";

// What a city says of itself: shown in every header, footer, mail and certificate.

/** What an administrator sets; what is left empty, the environment says. `colour` is `#rrggbb`. */
export const citySchema = z
  .object({
    name: z.string().trim().max(120).default(""),
    colour: z
      .string()
      .trim()
      .toLowerCase()
      .regex(/^(#[0-9a-f]{6})?$/, { error: "colour" })
      .default("")
      .refine((colour) => colour.length !== 7 || carriesWhite(colour), { error: "colour-pale" }),
    contact: z
      .string()
      .trim()
      .default("")
      .refine((text) => text === "" || z.email().safeParse(text).success, { error: "email" }),
    accessibilityUrl: optionalWebAddress,
    privacyUrl: optionalWebAddress,
    legalUrl: optionalWebAddress,
    sourceUrl: optionalWebAddress,
    /**
     * where weaknesses are reported, a mail address or one of the web, and until which day that
     * holds (RFC 9116)
     */
    securityContact: z
      .string()
      .trim()
      .max(500)
      .default("")
      .refine(
        (text) =>
          text === "" || isMail(text) || z.url({ protocol: /^https$/ }).safeParse(text).success,
        { error: "security-contact" },
      ),
    securityExpires: z.union([z.iso.date(), z.literal("")], { error: "date" }).default(""),
  })
  .refine(
    ({ securityContact, securityExpires }) => securityContact === "" || securityExpires !== "",
    { path: ["securityExpires"], error: "required" },
  );

function isMail(text: string): boolean {
  return z.email().safeParse(text).success;
}

/**
 * The text of /.well-known/security.txt (RFC 9116) of a city at `origin`, or null where it says
 * nobody to report to, or the day until which that holds is over.
 */
export function securityTxt(
  {
    securityContact: contact,
    securityExpires: expires,
  }: Pick<CityInput, "securityContact" | "securityExpires">,
  origin: string,
  now: Date,
): string | null {
  const end = new Date(`${expires}T23:59:59Z`);
  if (contact === "" || !(end > now)) return null;
  return [
    `Contact: ${isMail(contact) ? `mailto:${contact}` : contact}`,
    `Expires: ${end.toISOString().replace(".000", "")}`,
    "Preferred-Languages: it, en",
    `Canonical: ${origin}/.well-known/security.txt`,
    "",
  ].join("\n");
}

export type CityInput = z.output<typeof citySchema>;
