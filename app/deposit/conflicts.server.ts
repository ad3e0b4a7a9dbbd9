import { blockedPerProposal, takesConflicts } from "#app/domain/jury/sealed-conflicts.ts";
import { refuse } from "#app/domain/refusal.ts";
import { now } from "#app/platform/clock.server.ts";
import { aloneInBatch } from "#app/box/batches.server.ts";
import { readBox } from "#app/box/store.server.ts";
import { db } from "#app/platform/db.server.ts";
import type { ConflictAnswer } from "./responses.ts";
import { judgedEdition, type JudgedEdition } from "./edition.server.ts";
import { ledBy } from "./find-own.server.ts";
import type { RequestOf } from "./request.ts";

// Conflicts behind the seal: with the lead's receipt, which two jurors are not to judge their own
// proposal. Rows never say whether they were named or drawn.

/**
 * The jury, and the two that are blocked now. Refuses receipt-unknown, not-lead, too-early,
 * too-late.
 */
export async function conflictsOf(request: RequestOf<"conflicts">): Promise<ConflictAnswer> {
  const edition = await judgedEdition(request.edition);
  const proposalId = await ledBy(edition, request.accessKey);
  checkAsked(edition);
  return answerFor(edition, proposalId);
}

/**
 * Blocks exactly these two, instead of those before. Refuses the same, and invalid for any but two
 * jurors of the edition.
 */
export async function block(request: RequestOf<"block">): Promise<ConflictAnswer> {
  const edition = await judgedEdition(request.edition);
  const proposalId = await ledBy(edition, request.accessKey);
  await aloneInBatch(edition.id, async (tx) => {
    // the date again: whoever takes the pairs waits for this
    checkAsked(await judgedEdition(edition.id));
    const pair = [...new Set(request.pair)];
    const known = await db().juror.count({
      where: { editionId: edition.id, state: "ACCEPTED", id: { in: pair } },
    });
    if (pair.length !== blockedPerProposal || known !== blockedPerProposal)
      throw refuse("invalid", { field: "pair" });
    await tx.blockedPair.deleteMany({ where: { proposalId } });
    await tx.blockedPair.createMany({
      data: pair.map((jurorId) => ({ editionId: edition.id, proposalId, jurorId })),
    });
  });
  return answerFor(edition, proposalId);
}

async function answerFor(edition: JudgedEdition, proposalId: string): Promise<ConflictAnswer> {
  const jurors = await db().juror.findMany({
    where: { editionId: edition.id, state: "ACCEPTED" },
    select: { id: true, kind: true, user: { select: { name: true, surname: true, unit: true } } },
    orderBy: [{ user: { surname: "asc" } }, { user: { name: "asc" } }, { id: "asc" }],
  });
  const pair = await readBox((box) =>
    box.blockedPair.findMany({ where: { proposalId }, orderBy: { jurorId: "asc" } }),
  );
  return {
    until: edition.conflictsUntil!.toISOString(),
    jurors: jurors.map(({ id, kind, user }) => ({
      id,
      kind,
      name: `${user.name} ${user.surname}`,
      unit: user.unit,
    })),
    pair: pair.map(({ jurorId }) => jurorId),
  };
}

function checkAsked(edition: JudgedEdition): void {
  if (takesConflicts({ ...edition, now: now() })) return;
  throw refuse(
    edition.sealedConflicts && edition.conflictsUntil === null ? "too-early" : "too-late",
  );
}
