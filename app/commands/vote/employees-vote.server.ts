import type { z } from "zod";
import { instantOf } from "#app/domain/date-form.ts";
import { phaseHas, phasesWith } from "#app/domain/phase.ts";
import { voteState } from "#app/domain/vote/employees-vote.ts";
import { whyNoPass } from "#app/domain/passes/eligibility.ts";
import { refuse } from "#app/domain/refusal.ts";
import { type voteDatesForm, whyNotMoveVote } from "#app/domain/vote/dates.ts";
import { equal, hash, toBase64 } from "#app/sealing/bytes.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Edition, type Tx } from "#app/platform/db.server.ts";
import { blindSign, newTokenKey } from "#app/platform/issuer.server.ts";
import { isPinned } from "#app/platform/pins.server.ts";
import { takeBatch } from "#app/commands/box/batches.server.ts";
import { lockPerson } from "#app/commands/people/person-lock.server.ts";
import { lockPhaseShared, lockPhaseExclusive } from "#app/commands/edition/phase-lock.server.ts";

/**
 * Makes the key of an edition's vote when it gets one, and drops it when it has none any more; only
 * before the announcement.
 */
export async function syncVoteKey(tx: Tx, editionId: string): Promise<void> {
  const { employeesVote, voteKey } = await tx.edition.findUniqueOrThrow({
    where: { id: editionId },
    include: { voteKey: true },
  });
  if (employeesVote && !voteKey) await tx.voteKey.create({ data: { editionId, ...newTokenKey() } });
  if (!employeesVote && voteKey) await tx.voteKey.delete({ where: { editionId } });
}

/**
 * Blindly signs the one vote token of an eligible employee, while the vote is open. No time is
 * kept, and no audit row names who asked. The same request again gives the same answer; there is
 * never a second token, in whatever browser. Refuses: not-found, too-early, too-late,
 * manifest-differs, not-eligible, holds-role, token-spent (it was given already), invalid.
 */
export async function issueVote(
  userId: string,
  editionId: string,
  blinded: Uint8Array,
): Promise<{ blindSignature: string }> {
  const edition = await db().edition.findUnique({
    where: { id: editionId },
    include: { voteKey: true, manifest: true },
  });
  const state = edition ? voteState(edition, now()) : "none";
  if (!edition?.voteKey || !edition.manifest || state === "none") throw refuse("not-found");
  if (state !== "open" || !edition.voteKey.issuerPrivate)
    throw refuse(state === "early" ? "too-early" : "too-late");
  if (isPinned(edition.id, edition.manifest.hash) === "differs") throw refuse("manifest-differs");
  const blindSignature = signed(edition.voteKey.issuerPrivate, blinded);
  await rememberIssue(userId, editionId, new Uint8Array(hash("innova.to/vote/asked/v1|", blinded)));
  return { blindSignature };
}

/**
 * One row for a person, under a lock of theirs, and of the edition's phase, so that what the freeze
 * counts is complete.
 */
async function rememberIssue(
  userId: string,
  editionId: string,
  requestHash: Uint8Array<ArrayBuffer>,
): Promise<void> {
  await db().$transaction(async (tx) => {
    if (phaseHas(await lockPhaseShared(tx, editionId), "frozen")) throw refuse("too-late");
    await lockPerson(tx, userId);
    const here = { where: { editionId } };
    const person = await tx.user.findUniqueOrThrow({
      where: { id: userId },
      include: { roles: here, formerRoles: here },
    });
    const why = whyNoPass(person, {
      roles: [...person.roles, ...person.formerRoles].map(({ kind }) => kind),
      gaveBack: false,
    });
    if (why) throw refuse(why);
    const { count } = await tx.voteIssue.createMany({
      data: [{ editionId, userId, requestHash }],
      skipDuplicates: true,
    });
    if (count === 1) return;
    const earlier = await tx.voteIssue.findUniqueOrThrow({
      where: { editionId_userId: { editionId, userId } },
    });
    if (!equal(earlier.requestHash, requestHash)) throw refuse("token-spent");
  });
}

function signed(issuerPrivate: Uint8Array, blinded: Uint8Array): string {
  try {
    return toBase64(blindSign(issuerPrivate, blinded));
  } catch (error) {
    if (error instanceof RangeError) throw refuse("invalid", { field: "blinded" });
    throw error;
  }
}

/**
 * Moves a vote that is not over: its start while it has not begun, its end always to a time to
 * come. Refuses not-found, too-late, invalid.
 */
export async function moveVote(
  actorId: string,
  { id: editionId, timeZone }: Edition,
  form: z.output<ReturnType<typeof voteDatesForm>>,
): Promise<void> {
  const at = (local: string | undefined) =>
    local ? (instantOf(local, timeZone) ?? undefined) : undefined;
  const dates = { startsAt: at(form.voteStartsAt), endsAt: at(form.voteEndsAt) };
  await db().$transaction(async (tx) => {
    await lockPhaseExclusive(tx, editionId);
    const edition = await tx.edition.findUniqueOrThrow({
      where: { id: editionId },
      include: { voteKey: true },
    });
    const why = whyNotMoveVote(
      { ...edition, keyGone: !edition.voteKey?.issuerPrivate },
      dates,
      now(),
    );
    if (why) throw refuse(why.code, why);
    await tx.edition.update({
      where: { id: editionId },
      data: {
        ...(dates.startsAt && { voteStartsAt: dates.startsAt }),
        ...(dates.endsAt && { voteEndsAt: dates.endsAt }),
      },
    });
    await audit(tx, {
      actorId,
      action: "vote.moved",
      editionId,
      detail: {
        startsAt: dates.startsAt?.toISOString(),
        endsAt: dates.endsAt?.toISOString(),
        reason: form.reason,
      },
    });
  });
}

/**
 * Destroys the key of each vote that is over: nobody can be given a token any more. One that could
 * not begin yet waits for another end.
 */
export async function endDueVotes(): Promise<void> {
  const due = await db().edition.findMany({
    where: {
      phase: { in: phasesWith("votes") },
      voteEndsAt: { lte: now() },
      voteKey: { issuerPrivate: { not: null } },
    },
    select: { id: true },
  });
  for (const { id } of due) {
    await db().$transaction(async (tx) => {
      await lockPhaseExclusive(tx, id);
      const edition = await tx.edition.findUniqueOrThrow({ where: { id } });
      if (voteState(edition, now()) === "over") await destroyKey(tx, id);
    });
  }
}

/**
 * At the freeze: no key any more, and the ballots come over, all together and mixed, before they
 * are locked.
 */
export async function endVote(
  tx: Tx,
  edition: Pick<Edition, "id" | "phase" | "timeZone">,
): Promise<void> {
  await destroyKey(tx, edition.id);
  await takeBatch(tx, edition, ["ballots"]);
}

async function destroyKey(tx: Tx, editionId: string): Promise<void> {
  const { count } = await tx.voteKey.updateMany({
    where: { editionId, issuerPrivate: { not: null } },
    data: { issuerPrivate: null },
  });
  if (count > 0) await audit(tx, { actorId: null, action: "vote.over", editionId });
}
