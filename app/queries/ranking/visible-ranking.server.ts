import { refuse } from "#app/domain/refusal.ts";
import { seesRanking } from "#app/domain/visibility.ts";
import { canonical, hash, toHex } from "#app/sealing/bytes.ts";
import { db, type Edition, type FreezeCapacity, type Tx } from "#app/platform/db.server.ts";
import { hiddenFrom } from "#app/queries/screening/hidden-proposals.server.ts";

// Who sees the ranking, without which proposals, and in which state it is.

/**
 * The proposals that are hidden from this person in the ranking, or null where it may not be seen
 * at all.
 */
export async function visibleRanking(
  userId: string,
  edition: Edition,
  capacity: FreezeCapacity,
): Promise<ReadonlySet<string> | null> {
  const confirmed = capacity === "ORGANISER" || (await chairConfirmed(userId, edition.id));
  return seesRanking({ phase: edition.phase, capacity, confirmed })
    ? hiddenFrom(userId, edition.id)
    : null;
}

/**
 * Refuses everybody but the chair of this jury; true when the chair confirmed all own sheets, or
 * has none.
 */
export async function chairConfirmed(
  userId: string,
  editionId: string,
  tx: Tx = db(),
): Promise<boolean> {
  const chair = await tx.juror.findFirst({
    where: { editionId, userId, chair: true, state: "ACCEPTED" },
    select: { confirmedAt: true, _count: { select: { assignments: true } } },
  });
  if (!chair) throw refuse("not-found");
  return chair.confirmedAt !== null || chair._count.assignments === 0;
}

/**
 * The version of the ranking that this person sees; refuses not-found for whoever sees none. Costs
 * a few small queries.
 */
export async function rankingVersion(
  userId: string,
  edition: Edition,
  capacity: FreezeCapacity,
): Promise<string> {
  const hidden = await visibleRanking(userId, edition, capacity);
  if (!hidden) throw refuse("not-found");
  return stateOfRanking(edition, hidden);
}

/**
 * A short name for the state of a ranking: another one once a sheet, a recusal, a conflict, a vote,
 * a decision or a confirmation changed. What happens to hidden proposals does not change it.
 */
export async function stateOfRanking(
  edition: Pick<Edition, "id" | "phase">,
  hidden: ReadonlySet<string>,
): Promise<string> {
  const [state] = await db().$queryRaw<{ state: string }[]>`
    WITH seen AS (SELECT id FROM "Proposal" WHERE "editionId" = ${edition.id}::uuid AND id <> ALL (${[...hidden]}::uuid[]))
    SELECT json_build_array(
      (SELECT md5(string_agg(concat_ws(' ', "jurorId", "proposalId", version), ',' ORDER BY "jurorId", "proposalId", version)) FROM "ScoreSheet" WHERE "proposalId" IN (SELECT id FROM seen)),
      (SELECT md5(string_agg(concat_ws(' ', "jurorId", "proposalId"), ',' ORDER BY "jurorId", "proposalId")) FROM "Recusal" WHERE "proposalId" IN (SELECT id FROM seen)),
      (SELECT md5(string_agg(concat_ws(' ', "jurorId", "proposalId"), ',' ORDER BY "jurorId", "proposalId")) FROM "Conflict" WHERE "proposalId" IN (SELECT id FROM seen)),
      (SELECT md5(string_agg(concat_ws(' ', "jurorId", "proposalId"), ',' ORDER BY "jurorId", "proposalId")) FROM "Assignment" WHERE round > 1 AND "proposalId" IN (SELECT id FROM seen)),
      (SELECT md5(string_agg(concat_ws(' ', "proposalId", position, at), ',' ORDER BY "proposalId")) FROM "TieVote" WHERE "proposalId" IN (SELECT id FROM seen)),
      (SELECT md5(string_agg(concat_ws(' ', id, at), ',' ORDER BY id)) FROM "AwardOverride" WHERE "proposalId" IN (SELECT id FROM seen)),
      (SELECT md5(string_agg(concat_ws(' ', "proposalId", listed, at), ',' ORDER BY "proposalId")) FROM "ShortlistDecision" WHERE "proposalId" IN (SELECT id FROM seen)),
      (SELECT md5(string_agg(concat_ws(' ', capacity, at), ',' ORDER BY capacity)) FROM "FreezeConfirmation" WHERE "editionId" = ${edition.id}::uuid)
    )::text AS state`;
  return toHex(hash(canonical([edition.phase, [...hidden].sort(), state?.state ?? ""]))).slice(
    0,
    16,
  );
}
