import { issueVote } from "#app/commands/vote/employees-vote.server.ts";
import { fromBase64 } from "#app/sealing/bytes.ts";
import { askForVote, receiveVote } from "#app/sealing/wallet.ts";
import { db, type User } from "#app/platform/db.server.ts";
import { judgeAll } from "./frozen-edition.ts";
import {
  content,
  type Deposited,
  depositBy,
  employee,
  openEdition,
  type SealedEdition,
} from "./sealed-edition.ts";

const hour = 3_600_000;

export type VotedEdition = { sealed: SealedEdition; deposited: Deposited[] };

/**
 * An edition under judgement whose employees vote now; the rule for their choice comes before the
 * jury's.
 */
export async function votingEdition({
  deposits = 4,
  awarded = 1,
  choice = 1,
} = {}): Promise<VotedEdition> {
  const sealed = await openEdition({ vote: true });
  const deposited: Deposited[] = [];
  for (let i = 0; i < deposits; i += 1)
    deposited.push(
      await depositBy(
        await employee(),
        sealed,
        content({ title: `Idea ${i}`, categories: ["environment"] }),
      ),
    );
  await judgeAll(sealed, awarded);
  if (choice > 0)
    await db().awardRule.create({
      data: {
        editionId: sealed.edition.id,
        position: 0,
        kind: "CHOICE",
        name: { it: "Voto dei dipendenti", en: "Employees' choice" },
        places: choice,
      },
    });
  await voteIs(sealed, "open");
  return { sealed, deposited };
}

/** Moves the vote's dates around now. */
export async function voteIs(
  { edition }: SealedEdition,
  state: "early" | "open" | "over",
): Promise<void> {
  const [from, until] = { early: [hour, 2 * hour], open: [-hour, hour], over: [-2 * hour, -1000] }[
    state
  ] as [number, number];
  await db().edition.update({
    where: { id: edition.id },
    data: { voteStartsAt: new Date(Date.now() + from), voteEndsAt: new Date(Date.now() + until) },
  });
}

/** An employee's vote token, as the browser makes it. */
export async function voteTokenOf(user: User, sealed: SealedEdition): Promise<string> {
  const asked = await askForVote(sealed);
  const { blindSignature } = await issueVote(user.id, sealed.edition.id, fromBase64(asked.blinded));
  return receiveVote(asked, blindSignature);
}
