import { z } from "zod";
import { type Locale, defaultLocale, isLocale } from "#app/domain/locale.ts";
import { localeSchema } from "#app/domain/localised.ts";
import { emailSchema, nameSchema } from "./staff.ts";

// What people type about their account, and the little rules around it.

/** A password to be: long, and not one character over and over. */
export const passwordSchema = z
  .string({ error: "required" })
  .min(12, { error: "too-short?min=12" })
  .max(200, { error: "too-long?max=200" })
  .refine((password) => new Set(password.toLowerCase()).size >= 6, { error: "too-simple" });

/** A password as somebody remembers it. */
const remembered = z
  .string({ error: "required" })
  .min(1, { error: "required" })
  .max(200, { error: "too-long?max=200" });

/** Whose computer this is; what nobody says counts as shared. */
export const computerSchema = z.enum(["private", "shared"]);
export type Computer = z.infer<typeof computerSchema>;
const computer = z._default(computerSchema, "shared");

export const signInSchema = z.object({ email: emailSchema, password: remembered, computer });
export const whoseComputerSchema = z.object({ computer: computerSchema });
export const askForLinkSchema = z.object({ email: emailSchema });
export const newPasswordSchema = z.object({ password: passwordSchema, computer });
export const changePasswordSchema = z.object({ current: remembered, password: passwordSchema });
export const languageSchema = z.object({ locale: localeSchema });

/** A person from outside the staff list. */
export const outsiderSchema = z.object({
  name: nameSchema,
  surname: nameSchema,
  email: emailSchema,
  locale: z._default(localeSchema, defaultLocale),
});
export type Outsider = z.output<typeof outsiderSchema>;

/** The language of an account as stored. */
export function languageOf(account: { locale: string }): Locale {
  return isLocale(account.locale) ? account.locale : defaultLocale;
}

const entrance = /^\/area\/(login|logout|link|forgotten|second-factor)\b/;

/**
 * Where to go after signing in: a page of /area that was asked for, else the desk. Never another
 * site.
 */
export function pathBack(back: string | null): string {
  const base = "http://here";
  const url = back && URL.canParse(back, base) ? new URL(back, base) : null;
  const isOurs =
    url?.origin === base && back!.startsWith("/area/") && url.pathname.startsWith("/area/");
  return isOurs && !entrance.test(url.pathname) ? url.pathname + url.search : "/area/desk";
}
