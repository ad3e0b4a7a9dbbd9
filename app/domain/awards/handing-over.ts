import { z } from "zod";
import type { AwardKind, PrizeShare } from "./award.ts";
import { hasReached, type Phase } from "#app/domain/phase.ts";
import { wholeNumber } from "#app/domain/number.ts";
import type { RefusalCode } from "#app/domain/refusal.ts";

// What becomes of every single prize: given on a day to somebody who signed for it, declined, or
// never collected.

/** What an organiser writes down; whoever got a prize signed for it. */
export const handingSchema = z
  .object({
    ruleId: z.uuid(),
    publicNo: wholeNumber(1, 1_000_000),
    item: wholeNumber(1, 100),
    outcome: z.enum(["GIVEN", "UNCLAIMED"], { error: "required" }),
    day: z.iso.date({ error: "day" }),
    receipt: z.string().trim().max(300).default(""),
    note: z.string().trim().max(1000).default(""),
  })
  .refine(({ outcome, receipt }) => outcome !== "GIVEN" || receipt !== "", {
    path: ["receipt"],
    error: "required",
  });
export type Handing = z.output<typeof handingSchema>;

/** Null once envelopes are opened, else why nothing can be handed over. */
export function whyNotHandOver(phase: Phase): RefusalCode | null {
  return hasReached(phase, "opening") ? null : "too-early";
}

/**
 * Somebody an opened envelope validly names, and whether they declined the prize; silence keeps it.
 */
export type AwardHolder = { readonly name: string; readonly declined: boolean };

/** An award with its prize as it stands with one proposal. */
export type HeldPrize = {
  readonly share: PrizeShare;
  readonly quantity: number;
  /** empty while its envelopes are closed */ readonly holders: readonly AwardHolder[];
};

/** `closed`: nobody is known yet; `declined`: nobody takes it. `to` are those who may. */
export type PrizeItem = {
  readonly item: number;
  readonly to: readonly string[];
  readonly state: "closed" | "declined" | "due";
};

/**
 * The single things to hand over: one for a team, or one for each of those in it who take theirs,
 * as many as were awarded.
 */
export function itemsOf({ share, quantity, holders }: HeldPrize): PrizeItem[] {
  const takers = holders.filter(({ declined }) => !declined).map(({ name }) => name);
  const state = (to: readonly string[]) =>
    holders.length === 0 ? "closed" : to.length === 0 ? "declined" : "due";
  const shared =
    share === "MEMBER"
      ? Array.from({ length: quantity }, (_, at) => takers.slice(at, at + 1))
      : [takers];
  return shared.map((to, at) => ({ item: at + 1, to, state: state(to) }));
}

/**
 * With whom an award's prize has been, in order: the proposal that won it or, where that is void,
 * its reserve; then each reserve that was called because the one before gave it up. Null where no
 * reserve was left for a void proposal.
 */
function prizeHolders(
  publicNo: number,
  { successorOf, forfeited, called }: Passing,
): (number | null)[] {
  const first = lastHeir(publicNo, successorOf);
  const call =
    first !== null && forfeited.has(first)
      ? called.find(({ voided }) => voided === first)
      : undefined;
  return call
    ? [first, ...prizeHolders(call.reserve, { successorOf, forfeited, called })]
    : [first];
}

type Passing = {
  successorOf: ReadonlyMap<number, number | null>;
  forfeited: ReadonlySet<number>;
  called: readonly { voided: number; reserve: number }[];
};

/**
 * The same for an award as it was frozen: one without a prize has one holder, and the employees'
 * choice passes to nobody, since reserves stand in the jury's order and not in theirs.
 */
export function holdersOf(
  {
    publicNo,
    prizeId,
    kind,
  }: { publicNo: number; prizeId: string | null; kind?: AwardKind | undefined },
  passing: Passing,
): (number | null)[] {
  if (kind === "CHOICE") return [passing.successorOf.has(publicNo) ? null : publicNo];
  return prizeId ? prizeHolders(publicNo, passing) : [lastHeir(publicNo, passing.successorOf)];
}

/** The proposal that stands in for a void one in the end, itself where it is not void, or null. */
function lastHeir(
  publicNo: number,
  successorOf: ReadonlyMap<number, number | null>,
): number | null {
  const heir = successorOf.get(publicNo);
  return heir === undefined ? publicNo : heir === null ? null : lastHeir(heir, successorOf);
}
