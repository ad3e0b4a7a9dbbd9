import { z } from "zod";

// Who acts in a role shows something one has besides the password that one knows.

/** What stands between a person and the pages of a role. */
export type Demand = "nothing" | "show" | "set-up";

/**
 * A factor that is set up is always asked for; where it is required, whoever has none sets one up
 * first.
 */
export function demandOf({
  has,
  isShown,
  isRequired,
}: {
  has: boolean;
  isShown: boolean;
  isRequired: boolean;
}): Demand {
  if (isShown) return "nothing";
  if (has) return "show";
  return isRequired ? "set-up" : "nothing";
}

/** What weighs most is asked for again when it was last shown so many minutes ago. */
export const freshMinutes = 10;

/**
 * Shares are released by a page that stays open and waits for the others, so what was shown holds
 * for half a day there. Every share carries the custodian's own signature besides.
 */
export const stayingMinutes = 12 * 60;

/** The code of an authenticator, or one of the recovery codes, however its parts were set apart. */
export const shownCodeSchema = z.object({
  code: z
    .string({ error: "required" })
    .max(40, { error: "too-long?max=40" })
    .transform((text) => text.replace(/[\s-]/g, "").toLowerCase())
    .pipe(z.string().min(1, { error: "required" })),
});

/** What is shown again in place: a code, or the password where there is no second factor. */
export const shownAgainSchema = z.object({
  answer: z
    .string({ error: "required" })
    .min(1, { error: "required" })
    .max(200, { error: "too-long?max=200" }),
});

/** How many recovery codes somebody has after making them. */
export const recoveryCodeCount = 10;

const letters = "abcdefghjkmnpqrstuvwxyz23456789"; // none that are taken for another

/**
 * A recovery code out of at least ten random numbers below 256: ten letters, 49 bits. Numbers that
 * would favour a letter are left out.
 */
export function recoveryCodeOf(random: Iterable<number>): string {
  const fair = [...random].filter((each) => each < 256 - (256 % letters.length));
  if (fair.length < 10) throw new RangeError("too few random numbers");
  return fair
    .slice(0, 10)
    .map((each) => letters[each % letters.length])
    .join("");
}

/** A recovery code as it is shown, in two parts. */
export function inParts(code: string): string {
  return `${code.slice(0, 5)}-${code.slice(5)}`;
}
