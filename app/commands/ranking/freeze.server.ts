import { randomBytes } from "node:crypto";
import { openingLists, type RankingFile } from "#app/domain/ranking/file.ts";
import { refuse } from "#app/domain/refusal.ts";
import { frozenContent, freezeState } from "#app/queries/ranking/ranking.server.ts";
import { canonical, toHex } from "#app/sealing/bytes.ts";
import { rankingCommit } from "#app/sealing/commitment.ts";
import { endVote } from "#app/commands/vote/employees-vote.server.ts";
import type { Tx } from "#app/platform/db.server.ts";

/**
 * Freezes the ranking that chair and organiser confirmed, in the transaction of the transition:
 * content, the employees' votes (counted only now), open list and reserves become ranking.json,
 * whose SHA-256 is the public commitment. Refuses blocked when the confirmations are not for it.
 */
export async function freezeRanking(tx: Tx, editionId: string): Promise<void> {
  if ((await freezeState(editionId, tx)).confirmations < 2)
    throw refuse("blocked", {
      reasons: [{ key: "freeze", where: "ranking", params: { count: 0 } }],
    });
  const edition = await tx.edition.findUniqueOrThrow({
    where: { id: editionId },
    include: { manifest: true, closing: true },
  });
  await endVote(tx, edition);
  const content = await frozenContent(editionId, tx);
  const { manifest, closing, reserveDepth } = edition;
  if (!manifest || !closing) throw refuse("wrong-phase");
  const envelopes = await envelopesOf(tx, editionId);
  const json = canonical({
    ...content,
    ...openingLists(content, reserveDepth, (publicNo) => envelopes.get(publicNo) ?? []),
    v: 1,
    edition: editionId,
    manifestHash: toHex(manifest.hash),
    root: toHex(closing.root),
    salt: toHex(randomBytes(32)),
  } satisfies RankingFile);
  await tx.ranking.create({
    data: { editionId, json, commit: new Uint8Array(rankingCommit(json)) },
  });
}

async function envelopesOf(tx: Tx, editionId: string): Promise<Map<number, string[]>> {
  const proposals = await tx.proposal.findMany({
    where: { editionId, withdrawn: false },
    select: { publicNo: true, envelopes: { select: { id: true }, orderBy: { slot: "asc" } } },
  });
  return new Map(
    proposals.map(({ publicNo, envelopes }) => [publicNo ?? 0, envelopes.map(({ id }) => id)]),
  );
}
