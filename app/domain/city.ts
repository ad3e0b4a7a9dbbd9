import { z } from "zod";
import { carriesWhite } from "./colour.ts";
import { optionalWebAddress } from "./web-address.ts";

// What a city says of itself: shown in every header, footer, mail and certificate.

/** What an administrator sets; what is left empty, the environment says. `colour` is `#rrggbb`. */
export const citySchema = z.object({
  name: z.string().trim().max(120).default(""),
  colour: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^(#[0-9a-f]{6})?$/, { error: "colour" })
    .default("")
    .refine((colour) => colour.length !== 7 || carriesWhite(colour), { error: "colour-pale" }),
  contact: z.string().trim().default("").refine((text) => text === "" || z.email().safeParse(text).success, { error: "email" }),
  accessibilityUrl: optionalWebAddress,
  privacyUrl: optionalWebAddress,
  legalUrl: optionalWebAddress,
  sourceUrl: optionalWebAddress,
});

export type CityInput = z.output<typeof citySchema>;
