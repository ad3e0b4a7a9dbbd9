import { eachLocale } from "#app/domain/each-locale.ts";
import { inLocale, type Localised } from "#app/domain/locale.ts";
import { localised } from "#app/domain/localised.ts";
import { z } from "zod";

// A sponsor's logo: a picture whose address is its hash, so that what caches keep is always right.

/** As an upload: bytes at most. */
export const logoLimit = 5 * 1024 * 1024;

const endings = { png: "png", jpeg: "jpg" } as const;
export type LogoKind = keyof typeof endings;

/** A logo without its bytes; sha256 in hexadecimal, width and height in pixels. */
export const logoSchema = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  kind: z.enum(["png", "jpeg"]),
  width: z.int(),
  height: z.int(),
  alt: localised,
});
export type Logo = z.output<typeof logoSchema>;

/** Where everybody finds it. */
export function logoPath({ sha256, kind }: Pick<Logo, "sha256" | "kind">): string {
  return `/logos/${sha256}.${endings[kind]}`;
}

/** The hash in such an address, or null. */
export function logoHash(file: string): string | null {
  return /^([0-9a-f]{64})\.(?:png|jpg)$/.exec(file)?.[1] ?? null;
}

/** What the picture says, for who does not see it: the words given, else the sponsor's name. */
export function logoWords(words: Localised, sponsor: string): Localised {
  return eachLocale((locale) => inLocale(words, locale) || sponsor);
}

/** Why a file is no logo, as a key under i18n `reason.*`, of the cleaning's reason. */
export function whyNoLogo(reason: string): "logo-kind" | "logo-pixels" | "logo-broken" {
  if (["file-kind", "file-office", "file-heic"].includes(reason)) return "logo-kind";
  return reason === "file-pixels" || reason === "file-complex" ? "logo-pixels" : "logo-broken";
}
