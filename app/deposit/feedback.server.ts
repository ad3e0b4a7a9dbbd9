import { z } from "zod";
import { phaseHas } from "#app/domain/phase.ts";
import { frozenRankingSchema } from "#app/domain/publication/publication.ts";
import { countedSheets } from "#app/domain/ranking/ranking.ts";
import { db, type Proposal } from "#app/platform/db.server.ts";
import type { Feedback } from "./responses.ts";
import type { JudgedEdition } from "./edition.server.ts";

const scores = z.record(z.string(), z.number());

/**
 * What the jury made of a proposal, once the results are published: what jurors wrote to whoever
 * proposed it, in an order that tells nothing of them, with score and rank as ranking.json has
 * them, which is public then. Null before.
 */
export async function feedbackOf(
  edition: Pick<JudgedEdition, "id" | "phase">,
  { id, publicNo }: Pick<Proposal, "id" | "publicNo">,
): Promise<Feedback | null> {
  if (!phaseHas(edition.phase, "resultsPublic") || publicNo === null) return null;
  const ranking = await db().ranking.findUnique({ where: { editionId: edition.id } });
  if (!ranking) return null;
  const { order } = frozenRankingSchema.parse(JSON.parse(ranking.json));
  const place = order.find((row) => row.publicNo === publicNo);
  return {
    rank: place?.rank ?? null,
    ranked: order.length,
    score: place ? (place.score ?? place.mean) : null,
    comments: await commentsTo(id),
  };
}

async function commentsTo(proposalId: string): Promise<string[]> {
  const of = { where: { proposalId } };
  const rows = await db().scoreSheet.findMany(of);
  const left = [...(await db().recusal.findMany(of)), ...(await db().conflict.findMany(of))].map(
    ({ jurorId }) => [proposalId, jurorId] as const,
  );
  const counted = countedSheets({
    sheets: rows.map((row) => ({ ...row, scores: scores.parse(row.scores) })),
    recusals: left,
  });
  const written = rows.filter((row) =>
    counted.some(({ jurorId, version }) => jurorId === row.jurorId && version === row.version),
  );
  return written
    .map(({ commentProposer }) => commentProposer.trim())
    .filter(Boolean)
    .sort();
}
