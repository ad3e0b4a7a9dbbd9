import { answerClaim } from "#app/commands/opening/claim.server.ts";
import { enterPhase } from "#app/commands/edition/phase.server.ts";
import { db } from "#app/platform/db.server.ts";
import { freezeAndSign, judgeAll, quorumOf, release } from "./frozen-edition.ts";
import {
  content,
  type Deposited,
  depositBy,
  employee,
  openEdition,
  type SealedEdition,
} from "./sealed-edition.ts";

export type Judged = { sealed: SealedEdition; deposited: Deposited[] };

/** Answers by public number; who is not in it stays silent. */
export type Answers = Record<number, { named: boolean; prizeAccepted: boolean }>;

/**
 * An edition whose awarded envelopes are open; everything in it is unusual enough to be searched
 * for.
 */
export async function openedEdition(
  options: { deposits?: number; awarded?: number } = {},
): Promise<Judged> {
  const judged = await frozenEdition(options);
  await openAll(judged);
  return judged;
}

/** The same before any share was released. */
export async function frozenEdition({ deposits = 5, awarded = 3 } = {}): Promise<Judged> {
  const sealed = await openEdition();
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
  await freezeAndSign(sealed);
  return { sealed, deposited };
}

/** A quorum of custodians opens what is on the open list now. */
export async function openAll({ sealed }: Pick<Judged, "sealed">): Promise<void> {
  for (const custodian of quorumOf(sealed)) await release(sealed, custodian);
}

/** Who handed in the proposal with this number. */
export async function proposerOf({ deposited }: Judged, publicNo: number): Promise<Deposited> {
  const row = await db().proposal.findFirstOrThrow({
    where: { id: { in: deposited.map(({ request }) => request.proposalId) }, publicNo },
  });
  return deposited.find(({ request }) => request.proposalId === row.id)!;
}

/** The winners answer, time runs out for the silent ones, and the organiser publishes. */
export async function publish(judged: Judged, answers: Answers): Promise<void> {
  const { edition, organiser } = judged.sealed;
  await db().edition.update({ where: { id: edition.id }, data: { answerMinutes: 60 } });
  for (const [publicNo, answer] of Object.entries(answers)) {
    const { user, request } = await proposerOf(judged, Number(publicNo));
    await answerClaim(user.id, request.envelope.id, { notMine: false, reason: "", ...answer });
  }
  await db().edition.update({ where: { id: edition.id }, data: { answerMinutes: 0 } });
  await enterPhase(organiser.id, edition.id, "published");
}
