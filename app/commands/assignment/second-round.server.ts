import { languageOf } from "#app/domain/people/account.ts";
import { fromText, toText, whyNotApply } from "#app/domain/assignment/board.ts";
import { Refused, refuse } from "#app/domain/refusal.ts";
import {
  type furtherPairsSchema,
  joinedRound,
  type takingBackSchema,
  whyNotSecondRound,
} from "#app/domain/assignment/second-round.ts";
import { secondRoundMail } from "#app/mail/jury/jury.server.ts";
import { hiddenFrom } from "#app/queries/screening/hidden-proposals.server.ts";
import { laterPairs } from "#app/queries/assignment/rounds.server.ts";
import { furtherBoardFor } from "#app/queries/assignment/second-round.server.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Edition, type Tx } from "#app/platform/db.server.ts";
import { enqueueMails } from "#app/platform/mail/outbox.server.ts";
import type { z } from "zod";
import { lockPhaseExclusive } from "#app/commands/edition/phase-lock.server.ts";

/**
 * Gives these proposals to further jurors, all or none, judged by the same rules as the proposed
 * plan, and tells them by mail that there is more to judge. Refuses stale when the plan was made
 * from another assignment, infeasible, too-early, too-late, and not-found where there is no second
 * round or for a proposal the organiser is in conflict with.
 */
export async function assignSecondRound(
  actorId: string,
  edition: Edition,
  { numbers, basis, pair }: z.output<typeof furtherPairsSchema>,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const phase = await lockPhaseExclusive(tx, edition.id);
    const { whole, board, ids } = await furtherBoardFor(
      actorId,
      { ...edition, phase },
      numbers,
      tx,
    );
    if (whole.basis !== basis || pair.length === 0) throw refuse("stale");
    const kept = new Set(board.pairs.map(toText));
    const added = [...new Set(pair)].filter((each) => !kept.has(each));
    const refusal = whyNotApply(board, [...kept, ...added].map(fromText));
    if (refusal) throw new Refused(refusal);
    const later = await laterPairs({ editionId: edition.id }, tx);
    const roundOf = (proposalId: string) =>
      joinedRound(later.filter((each) => each.proposalId === proposalId));
    await tx.assignment.createMany({
      data: added.map(fromText).map(([no, jurorId]) => ({
        jurorId,
        proposalId: ids.get(no)!,
        round: roundOf(ids.get(no)!),
      })),
    });
    await tellJurors(
      tx,
      edition,
      added.map((each) => fromText(each)[1]),
    );
    await audit(tx, {
      actorId,
      action: "second-round.given",
      editionId: edition.id,
      detail: { numbers: numbers.map(Number), pairs: added.length },
    });
  });
}

async function tellJurors(tx: Tx, edition: Edition, jurorIds: string[]): Promise<void> {
  const jurors = await tx.juror.findMany({
    where: { id: { in: jurorIds } },
    select: { id: true, user: { select: { name: true, email: true, locale: true } } },
    orderBy: { id: "asc" },
  });
  await enqueueMails(
    tx,
    jurors.map(({ id, user }) => {
      const open = jurorIds.filter((each) => each === id).length;
      return {
        editionId: edition.id,
        toAddress: user.email,
        locale: user.locale,
        ...secondRoundMail(languageOf(user), { name: user.name, edition, open }),
      };
    }),
  );
}

/**
 * Waits no longer for a juror of a second round, with a reason: what was typed goes, and somebody
 * else may be found. Refuses already-confirmed for what is delivered, and counts; too-early,
 * too-late, not-found.
 */
export async function withdrawSecondRound(
  actorId: string,
  edition: Edition,
  { publicNo, jurorId, reason }: z.output<typeof takingBackSchema>,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const why = whyNotSecondRound(await lockPhaseExclusive(tx, edition.id), edition);
    if (why) throw refuse(why);
    const pair = await tx.assignment.findFirst({
      where: { jurorId, round: { gt: 1 }, proposal: { editionId: edition.id, publicNo } },
      select: {
        proposalId: true,
        proposal: { select: { sheets: { where: { jurorId }, select: { version: true } } } },
      },
    });
    if (!pair || (await hiddenFrom(actorId, edition.id, tx)).has(pair.proposalId))
      throw refuse("not-found");
    if (pair.proposal.sheets.length > 0) throw refuse("already-confirmed");
    const key = { jurorId, proposalId: pair.proposalId };
    await tx.assignment.delete({ where: { jurorId_proposalId: key } });
    await tx.scoreDraft.deleteMany({ where: key });
    await tx.roundWithdrawal.upsert({
      where: { jurorId_proposalId: key },
      create: { ...key, reason, actorId, at: now() },
      update: { reason, actorId, at: now() },
    });
    await audit(tx, {
      actorId,
      action: "second-round.taken-back",
      editionId: edition.id,
      objectId: String(publicNo),
      detail: { jurorId, reason },
    });
  });
}
