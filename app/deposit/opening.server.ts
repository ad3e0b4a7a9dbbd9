import { answersEnd } from "#app/domain/claim.ts";
import { quorumLostSince } from "#app/domain/lost-keys.ts";
import { refuse } from "#app/domain/refusal.ts";
import { hash, toHex } from "#app/sealing/bytes.ts";
import { fitsCommitment } from "#app/sealing/envelope.ts";
import { openListOf, openPartOf } from "#app/sealing/reserve.ts";
import { parseStatement } from "#app/sealing/statement.ts";
import { now, today } from "#app/platform/clock.server.ts";
import { db, type Envelope, type Phase, type Tx } from "#app/platform/db.server.ts";
import type { OwnOpening } from "./answers.ts";
import { judgedEdition, type JudgedEdition } from "./edition.server.ts";
import { findOwn } from "./find-own.server.ts";
import type { RequestOf } from "./request.ts";

// What a receipt may do while the awarded envelopes are opened: say that the proposal is its holder's, and open the own
// envelope when too few custodians can. The proposals' people are no business of this wing: who is named, and what they
// answered, it never reads.

/** How the own envelope stands in the opening; null outside of it and for envelopes that are not to be opened. */
export async function ownOpening(edition: JudgedEdition, envelope: Envelope | null, tx: Tx = db()): Promise<OwnOpening | null> {
  if (edition.phase !== "opening" || !envelope || !(await openList(edition.id, tx)).includes(envelope.id)) return null;
  const opened = await tx.openedEnvelope.findUnique({ where: { envelopeId: envelope.id }, select: { settledAt: true } });
  const handed = await tx.handedKey.count({ where: { envelopeId: envelope.id } });
  return {
    opened: opened !== null,
    objected: (await tx.message.count({ where: { id: objectionId(envelope.id) } })) > 0,
    mayObject: !opened?.settledAt || now() < answersEnd(opened.settledAt, edition.answerMinutes),
    mayOpen: opened === null && handed === 0 && (await tooFewCustodians(edition, tx)),
    handed: handed > 0,
  };
}

/**
 * Notes that whoever holds the receipt says the proposal is theirs, which contradicts a 'not mine'. Once, and nothing but
 * that. Refuses not-found (an envelope that is not to be opened), too-late.
 */
export async function objectAsOwner(request: RequestOf<"object">): Promise<{ objected: true }> {
  return withOwnOpening(request, async (tx, { envelope, opening }) => {
    if (!opening.mayObject) throw refuse("too-late");
    const { id, proposalId } = envelope;
    await tx.message.createMany({ data: [{ id: objectionId(id), proposalId, side: "PROPOSER", kind: "OBJECTION", text: id, visibleFrom: today() }], skipDuplicates: true });
    return { objected: true };
  });
}

/**
 * Takes the key of the own envelope when too few custodians can open it; the opening then judges it as any other. Refuses
 * not-found, blocked (custodians can open), envelope-invalid (another key than the committed one).
 */
export async function openAsOwner(request: RequestOf<"open-own">): Promise<{ handed: true }> {
  return withOwnOpening(request, async (tx, { edition, envelope, opening }) => {
    if (opening.opened || opening.handed) return { handed: true };
    if (!opening.mayOpen) throw refuse("blocked");
    const { id, proposalId, commit } = envelope;
    const { manifestHash } = edition.format;
    if (!fitsCommitment({ editionId: edition.id, proposalId, envelopeId: id, manifestHash }, commit, request.key)) throw refuse("envelope-invalid");
    await tx.handedKey.createMany({ data: [{ envelopeId: id, key: request.key }], skipDuplicates: true });
    return { handed: true };
  });
}

type Own = { edition: JudgedEdition; envelope: Envelope; opening: OwnOpening };

/** Runs `act` on the own envelope of the open list while the phase stays; refuses receipt-unknown and not-found. */
async function withOwnOpening<T>(request: { edition: string; accessKey: Uint8Array }, act: (tx: Tx, own: Own) => Promise<T>): Promise<T> {
  const edition = await judgedEdition(request.edition);
  const { envelope } = await findOwn(edition, request.accessKey);
  return db().$transaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ phase: Phase }[]>`SELECT phase::text AS phase FROM "Edition" WHERE id = ${edition.id}::uuid FOR SHARE`;
    const opening = await ownOpening({ ...edition, phase: row?.phase ?? "archived" }, envelope, tx);
    if (!envelope || !opening) throw refuse("not-found");
    return act(tx, { edition, envelope, opening });
  });
}

async function openList(editionId: string, tx: Tx): Promise<string[]> {
  const row = await tx.ranking.findUnique({ where: { editionId } });
  const ranking = row && openPartOf(row.json);
  if (!ranking) return [];
  const called = await tx.statement.findMany({ where: { editionId, kind: "RESERVE", appliedAt: { not: null } }, orderBy: { number: "asc" } });
  return openListOf(ranking, called.map(({ json }) => parseStatement(json)).flatMap((statement) => (statement.kind === "RESERVE" ? [statement] : [])));
}

async function tooFewCustodians({ id, quorum }: JudgedEdition, tx: Tx): Promise<boolean> {
  const custodians = await tx.custodian.findMany({ where: { editionId: id }, select: { lostAt: true } });
  return quorumLostSince(custodians.map(({ lostAt }) => lostAt), quorum) !== null;
}

/** One objection for each envelope: the same again is the same row. */
function objectionId(envelopeId: string): string {
  return toHex(hash("innova.to/objection/v1|", envelopeId)).slice(0, 32).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}
