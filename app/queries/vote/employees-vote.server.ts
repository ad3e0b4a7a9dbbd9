import { type VoteCount, voteCount, voteState } from "#app/domain/vote/employees-vote.ts";
import { whyNoPass } from "#app/domain/passes/eligibility.ts";
import type { Locale } from "#app/domain/locale.ts";
import { phasesWith } from "#app/domain/phase.ts";
import { refuse, type RefusalCode } from "#app/domain/refusal.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Edition, type Tx } from "#app/platform/db.server.ts";
import { editionName } from "#app/queries/passes/passes.server.ts";
import type { SignedManifest } from "#app/sealing/signed-manifest.ts";
import {
  signedManifestOf,
  withSignedManifest,
} from "#app/queries/opening/signed-manifest.server.ts";

/**
 * The votes of an edition's employees, null where there is no such vote. The freeze and `verify`
 * count; no page does.
 */
export async function countVotes(editionId: string, tx: Tx): Promise<VoteCount | null> {
  const { employeesVote } = await tx.edition.findUniqueOrThrow({
    where: { id: editionId },
    select: { employeesVote: true },
  });
  if (!employeesVote) return null;
  const admitted = await tx.proposal.findMany({
    where: { editionId, withdrawn: false, screening: { verdict: "CLEARED" } },
    select: { publicNo: true, _count: { select: { ballots: true } } },
  });
  const issued = await tx.voteIssue.count({ where: { editionId } });
  return voteCount(
    issued,
    admitted.map(({ publicNo, _count }) => ({ publicNo: publicNo ?? 0, count: _count.ballots })),
  );
}

/**
 * A vote under way, and whether this person has a token coming; it does not say whether they have
 * it, or used it.
 */
export type VoteOffer = SignedManifest & {
  editionId: string;
  code: string;
  name: string;
  sub: string;
  endsAt: string;
  timeZone: string;
  why: RefusalCode | null;
};

/** The editions whose employees vote now. */
export async function voteOffers(userId: string, locale: Locale): Promise<VoteOffer[]> {
  const [person, editions] = await Promise.all([
    db().user.findUniqueOrThrow({
      where: { id: userId },
      include: { roles: true, formerRoles: true },
    }),
    db().edition.findMany({
      where: { employeesVote: true, phase: { in: phasesWith("votes") } },
      include: withSignedManifest,
      orderBy: { createdAt: "desc" },
    }),
  ]);
  return editions
    .filter((edition) => edition.manifest && voteState(edition, now()) === "open")
    .map(({ id, code, texts, manifest, signatures, voteEndsAt, timeZone }) => ({
      editionId: id,
      code,
      name: editionName(texts, locale) || code,
      ...signedManifestOf({ manifest, signatures }),
      sub: userId,
      endsAt: voteEndsAt!.toISOString(),
      timeZone,
      why: whyNoPass(person, {
        roles: [...person.roles, ...person.formerRoles]
          .filter(({ editionId }) => editionId === id)
          .map(({ kind }) => kind),
        gaveBack: false,
      }),
    }));
}

/** When an edition's employees vote; refuses not-found where they do not. */
export async function votePage(edition: Edition) {
  const { phase, timeZone, voteStartsAt, voteEndsAt } = edition;
  const state = voteState(edition, now());
  if (state === "none" || !voteStartsAt || !voteEndsAt) throw refuse("not-found");
  return {
    phase,
    timeZone,
    state,
    startsAt: voteStartsAt.toISOString(),
    endsAt: voteEndsAt.toISOString(),
  };
}
