import { z } from "zod";

/** An address of the web, or nothing. */
export const optionalWebAddress = z
  .string()
  .trim()
  .max(500)
  .default("")
  .refine((text) => text === "" || z.url({ protocol: /^https?$/ }).safeParse(text).success, {
    error: "url",
  });
