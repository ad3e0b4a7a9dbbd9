import { blockedPerProposal, pairsLock, takesConflicts } from "#app/domain/sealed-conflicts.ts";
import { refuse } from "#app/domain/refusal.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Tx } from "#app/platform/db.server.ts";
import type { ConflictAnswer } from "./answers.ts";
import { judgedEdition, type JudgedEdition } from "./edition.server.ts";
import { ledBy } from "./find-own.server.ts";
import type { RequestOf } from "./request.ts";

// Conflicts behind the seal: with the lead's receipt, which two jurors are not to judge the own proposal. Rows never say
// whether they were named or drawn.

/** The jury, and the two that are blocked now. Refuses receipt-unknown, not-lead, too-early, too-late. */
export async function conflictsOf(request: RequestOf<"conflicts">): Promise<ConflictAnswer> {
  const edition = await judgedEdition(request.edition);
  const proposalId = await ledBy(edition, request.accessKey);
  checkAsked(edition);
  return answerFor(edition, proposalId);
}

/** Blocks exactly these two, in place of those before. Refuses the same, and invalid for any but two jurors of the edition. */
export async function block(request: RequestOf<"block">): Promise<ConflictAnswer> {
  const edition = await judgedEdition(request.edition);
  const proposalId = await ledBy(edition, request.accessKey);
  await db().$transaction(async (tx) => {
    checkAsked(await lockAsking(tx, edition.id));
    // no lock on the proposal's row: it is never written again after closing, and a lock would stay in it
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext(${pairsLock(edition.id)}))::text`;
    const pair = [...new Set(request.pair)];
    const known = await tx.juror.count({ where: { editionId: edition.id, state: "ACCEPTED", id: { in: pair } } });
    if (pair.length !== blockedPerProposal || known !== blockedPerProposal) throw refuse("invalid", { field: "pair" });
    await tx.blockedPair.deleteMany({ where: { proposalId } });
    await tx.blockedPair.createMany({ data: pair.map((jurorId) => ({ proposalId, jurorId })) });
  });
  return answerFor(edition, proposalId);
}

async function answerFor(edition: JudgedEdition, proposalId: string): Promise<ConflictAnswer> {
  const jurors = await db().juror.findMany({
    where: { editionId: edition.id, state: "ACCEPTED" },
    select: { id: true, kind: true, user: { select: { name: true, surname: true, unit: true } } },
    orderBy: [{ user: { surname: "asc" } }, { user: { name: "asc" } }, { id: "asc" }],
  });
  const pair = await db().blockedPair.findMany({ where: { proposalId }, orderBy: { jurorId: "asc" } });
  return {
    until: edition.conflictsUntil!.toISOString(),
    jurors: jurors.map(({ id, kind, user }) => ({ id, kind, name: `${user.name} ${user.surname}`, unit: user.unit })),
    pair: pair.map(({ jurorId }) => jurorId),
  };
}

type Asking = Pick<JudgedEdition, "sealedConflicts" | "conflictsUntil" | "phase">;

function checkAsked(edition: Asking): void {
  if (takesConflicts({ ...edition, now: now() })) return;
  throw refuse(edition.sealedConflicts && edition.conflictsUntil === null ? "too-early" : "too-late");
}

/** The date again, under a lock that asking, filling up and the next phase wait for. */
async function lockAsking(tx: Tx, editionId: string): Promise<Asking> {
  const [row] = await tx.$queryRaw<Asking[]>`SELECT phase::text AS phase, "conflictsUntil", "sealedConflicts" FROM "Edition" WHERE id = ${editionId}::uuid FOR SHARE`;
  return row ?? { phase: "archived", conflictsUntil: null, sealedConflicts: false };
}
