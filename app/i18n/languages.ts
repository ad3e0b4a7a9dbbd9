import type { Locale } from "#app/domain/locale.ts";
import en from "./en/index.ts";
import it from "./it/index.ts";

/** The words of every language; another one is a folder beside these and a line here. */
export const languages: Record<Locale, typeof it> = { it, en };
