import { z } from "zod";

/** The page of a long list that a URL asks for; nonsense is the first page. */
export const pageNumber = z.coerce.number().int().min(1).max(100_000).catch(1);

/** What a URL searches for; nonsense is everything. */
export const searchText = z.string().trim().max(100).catch("");
