import { z } from "zod";
import { wholeNumber } from "#app/domain/number.ts";
import type { RefusalCode } from "#app/domain/refusal.ts";
import { isWhole } from "#app/domain/proposal/words.ts";

// Votes in a meeting of the jury: by name of those in the room, or counted where the edition votes
// in secret.

export const choices = ["favour", "against", "abstained"] as const;
export type Choice = (typeof choices)[number];
export type Counts = {
  readonly inFavour: number;
  readonly against: number;
  readonly abstained: number;
};

const line = (max: number) =>
  z
    .string({ error: "required" })
    .trim()
    .min(1, { error: "required" })
    .max(max, { error: `too-long?max=${max}` })
    .refine(isWhole, { error: "broken-text" });
const count = wholeNumber(0, 1000).default(0);
const optionalNumber = z.preprocess(
  (sent) => (sent === "" ? undefined : sent),
  wholeNumber(1, 1_000_000).optional(),
);

/** A vote as its form sends it: `choice` by account, or counts; with `replaces`, a reason. */
export const voteSchema = z
  .object({
    publicNo: optionalNumber,
    matter: line(500),
    choice: z
      .partialRecord(
        z.uuid(),
        z.preprocess((sent) => (sent === "" ? undefined : sent), z.enum(choices).optional()),
      )
      .default({}),
    inFavour: count,
    against: count,
    abstained: count,
    replaces: optionalNumber,
    reason: z.preprocess((sent) => (sent === "" ? undefined : sent), line(1000).optional()),
  })
  .superRefine(({ replaces, reason }, context) => {
    if (replaces !== undefined && !reason)
      context.addIssue({ code: "custom", path: ["reason"], message: "required" });
  });
export type VoteForm = z.output<typeof voteSchema>;

/**
 * Votes are counted where the edition wants it, and on a proposal of an edition with sealed
 * conflicts: who gave none would have left.
 */
export function isSecret(
  { secretVotes, sealedConflicts }: { secretVotes: boolean; sealedConflicts: boolean },
  onProposal: boolean,
): boolean {
  return secretVotes || (sealedConflicts && onProposal);
}

/**
 * Members with a vote: `of` the jury, `present` at the meeting, and `room`, those of them who did
 * not leave for this vote.
 */
export type Assembly = {
  readonly of: readonly string[];
  readonly present: ReadonlySet<string>;
  readonly left: ReadonlySet<string>;
};

/** Those present who did not leave the room, and so may vote. */
export function roomOf({ of, present, left }: Assembly): string[] {
  return of.filter((id) => present.has(id) && !left.has(id));
}

/**
 * More than half of the members with a vote are present; whoever leaves for one proposal still is.
 */
export function isQuorate({ of, present }: Pick<Assembly, "of" | "present">): boolean {
  return of.filter((id) => present.has(id)).length * 2 > of.length;
}

/**
 * Why a vote cannot be recorded, or null: no quorum, nobody voted, more votes than people in the
 * room, somebody who is not in it.
 */
export function whyNotVote(
  assembly: Assembly,
  cast: { secret: boolean; counts: Counts; voters: readonly string[] },
): { code: RefusalCode; params?: Record<string, number>; field?: string } | null {
  const room = roomOf(assembly);
  if (!isQuorate(assembly)) return { code: "no-quorum" };
  if (votes(cast.counts) === 0) return { code: "no-votes" };
  if (votes(cast.counts) > room.length)
    return { code: "too-many-votes", params: { max: room.length } };
  return !cast.secret && cast.voters.some((id) => !room.includes(id)) ? { code: "stale" } : null;
}

/** The counts of choices by name. */
export function countsOf(byName: Readonly<Record<string, Choice>>): Counts {
  const given = (choice: Choice) => Object.values(byName).filter((each) => each === choice).length;
  return { inFavour: given("favour"), against: given("against"), abstained: given("abstained") };
}

/**
 * Adopted by more votes in favour than against: who abstains casts none, and equal votes do not
 * adopt, whoever presides.
 */
export function isAdopted({ inFavour, against }: Counts): boolean {
  return inFavour > against;
}

/** The numbers of votes in whose place another stands. */
export function replacedVotes(votes: readonly { replaces: number | null }[]): ReadonlySet<number> {
  return new Set(votes.flatMap(({ replaces }) => replaces ?? []));
}

function votes({ inFavour, against, abstained }: Counts): number {
  return inFavour + against + abstained;
}
