import * as z from "zod/mini";
import { locales } from "./locale.ts";

export const localeSchema = z.enum(locales);

/** A text per language, as it was written. */
export const localised = z.partialRecord(localeSchema, z.string());
