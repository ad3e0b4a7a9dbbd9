import { enterPhase } from "#app/commands/edition/phase.server.ts";
import { signSubject } from "#app/commands/opening/custody.server.ts";
import { confirmSheets, saveDraft } from "#app/commands/scoring/score.server.ts";
import { releaseShares } from "#app/commands/opening/opening.server.ts";
import { submitStatement as takeSignature } from "#app/commands/opening/statement.server.ts";
import { type Checked, checkEvidence } from "#app/custody/evidence.ts";
import { ceremonyOf } from "#app/queries/opening/custody.server.ts";
import { evidenceOf } from "#app/queries/opening/evidence.server.ts";
import { rankingContent, rankingContentHash } from "#app/queries/ranking/ranking.server.ts";
import { statementsOf } from "#app/queries/opening/statements.server.ts";
import type { ChainHead } from "#app/sealing/audit-chain.ts";
import { toBase64 } from "#app/sealing/bytes.ts";
import {
  checkAndUnwrap,
  checkSeal,
  signRanking,
  signCustodianStatement,
} from "#app/sealing/custodian.ts";
import { db } from "#app/platform/db.server.ts";
import { bytes, close, employee, type KeyHolder, type SealedEdition } from "./sealed-edition.ts";

type JudgeOptions = {
  jurors?: number;
  scores?: (publicNo: number, juror: number) => { impact: number; cost: number };
};

/**
 * Closes the edition and lets jurors score, two unless told otherwise; the first `awarded`
 * proposals by number are awarded.
 */
export async function judgeAll(
  sealed: SealedEdition,
  awarded: number,
  { jurors: count = 2, scores }: JudgeOptions = {},
): Promise<void> {
  await close(sealed);
  const editionId = sealed.edition.id;
  const at = new Date();
  const proposals = await db().proposal.findMany({
    where: { editionId },
    orderBy: { publicNo: "asc" },
  });
  await db().screening.createMany({
    data: proposals.map(({ id }) => ({
      proposalId: id,
      verdict: "CLEARED" as const,
      actorId: sealed.organiser.id,
      at,
    })),
  });
  const jurors = await Promise.all(Array.from({ length: count }, () => employee()));
  for (const [i, user] of jurors.entries()) {
    await db().role.create({ data: { editionId, userId: user.id, kind: "JUROR" } });
    const juror = await db().juror.create({
      data: {
        editionId,
        userId: user.id,
        kind: "INTERNAL",
        state: "ACCEPTED",
        chair: i === 0,
        confirmedOwn: true,
      },
    });
    await db().assignment.createMany({
      data: proposals.map(({ id }) => ({ jurorId: juror.id, proposalId: id })),
    });
  }
  await enterPhase(sealed.organiser.id, editionId, "scoring");
  // the lower the number, the better the score: numbers are random, so this favours nobody
  const given =
    scores ??
    ((no: number) => ({ impact: no <= awarded ? 5 : 2, cost: Math.max(0, 5 - (no % 6)) }));
  for (const [i, user] of jurors.entries()) {
    for (const { publicNo } of proposals)
      await saveDraft(user.id, editionId, publicNo!, {
        version: 0,
        scores: given(publicNo!, i),
        commentProposer: "",
        commentJury: "",
      });
    await confirmSheets(user.id, editionId);
  }
  await db().awardRule.create({
    data: { editionId, position: 1, kind: "OVERALL", name: { it: "Primi" }, places: awarded },
  });
}

/**
 * Freezes the ranking, confirmed by chair and organiser, and enters the opening signed by a quorum.
 */
export async function freezeAndSign(sealed: SealedEdition): Promise<void> {
  await enterPhase(sealed.organiser.id, sealed.edition.id, "deliberation");
  await freezeConfirmed(sealed);
  await signAndOpen(sealed);
}

/** Chair and organiser confirm the ranking as it is in deliberation, and it is frozen. */
export async function freezeConfirmed(sealed: SealedEdition): Promise<void> {
  const editionId = sealed.edition.id;
  const chair = await db().juror.findFirstOrThrow({ where: { editionId, chair: true } });
  const rankingHash = rankingContentHash(await rankingContent(editionId));
  for (const [capacity, actorId] of [
    ["CHAIR", chair.userId],
    ["ORGANISER", sealed.organiser.id],
  ] as const) {
    await db().freezeConfirmation.create({
      data: { editionId, capacity, actorId, rankingHash, at: new Date() },
    });
  }
  await enterPhase(sealed.organiser.id, editionId, "frozen");
}

/** A quorum signs the frozen ranking without looking, and the opening begins. */
export async function signAndOpen(sealed: SealedEdition): Promise<void> {
  for (const custodian of quorumOf(sealed)) await signFrozen(sealed, custodian);
  await enterPhase(sealed.organiser.id, sealed.edition.id, "opening");
}

export function quorumOf(sealed: SealedEdition): KeyHolder[] {
  return sealed.custodians.slice(0, sealed.edition.quorum);
}

export async function signFrozen(sealed: SealedEdition, { user, keys }: KeyHolder): Promise<void> {
  const { closing, ranking } = await db().edition.findUniqueOrThrow({
    where: { id: sealed.edition.id },
    include: { closing: true, ranking: true },
  });
  const signed = signRanking(
    keys.identity,
    sealed.edition.id,
    toBase64(closing!.root),
    ranking!.json,
  );
  await signSubject(user.id, sealed.edition.id, "RANKING", {
    subjectHash: bytes(signed.subjectHash),
    signature: bytes(signed.signature),
  });
}

/** A quorum signs every reserve that waits for it, as their pages do, and so calls it. */
export async function callReserves(sealed: SealedEdition): Promise<void> {
  const { json: ranking } = await db().ranking.findUniqueOrThrow({
    where: { editionId: sealed.edition.id },
  });
  const statements = await statementsOf(sealed.edition.id);
  for (const { id, number } of statements.filter(({ appliedAt }) => appliedAt === null)) {
    for (const { user, keys } of quorumOf(sealed)) {
      const signed = signCustodianStatement(
        keys.identity,
        sealed.edition.id,
        sealed.manifest,
        statements.map(({ json }) => json),
        number,
        ranking,
      );
      await takeSignature(user.id, sealed.edition.id, id, bytes(signed!.signature));
    }
  }
}

/**
 * What a custodian's page does: check everything, then release, of all or only these envelopes.
 * Gives the faults found.
 */
export async function release(sealed: SealedEdition, { user, keys }: KeyHolder, only?: string[]) {
  const ceremony = await ceremonyOf(sealed.edition.id, user.id);
  const { faults, shares } = await checkAndUnwrap(keys.identity, ceremony!);
  const given = shares.filter(({ envelopeId }) => !only || only.includes(envelopeId));
  if (faults.length === 0) {
    await releaseShares(
      user.id,
      sealed.edition.id,
      given.map(({ envelopeId, share, signature }) => ({
        envelopeId,
        share: bytes(share),
        signature: bytes(signature),
      })),
    );
  }
  return faults;
}

/**
 * What a custodian's page finds before it signs the ranking, with the heads of the chain it has
 * seen before.
 */
export async function checkBy(
  { edition }: SealedEdition,
  { user, keys }: KeyHolder,
  heads: ChainHead[] = [],
): Promise<Checked> {
  return checkEvidence(await evidenceOf(edition.id, user.id), heads, (seal) =>
    checkSeal(keys.identity, seal),
  );
}
