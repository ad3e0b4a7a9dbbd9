import { answersEnd } from "#app/domain/opening/claim.ts";
import { quorumLostSince } from "#app/domain/opening/lost-keys.ts";
import { phaseHas } from "#app/domain/phase.ts";
import { refuse } from "#app/domain/refusal.ts";
import { hash, toHex } from "#app/sealing/bytes.ts";
import { fitsCommitment } from "#app/sealing/envelope.ts";
import { openListOf, openPartOf } from "#app/sealing/reserve.ts";
import { parseStatement } from "#app/sealing/statement.ts";
import { whileWaiting } from "#app/box/batches.server.ts";
import { type BoxTx, readBox } from "#app/box/store.server.ts";
import { dayAfter, localDay } from "#app/domain/screening/dialogue.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Envelope } from "#app/platform/db.server.ts";
import type { OwnOpening } from "./responses.ts";
import { judgedEdition, type JudgedEdition } from "./edition.server.ts";
import { findOwn } from "./find-own.server.ts";
import type { RequestOf } from "./request.ts";

// What a receipt may do while the awarded envelopes are opened: say that the proposal is its
// holder's, and open their own envelope when too few custodians can. The proposals' people are no
// business of this wing: who is named, and what they answered, it never reads.

/**
 * How their own envelope stands in the opening; null outside of it and for envelopes that are not
 * to be opened.
 */
export async function ownOpening(
  edition: JudgedEdition,
  envelope: Envelope | null,
): Promise<OwnOpening | null> {
  return readBox((box) => openingIn(box, edition, envelope));
}

type Waiting = Pick<BoxTx, "message" | "handedKey">;

async function openingIn(
  box: Waiting,
  edition: JudgedEdition,
  envelope: Envelope | null,
): Promise<OwnOpening | null> {
  if (
    !phaseHas(edition.phase, "opens") ||
    !envelope ||
    !(await openList(edition.id)).includes(envelope.id)
  )
    return null;
  const [objection, key] = [
    { where: { id: objectionId(envelope.id) } },
    { where: { envelopeId: envelope.id } },
  ];
  // of both in this order: what waits in the box may be taken over between the two questions
  const objected = (await box.message.count(objection)) + (await db().message.count(objection)) > 0;
  const handed = (await box.handedKey.count(key)) + (await db().handedKey.count(key)) > 0;
  const opened = await db().openedEnvelope.findUnique({
    where: { envelopeId: envelope.id },
    select: { settledAt: true },
  });
  return {
    opened: opened !== null,
    objected,
    mayObject: !opened?.settledAt || now() < answersEnd(opened.settledAt, edition.answerMinutes),
    mayOpen: opened === null && !handed && (await tooFewCustodians(edition)),
    handed,
  };
}

/**
 * Notes that whoever holds the receipt says the proposal is theirs, which contradicts a 'not mine'.
 * Once, and nothing but that. Refuses not-found (an envelope that is not to be opened), too-late.
 */
export async function objectAsOwner(request: RequestOf<"object">): Promise<{ objected: true }> {
  return withOwnOpening(request, async (tx, { edition, envelope, opening }) => {
    if (opening.objected) return { objected: true };
    if (!opening.mayObject) throw refuse("too-late");
    const { id, proposalId } = envelope;
    const visibleFrom = dayAfter(localDay(now(), edition.timeZone));
    const data = [
      {
        id: objectionId(id),
        editionId: edition.id,
        proposalId,
        kind: "OBJECTION" as const,
        text: id,
        visibleFrom,
      },
    ];
    await tx.message.createMany({ data, skipDuplicates: true });
    return { objected: true };
  });
}

/**
 * Takes the key of their own envelope when too few custodians can open it; the opening then judges
 * it as any other. Refuses not-found, blocked (custodians can open), envelope-invalid (another key
 * than the committed one).
 */
export async function openAsOwner(request: RequestOf<"open-own">): Promise<{ handed: true }> {
  return withOwnOpening(request, async (tx, { edition, envelope, opening }) => {
    if (opening.opened || opening.handed) return { handed: true };
    if (!opening.mayOpen) throw refuse("blocked");
    const { id, proposalId, commit } = envelope;
    const { manifestHash } = edition.format;
    if (
      !fitsCommitment(
        { editionId: edition.id, proposalId, envelopeId: id, manifestHash },
        commit,
        request.key,
      )
    )
      throw refuse("envelope-invalid");
    await tx.handedKey.createMany({
      data: [{ envelopeId: id, editionId: edition.id, key: request.key }],
      skipDuplicates: true,
    });
    return { handed: true };
  });
}

type Own = { edition: JudgedEdition; envelope: Envelope; opening: OwnOpening };

/**
 * Runs `act` on their own envelope of the open list while no batch is taken; refuses
 * receipt-unknown and not-found.
 */
async function withOwnOpening<T>(
  request: { edition: string; accessKey: Uint8Array },
  act: (tx: BoxTx, own: Own) => Promise<T>,
): Promise<T> {
  const { envelope } = await findOwn({ id: request.edition }, request.accessKey);
  return whileWaiting(request.edition, async (tx) => {
    const edition = await judgedEdition(request.edition);
    const opening = await openingIn(tx, edition, envelope);
    if (!envelope || !opening) throw refuse("not-found");
    return act(tx, { edition, envelope, opening });
  });
}

async function openList(editionId: string): Promise<string[]> {
  const row = await db().ranking.findUnique({ where: { editionId } });
  const ranking = row && openPartOf(row.json);
  if (!ranking) return [];
  const called = await db().statement.findMany({
    where: { editionId, kind: "RESERVE", appliedAt: { not: null } },
    orderBy: { number: "asc" },
  });
  return openListOf(
    ranking,
    called
      .map(({ json }) => parseStatement(json))
      .flatMap((statement) => (statement.kind === "RESERVE" ? [statement] : [])),
  );
}

async function tooFewCustodians({ id, quorum }: JudgedEdition): Promise<boolean> {
  const custodians = await db().custodian.findMany({
    where: { editionId: id },
    select: { lostAt: true },
  });
  return (
    quorumLostSince(
      custodians.map(({ lostAt }) => lostAt),
      quorum,
    ) !== null
  );
}

/** One objection for each envelope: the same again is the same row. */
function objectionId(envelopeId: string): string {
  return toHex(hash("innova.to/objection/v1|", envelopeId))
    .slice(0, 32)
    .replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}
