import { audit } from "#app/platform/audit.server.ts";
import type { Tx } from "#app/platform/db.server.ts";

/**
 * Erases what could still identify those who did not win, in the transaction that archives the
 * edition: their envelopes and ways back, messages, conflicts, invitations, who had passes or gave
 * them back, and who could vote, with the votes. Texts, hashes and leaves stay, so that root and
 * ranking can still be checked; so do the envelopes of the awarded, whose names are known. Audited
 * with counts only.
 */
export async function eraseAfterRetention(tx: Tx, editionId: string): Promise<void> {
  const valid = await tx.openedEnvelope.findMany({
    where: { editionId, result: "VALID" },
    select: { envelopeId: true },
  });
  const known = valid.map(({ envelopeId }) => envelopeId);
  const proposals = await tx.proposal.findMany({
    where: { editionId, envelopes: { none: { id: { in: known } } } },
    select: { id: true },
  });
  const of = { where: { proposalId: { in: proposals.map(({ id }) => id) } } };
  const envelopes = await tx.envelope.deleteMany(of);
  const accesses = await tx.access.deleteMany(of);
  const messages = await tx.message.deleteMany(of);
  await tx.blockedPair.deleteMany(of);
  await tx.invite.deleteMany(of);
  const activations = await tx.activation.deleteMany({ where: { editionId } });
  // whoever could ask has no receipt any more
  await tx.tookPartKey.updateMany({ where: { editionId }, data: { issuerPrivate: null } });
  await tx.passReturn.deleteMany({ where: { editionId } });
  await tx.voteIssue.deleteMany({ where: { editionId } });
  // what they add up to is in the frozen ranking
  await tx.ballot.deleteMany({ where: { editionId } });
  const detail = {
    proposals: proposals.length,
    envelopes: envelopes.count,
    accesses: accesses.count,
    messages: messages.count,
    activations: activations.count,
  };
  await audit(tx, { actorId: null, action: "edition.erased", editionId, detail });
}
