import { z } from "zod";
import {
  type Assembly,
  type Choice,
  choices,
  isAdopted,
  isQuorate,
  isSecret,
  replacedVotes,
  roomOf,
} from "#app/domain/meetings/vote.ts";
import { db, type Edition, type MeetingVote, type Tx } from "#app/platform/db.server.ts";

/**
 * A vote as it was taken; `no` is the proposal's number, null on a matter in words. Names are of
 * those who voted by name.
 */
export type VoteView = {
  number: number;
  no: number | null;
  matter: string;
  secret: boolean;
  inFavour: number;
  against: number;
  abstained: number;
  adopted: boolean;
  byName: { name: string; choice: Choice }[];
  replaces: number | null;
  replaced: boolean;
  reason: string;
};

/** Who of the jury has a vote: those who judge, and neither secretary nor organisers. */
export async function votingMembers(editionId: string, tx: Tx = db()): Promise<string[]> {
  const rows = await tx.juror.findMany({
    where: { editionId, state: "ACCEPTED" },
    select: { userId: true },
  });
  return rows.map(({ userId }) => userId);
}

export const ballotsSchema = z.record(z.string(), z.enum(choices));

/** The votes of a meeting in their order, without those on proposals kept from the reader. */
export function voteViews(
  votes: readonly MeetingVote[],
  numbers: ReadonlyMap<string, number>,
  members: readonly { id: string; name: string }[],
): VoteView[] {
  const shown = votes.filter(({ proposalId }) => proposalId === null || numbers.has(proposalId));
  const replaced = replacedVotes(shown);
  const place = new Map(shown.map(({ number }, at) => [number, at + 1]));
  return shown.map(
    ({
      number,
      proposalId,
      replaces,
      byName,
      matter,
      secret,
      inFavour,
      against,
      abstained,
      reason,
    }) => {
      const ballots = ballotsSchema.parse(byName);
      return {
        matter,
        secret,
        inFavour,
        against,
        abstained,
        reason,
        number: place.get(number)!,
        no: proposalId === null ? null : numbers.get(proposalId)!,
        adopted: isAdopted({ inFavour, against, abstained }),
        byName: members.flatMap(({ id, name }) =>
          ballots[id] ? [{ name, choice: ballots[id] }] : [],
        ),
        replaces: replaces === null ? null : (place.get(replaces) ?? null),
        replaced: replaced.has(number),
      };
    },
  );
}

export type Voting = {
  secret: boolean;
  secretOnProposal: boolean;
  quorate: boolean;
  of: number;
  present: number;
  /** by account */ room: string[];
};

/** How votes are taken in this meeting, and by whom, as long as nobody leaves for a proposal. */
export function votingIn(
  edition: Pick<Edition, "secretVotes" | "sealedConflicts">,
  of: readonly string[],
  present: ReadonlySet<string>,
): Voting {
  const assembly: Assembly = { of, present, left: new Set() };
  const room = roomOf(assembly);
  return {
    secret: isSecret(edition, false),
    secretOnProposal: isSecret(edition, true),
    quorate: isQuorate(assembly),
    of: of.length,
    present: room.length,
    room,
  };
}
