import { z } from "zod";
import { awardKinds, prizeFates } from "./award.ts";
import { setting } from "#app/domain/edition/setting.ts";
import { hasReached, type Phase } from "#app/domain/phase.ts";
import { isWritten } from "#app/domain/each-locale.ts";
import { defaultLocale } from "#app/domain/locale.ts";
import { localised } from "#app/domain/localised.ts";
import { wholeNumber } from "#app/domain/number.ts";
import type { RefusalCode } from "#app/domain/refusal.ts";
import { optionalWebAddress } from "#app/domain/web-address.ts";

// Who gives the prizes, what there is to give, and by which rules it is given.

/** Ten million euro: what a database keeps of an amount, and more than a prize is worth. */
const mostCents = 1_000_000_000;
const position = wholeNumber(1, 999);
const name = z
  ._default(localised, {})
  .refine(isWritten, { path: [defaultLocale], error: "required" });

/** Euro as people write them, `1.250,50` or `1250.50`, to cents. */
const euro = z
  .string()
  .trim()
  .regex(/^\d{1,3}([. ]?\d{3})*([.,]\d{1,2})?$/, { error: "euro" })
  .transform(centsOf)
  .refine((cents) => cents <= mostCents, { error: `too-big?max=${mostCents / 100}` });

const day = z.iso.date({ error: "day" });

/**
 * `money` and `inKind` in cents: what is given in money, and what the things given are agreed to be
 * worth. `contact` is never public.
 */
export const sponsorSchema = z
  .object({
    position,
    name: z.string().trim().min(1).max(200),
    url: optionalWebAddress,
    tier: z.string().trim().max(60).default(""),
    description: z._default(localised, {}),
    contact: z.string().trim().max(500).optional(),
    agreedFrom: day.optional(),
    agreedUntil: day.optional(),
    money: euro.optional(),
    inKind: euro.optional(),
  })
  .refine(
    ({ agreedFrom, agreedUntil }) => !agreedFrom || !agreedUntil || agreedFrom <= agreedUntil,
    { path: ["agreedUntil"], error: "ends-before" },
  );

export const prizeShares = ["TEAM", "MEMBER"] as const;

/** `value` of one, in cents. */
export const prizeSchema = z.object({
  name,
  quantity: wholeNumber(1, 100_000),
  value: euro.optional(),
  conditions: z._default(localised, {}),
  validUntil: day.optional(),
  share: z.enum(prizeShares).optional(),
});

export const awardRuleSchema = z
  .object({
    position,
    kind: z.enum(awardKinds, { error: "required" }),
    name,
    categoryKey: z.string().max(60).optional(),
    places: wholeNumber(1, 1000),
    prizeId: z.uuid().optional(),
    sponsorId: z.uuid().optional(),
  })
  .refine(({ kind, categoryKey }) => kind !== "CATEGORY" || Boolean(categoryKey), {
    path: ["categoryKey"],
    error: "required",
  })
  .refine(({ kind, sponsorId }) => kind !== "THEME" || Boolean(sponsorId), {
    path: ["sponsorId"],
    error: "required",
  });

const untilFreeze = { changedBy: "awardTerms" } as const;
const fate = z.enum(prizeFates, { error: "required" });
const fates = { options: prizeFates, lockedFrom: "freeze", ...untilFreeze } as const;

/** The settings of an edition that are about its awards. */
export const awardSettings = {
  maxPrizes: setting("awards", "number", wholeNumber(1, 20), 1, {
    unit: "prizes",
    lockedFrom: "freeze",
    ...untilFreeze,
  }),
  leftovers: setting("awards", "choice", fate, "stay", fates),
  unclaimed: setting("awards", "choice", fate, "stay", fates),
  budgetCents: setting("awards", "euro", euro.optional(), null, {
    unit: "euro cents",
    ...untilFreeze,
  }),
  publicMoneyCents: setting("awards", "euro", euro.optional(), 0, {
    unit: "euro cents",
    ...untilFreeze,
  }),
} as const;

/**
 * What holds for all awards of an edition; amounts in cents, no budget where nothing is said about
 * it.
 */
export const awardTermsSchema = z
  .object({
    maxPrizes: awardSettings.maxPrizes.schema,
    leftovers: awardSettings.leftovers.schema,
    unclaimed: awardSettings.unclaimed.schema,
    budget: awardSettings.budgetCents.schema,
    publicMoney: awardSettings.publicMoneyCents.schema,
  })
  .refine(
    ({ budget, publicMoney = 0 }) =>
      publicMoney === 0 || (budget !== undefined && publicMoney <= budget),
    { path: ["publicMoney"], error: "over-budget" },
  );

/** What a picture of a sponsor says to who does not see it. */
export const logoAltSchema = z.object({ alt: z._default(localised, {}) });

export type SponsorInput = z.output<typeof sponsorSchema>;
export type PrizeInput = z.output<typeof prizeSchema>;
export type AwardRuleInput = z.output<typeof awardRuleSchema>;
export type AwardTerms = z.output<typeof awardTermsSchema>;

/**
 * Null while sponsors, prizes and award rules may be changed, else why not: the freeze commits to
 * them.
 */
export function whyNotEditAwards(phase: Phase): RefusalCode | null {
  return hasReached(phase, "frozen") ? "too-late" : null;
}

/** A point or a comma before the last one or two digits parts cents; others part thousands. */
function centsOf(text: string): number {
  const [, whole = "", cents = ""] = /^(.*?)(?:[.,](\d{1,2}))?$/.exec(text) ?? [];
  return Number(whole.replace(/\D/g, "")) * 100 + Number(cents.padEnd(2, "0") || "0");
}

/** Cents as a field shows them, `1250,50`; nothing for null. */
export function euroText(cents: number | null): string {
  return cents === null ? "" : (cents / 100).toFixed(2).replace(".", ",");
}
