import { refuse } from "#app/domain/refusal.ts";
import { toHex } from "#app/sealing/bytes.ts";
import { statementHash, statementText } from "#app/sealing/commitment.ts";
import { verifies } from "#app/sealing/envelope.ts";
import {
  type Amendment,
  parseStatement,
  type Reserve,
  statementJson,
} from "#app/sealing/statement.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type StatementKind, type Tx } from "#app/platform/db.server.ts";
import { isPinned } from "#app/platform/pins.server.ts";
import { lockPhaseExclusive } from "#app/commands/edition/phase-lock.server.ts";
import { orLater, tellBox } from "#app/commands/box/box-facts.server.ts";
import { effects } from "./statement-effects.server.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** What a new statement says; `actorId` null: the program by itself. */
export type NewStatement = { editionId: string; actorId: string | null } & (
  { kind: "AMENDMENT"; payload: Amendment } | { kind: "RESERVE"; payload: Reserve }
);

/** Adds the next statement to an edition's chain, to be signed by a quorum; audited. */
export async function addStatement(
  tx: Tx,
  { editionId, actorId, kind, payload }: NewStatement,
): Promise<{ id: string; number: number }> {
  await lockPhaseExclusive(tx, editionId); // one at a time, so that each follows the one before
  const manifest = await tx.manifest.findUniqueOrThrow({ where: { editionId } });
  const last = await tx.statement.findFirst({ where: { editionId }, orderBy: { number: "desc" } });
  const number = (last?.number ?? 0) + 1;
  const common = {
    v: 1,
    edition: editionId,
    manifestHash: toHex(manifest.hash),
    number,
    prev: last ? toHex(last.hash) : null,
  } as const;
  const json = statementJson(
    kind === "AMENDMENT" ? { ...common, kind, ...payload } : { ...common, kind, ...payload },
  );
  const hash = new Uint8Array(statementHash(json));
  const { id } = await tx.statement.create({
    data: { editionId, number, kind, json, hash, actorId, at: now() },
  });
  await audit(tx, {
    actorId,
    action: "statement.added",
    editionId,
    objectId: String(number),
    detail: { kind, hash: toHex(hash) },
  });
  return { id, number };
}

/**
 * Takes a custodian's signature on a statement; with the quorum's it takes effect. The same
 * signature again changes nothing. Refuses not-found, manifest-differs, signature-invalid, and what
 * its kind refuses (too-late, stale, wrong-phase).
 */
export async function submitStatement(
  userId: string,
  editionId: string,
  statementId: string,
  signature: Bytes,
): Promise<void> {
  await db().$transaction(async (tx) => {
    await lockPhaseExclusive(tx, editionId); // one at a time, so that the quorum is reached once
    const own = await tx.custodian.findUnique({
      where: { editionId_userId: { editionId, userId } },
    });
    const statement = await tx.statement.findUnique({
      where: { id: statementId, editionId },
      include: { edition: { select: { quorum: true, manifest: true } } },
    });
    const manifest = statement?.edition.manifest;
    if (!own || !statement || !manifest) throw refuse("not-found");
    if (isPinned(editionId, manifest.hash) === "differs") throw refuse("manifest-differs");
    const text = statementText(editionId, manifest.hash, statement.hash);
    if (!own.signPublicKey || !verifies(signature, text, own.signPublicKey))
      throw refuse("signature-invalid");
    if (statement.appliedAt === null) await checkEffect(tx, editionId, statement);
    const { count } = await tx.statementSignature.createMany({
      data: [{ statementId, custodianId: own.id, signature }],
      skipDuplicates: true,
    });
    if (count === 0) return;
    await audit(tx, {
      actorId: userId,
      action: "custodian.signed-statement",
      editionId,
      objectId: String(statement.number),
      detail: { position: own.position },
    });
    if (
      statement.appliedAt === null &&
      (await validSignatures(tx, statementId, text)) >= statement.edition.quorum
    )
      await apply(tx, editionId, statement);
  });
  await orLater(tellBox(editionId)); // its dates may be others now
}

type Row = { id: string; number: number; kind: StatementKind; json: string };

async function checkEffect(tx: Tx, editionId: string, { kind, json }: Row): Promise<void> {
  const why = await effects[kind].whyNot(tx, editionId, parseStatement(json));
  if (why) throw refuse(why.code, why);
}

async function validSignatures(tx: Tx, statementId: string, text: Uint8Array): Promise<number> {
  const rows = await tx.statementSignature.findMany({
    where: { statementId },
    include: { custodian: { select: { signPublicKey: true } } },
  });
  return rows.filter(
    ({ signature, custodian }) =>
      custodian.signPublicKey && verifies(signature, text, custodian.signPublicKey),
  ).length;
}

async function apply(tx: Tx, editionId: string, { id, number, kind, json }: Row): Promise<void> {
  await effects[kind].apply(tx, editionId, parseStatement(json));
  await tx.statement.update({ where: { id }, data: { appliedAt: now() } });
  await audit(tx, {
    actorId: null,
    action: "statement.applied",
    editionId,
    objectId: String(number),
    detail: { kind },
  });
}
