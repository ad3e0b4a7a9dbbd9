import { quorumLostSince } from "#app/domain/opening/lost-keys.ts";
import { graceEnd, phaseOf } from "#app/domain/phase.ts";
import { openListOf, type RankingOpenPart, rankingOpenPart } from "#app/sealing/reserve.ts";
import { parseStatement, type Reserve } from "#app/sealing/statement.ts";
import { db, type Tx } from "#app/platform/db.server.ts";

/** A reserve that was called by a statement; `applied` once a quorum signed it. */
export type CalledReserve = Reserve & { number: number; applied: boolean };
export type OpenList = {
  openList: string[];
  ranking: RankingOpenPart | null;
  called: CalledReserve[];
};

/**
 * The envelopes to open now: those of the awarded proposals, and those of the reserves for which a
 * quorum signed a statement. Empty before the ranking is frozen.
 */
export async function currentOpenList(editionId: string, tx: Tx = db()): Promise<OpenList> {
  const row = await tx.ranking.findUnique({ where: { editionId } });
  if (!row) return { openList: [], ranking: null, called: [] };
  const ranking = rankingOpenPart.parse(JSON.parse(row.json));
  const statements = await tx.statement.findMany({
    where: { editionId, kind: "RESERVE" },
    orderBy: { number: "asc" },
  });
  const called = statements.flatMap(({ json, appliedAt }) => {
    const statement = parseStatement(json);
    return statement.kind === "RESERVE" ? [{ ...statement, applied: appliedAt !== null }] : [];
  });
  return {
    openList: openListOf(
      ranking,
      called.filter(({ applied }) => applied),
    ),
    ranking,
    called,
  };
}

/**
 * When fewer than a quorum can open: from when winners open with the receipt, and until when one
 * waits for them.
 */
export async function selfOpeningOf(
  editionId: string,
  tx: Tx = db(),
): Promise<{ since: Date; until: Date } | null> {
  const edition = await tx.edition.findUniqueOrThrow({
    where: { id: editionId },
    select: {
      quorum: true,
      answerMinutes: true,
      custodians: { select: { lostAt: true } },
      phases: { where: { phase: phaseOf.ceremony }, select: { at: true } },
    },
  });
  const lost = quorumLostSince(
    edition.custodians.map(({ lostAt }) => lostAt),
    edition.quorum,
  );
  const [opening] = edition.phases;
  if (!lost || !opening) return null;
  const since = lost > opening.at ? lost : opening.at;
  return { since, until: graceEnd(since, edition.answerMinutes) };
}
