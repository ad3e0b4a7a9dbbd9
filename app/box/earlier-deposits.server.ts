import type { Prisma } from "./generated/client.ts";
import { inBox } from "./store.server.ts";

// Releases before there was a box kept open deposits in the main database. They are brought into
// the box once.

/** Deposits as they lay there. */
export type EarlierDeposits = {
  proposals: Prisma.ProposalCreateManyInput[];
  envelopes: Prisma.EnvelopeCreateManyInput[];
  accesses: Prisma.AccessCreateManyInput[];
  invites: Prisma.InviteCreateManyInput[];
  spent: Prisma.SpentTokenCreateManyInput[];
};

/**
 * Keeps them; what is here already stays as it is, so that a move that was interrupted is made
 * again.
 */
export async function keepEarlierDeposits(earlier: EarlierDeposits): Promise<void> {
  const { proposals, envelopes, accesses, invites, spent } = earlier;
  await inBox(async (tx) => {
    await tx.proposal.createMany({ data: proposals, skipDuplicates: true });
    await tx.envelope.createMany({ data: envelopes, skipDuplicates: true });
    await tx.access.createMany({ data: accesses, skipDuplicates: true });
    await tx.invite.createMany({ data: invites, skipDuplicates: true });
    await tx.spentToken.createMany({ data: spent, skipDuplicates: true });
  });
}

/** Keeps one of their attachments. */
export async function keepEarlierFile(file: Prisma.ProposalFileCreateManyInput): Promise<void> {
  await inBox((tx) => tx.proposalFile.createMany({ data: [file], skipDuplicates: true }));
}
