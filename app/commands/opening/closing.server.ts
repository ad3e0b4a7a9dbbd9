import { randomBytes } from "node:crypto";
import { graceEnd } from "#app/domain/phase.ts";
import { isEligible } from "#app/domain/passes/eligibility.ts";
import { groupedBy } from "#app/domain/grouped-by.ts";
import { contentSchema } from "#app/domain/proposal/content.ts";
import { canonical, toHex } from "#app/sealing/bytes.ts";
import { contentHash, proposalLeaf, staffHash } from "#app/sealing/commitment.ts";
import { envelopeHash } from "#app/sealing/envelope.ts";
import { drawn } from "#app/sealing/draw.ts";
import { sealFormat } from "#app/sealing/manifest.ts";
import { merkleRoot } from "#app/sealing/merkle.ts";
import { now } from "#app/platform/clock.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { listLastDeposits } from "#app/commands/box/deposit-list.server.ts";
import { receiveFromBox } from "#app/commands/box/hand-over.server.ts";

/**
 * Closes an edition, in the transaction of the transition: the ballot box hands over what stands,
 * proposals get random numbers, the root over contents and envelopes is fixed, the staff list is
 * kept with its salted hash, and the server's private keys are erased.
 */
export async function closeEdition(tx: Tx, editionId: string): Promise<void> {
  const boxDigest = await receiveFromBox(tx, editionId);
  const leaves = await numberProposals(tx, editionId);
  const staff = await staffSnapshot(tx, editionId);
  const edition = await tx.edition.findUniqueOrThrow({
    where: { id: editionId },
    select: { id: true, timeZone: true, objectionMinutes: true },
  });
  await listLastDeposits(tx, edition);
  await tx.closing.create({
    data: {
      editionId,
      root: new Uint8Array(merkleRoot(leaves)),
      count: leaves.length,
      boxDigest,
      ...staff,
      ...(await totals(tx, editionId)),
      objectionEnds: graceEnd(now(), edition.objectionMinutes),
    },
  });
  await tx.editionKeys.update({
    where: { editionId },
    data: { issuerPrivate: null, certPrivate: null },
  });
}

/**
 * Numbers from a random permutation: they say nothing of order or time. Gives the leaves in order
 * of number.
 */
async function numberProposals(tx: Tx, editionId: string): Promise<Uint8Array[]> {
  const standing = await tx.proposal.findMany({
    where: { editionId },
    include: { envelopes: true },
  });
  const proposals = drawn(standing, standing.length);
  const files = groupedBy(await filesAsStored(tx, editionId), ({ proposalId }) => proposalId);
  const format = sealFormat((await tx.manifest.findUniqueOrThrow({ where: { editionId } })).json);
  const numbered = proposals.map(({ id, envelopes, ...proposal }, at) => {
    // over the text and the files the jury will read: one altered behind the back of its hash shows
    // in the proposer's receipt
    const hash = contentHash(contentSchema.parse(proposal), files.get(id) ?? []);
    const leaf = proposalLeaf(
      format,
      at + 1,
      hash,
      envelopes.map((envelope) => envelopeHash(format, envelope)),
    );
    return { id, hash, leaf };
  });
  await writeNumbers(tx, numbered);
  return numbered.map(({ leaf }) => leaf);
}

type Numbered = { id: string; hash: Uint8Array; leaf: Uint8Array };

/** The first gets number 1: one statement for all. */
async function writeNumbers(tx: Tx, numbered: readonly Numbered[]): Promise<void> {
  const [ids, hashes, leaves] = [
    numbered.map(({ id }) => id),
    numbered.map(({ hash }) => toHex(hash)),
    numbered.map(({ leaf }) => toHex(leaf)),
  ];
  await tx.$executeRaw`
    UPDATE "Proposal" p SET "publicNo" = n.no, "contentHash" = decode(n.hash, 'hex'), leaf = decode(n.leaf, 'hex')
    FROM unnest(${ids}::uuid[], ${hashes}::text[], ${leaves}::text[]) WITH ORDINALITY AS n (id, hash, leaf, no)
    WHERE p.id = n.id`;
}

/**
 * Kind and hash of every attachment, in order, computed by the database from the bytes it holds.
 */
async function filesAsStored(
  tx: Tx,
  editionId: string,
): Promise<{ proposalId: string; kind: string; sha256: string }[]> {
  return tx.$queryRaw`
    SELECT f."proposalId"::text AS "proposalId", f.kind, encode(sha256(f.bytes), 'hex') AS sha256 FROM "ProposalFile" f
    JOIN "Proposal" p ON p.id = f."proposalId" WHERE p."editionId" = ${editionId}::uuid ORDER BY f."proposalId", f.position`;
}

/** The staff list as of closing: whom an opened envelope may name. */
async function staffSnapshot(tx: Tx, editionId: string) {
  const people = await tx.user.findMany({
    where: { staffNumber: { not: null } },
    select: {
      id: true,
      staffNumber: true,
      active: true,
      director: true,
      roles: { where: { editionId }, select: { kind: true } },
    },
    orderBy: { staffNumber: "asc" },
  });
  const list = people.map((person) => ({
    sub: person.id,
    staffNumber: person.staffNumber,
    eligible: isEligible(person),
  }));
  const staffList = canonical(list);
  const staffSalt = new Uint8Array(randomBytes(32));
  const eligible = people.filter(
    (person) => isEligible(person) && person.roles.length === 0,
  ).length;
  return {
    staffSalt,
    staffList,
    staffHash: new Uint8Array(staffHash(staffSalt, staffList)),
    eligible,
  };
}

/** The published counts: spent may never exceed issued. */
async function totals(tx: Tx, editionId: string) {
  const activations = await tx.activation.findMany({
    where: { editionId },
    select: { userId: true },
  });
  const spent = await tx.spentToken.count({ where: { editionId, purpose: "deposit" } });
  const refunded = await tx.spentToken.count({ where: { editionId, purpose: "refund" } });
  const edition = await tx.edition.findUniqueOrThrow({
    where: { id: editionId },
    select: { passesPerPerson: true },
  });
  return {
    activated: new Set(activations.map(({ userId }) => userId)).size,
    issued: activations.length * edition.passesPerPerson + refunded,
    spent,
  };
}
