import { z } from "zod";
import { hasReached, type Phase } from "./edition.ts";
import { localised } from "./locale.ts";
import { wholeNumber } from "./number.ts";
import type { RefusalCode } from "./refusal.ts";

// Who gives the prizes, what there is to give, and by which rules it is given.

const position = wholeNumber(1, 999);
const name = z._default(localised, {}).refine((text) => Boolean(text.it || text.en), { path: ["it"], error: "required" });

/** Euro as people write them, `1.250,50` or `1250.50`, to cents. */
const euro = z
  .string()
  .trim()
  .regex(/^\d{1,3}([. ]?\d{3})*([.,]\d{1,2})?$/, { error: "euro" })
  .transform(centsOf);

export const sponsorSchema = z.object({
  position,
  name: z.string().trim().min(1).max(200),
  url: z.union([z.url({ protocol: /^https?$/ }), z.literal("")]).default(""),
  tier: z.string().trim().max(60).default(""),
  description: z._default(localised, {}),
});

export const prizeSchema = z.object({ name, quantity: wholeNumber(1, 100_000), value: euro.optional(), conditions: z._default(localised, {}) });

export const awardKinds = ["OVERALL", "CATEGORY", "MENTION"] as const;

export const awardRuleSchema = z
  .object({ position, kind: z.enum(awardKinds, { error: "required" }), name, categoryKey: z.string().max(60).optional(), places: wholeNumber(1, 1000), prizeId: z.uuid().optional() })
  .refine(({ kind, categoryKey }) => kind !== "CATEGORY" || Boolean(categoryKey), { path: ["categoryKey"], error: "required" });

export type SponsorInput = z.output<typeof sponsorSchema>;
export type PrizeInput = z.output<typeof prizeSchema>;
export type AwardRuleInput = z.output<typeof awardRuleSchema>;

/** Null while sponsors, prizes and award rules may be changed, else why not: the freeze commits to them. */
export function whyNotEditAwards(phase: Phase): RefusalCode | null {
  return hasReached(phase, "frozen") ? "too-late" : null;
}

/** A point or a comma before the last one or two digits parts cents; others part thousands. */
function centsOf(text: string): number {
  const [, whole = "", cents = ""] = /^(.*?)(?:[.,](\d{1,2}))?$/.exec(text) ?? [];
  return Number(whole.replace(/\D/g, "")) * 100 + Number(cents.padEnd(2, "0") || "0");
}
