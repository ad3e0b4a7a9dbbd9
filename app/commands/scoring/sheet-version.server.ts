import { randomBytes } from "node:crypto";
import type { SheetContent } from "#app/domain/scoring/sheet.ts";
import { sheetHash, sheetSaltLength, sheetSeal } from "#app/sealing/audit-chain.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import type { Tx } from "#app/platform/db.server.ts";

// Delivered sheets: only ever appended, the last version counts, and each enters the audit chain
// (sealing.md §8).

/** What hides a sheet's scores from whoever guesses them, in the chain; new for each version. */
export const newSalt = () => new Uint8Array(randomBytes(sheetSaltLength));

type Sealed = SheetContent & { publicNo: number; version: number; salt: Uint8Array };

/**
 * What the audit chain keeps of a delivered sheet: that it was delivered, and a hash nobody can
 * guess the scores from.
 */
export function enteringChain({
  publicNo,
  version,
  scores,
  salt,
  commentProposer,
  commentJury,
}: Sealed) {
  return {
    no: publicNo,
    version,
    hash: sheetHash({
      ...sheetSeal(salt, commentProposer, commentJury),
      publicNo,
      version,
      scores,
    }),
  };
}

type Pair = { editionId: string; jurorId: string; proposalId: string; publicNo: number };
type Version = {
  authorId: string;
  version: number;
  round: number;
  reason: string;
  content: SheetContent;
  detail?: { why: string };
};

/**
 * Appends a version with its reason. A jury's vote on a tie of this proposal is void, since it was
 * about other scores.
 */
export async function appendVersion(
  tx: Tx,
  { editionId, jurorId, proposalId, publicNo }: Pair,
  { authorId, version, round, reason, content, detail }: Version,
): Promise<void> {
  const sheet = { version, salt: newSalt(), ...content };
  await tx.scoreSheet.create({
    data: {
      jurorId,
      proposalId,
      ...sheet,
      scores: { ...content.scores },
      reason,
      round,
      authorId,
      at: now(),
    },
  });
  await tx.tieVote.deleteMany({ where: { proposalId } });
  await audit(tx, {
    actorId: authorId,
    action: "sheet.revised",
    editionId,
    objectId: String(publicNo),
    detail: { jurorId, sheets: [enteringChain({ publicNo, ...sheet })], ...detail },
  });
}
