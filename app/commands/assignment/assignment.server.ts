import {
  type Board,
  boardSchema,
  fromText,
  toText,
  whyNotApply,
  whyNotAssign,
} from "#app/domain/assignment/board.ts";
import type { Pair } from "#app/domain/assignment/problem.ts";
import { phaseHas } from "#app/domain/phase.ts";
import { Refused, refuse } from "#app/domain/refusal.ts";
import { assignmentPage } from "#app/queries/assignment/assignment.server.ts";
import { audit } from "#app/platform/audit.server.ts";
import { longTransaction, type Tx } from "#app/platform/db.server.ts";
import type { z } from "zod";
import { lockPhaseExclusive } from "#app/commands/edition/phase-lock.server.ts";

/**
 * Puts these pairs instead of the applied ones, all or none, judged by the same rules as the
 * proposal; the audit row says what the solver that proposed them had no time for. Refuses stale
 * when the page was made from another assignment, infeasible, incomplete, in-use (a pair at work
 * would go), too-early, too-late.
 */
export async function applyAssignment(
  actorId: string,
  editionId: string,
  { basis, pair, planned, unproved }: z.output<typeof boardSchema>,
): Promise<void> {
  await longTransaction(async (tx) => {
    const why = whyNotAssign(await lockPhaseExclusive(tx, editionId));
    if (why) throw refuse(why);
    const { board, waits } = await assignmentPage(actorId, editionId, tx);
    if (waits) throw refuse("too-early");
    if (board.basis !== basis) throw refuse("stale");
    const pairs = [...new Set(pair)].map(fromText);
    const refusal = whyNotApply(board, pairs);
    if (refusal) throw new Refused(refusal);
    const { added, removed } = difference(board, pairs);
    // a juror who must declare conflicts again is not on the board, and keeps nothing
    const onBoard = board.jurors.map(({ id }) => id);
    if (phaseHas(board.phase, "screens"))
      await tx.assignment.deleteMany({
        where: { proposal: { editionId }, jurorId: { notIn: onBoard } },
      });
    await write(tx, editionId, { added, removed, planned: new Set(planned.split(" ")) });
    await audit(tx, {
      actorId,
      action: "assignment.applied",
      editionId,
      detail: {
        added: added.length,
        removed: removed.length,
        pairs: pairs.length,
        ...(unproved && { unproved }),
      },
    });
  });
}

function difference(
  { pairs: before }: Board,
  after: readonly Pair[],
): { added: Pair[]; removed: Pair[] } {
  const [had, has] = [new Set(before.map(toText)), new Set(after.map(toText))];
  return {
    added: after.filter((pair) => !had.has(toText(pair))),
    removed: before.filter((pair) => !has.has(toText(pair))),
  };
}

async function write(
  tx: Tx,
  editionId: string,
  { added, removed, planned }: { added: Pair[]; removed: Pair[]; planned: Set<string> },
): Promise<void> {
  const proposals = await tx.proposal.findMany({
    where: { editionId, publicNo: { not: null } },
    select: { id: true, publicNo: true },
  });
  const ids = new Map(proposals.map(({ id, publicNo }) => [String(publicNo), id]));
  const row = ([no, jurorId]: Pair) => ({ proposalId: ids.get(no)!, jurorId });
  const gone = removed.map(row);
  await tx.$executeRaw`
    DELETE FROM "Assignment" a USING unnest(${gone.map(({ proposalId }) => proposalId)}::uuid[], ${gone.map(({ jurorId }) => jurorId)}::uuid[]) AS gone (proposal, juror)
    WHERE a."proposalId" = gone.proposal AND a."jurorId" = gone.juror`;
  await tx.assignment.createMany({
    data: added.map((pair) => ({ ...row(pair), byHand: !planned.has(toText(pair)) })),
  });
  // whoever had closed their own sheets gets one more to fill
  await tx.juror.updateMany({
    where: { id: { in: added.map(([, jurorId]) => jurorId) }, confirmedAt: { not: null } },
    data: { confirmedAt: null },
  });
}
