import { phaseHas } from "#app/domain/phase.ts";
import type { Localised } from "#app/domain/locale.ts";
import { localised } from "#app/domain/localised.ts";
import {
  frozenRankingSchema,
  type Published,
  publishedSchema,
} from "#app/domain/publication/publication.ts";
import { judged } from "#app/domain/ranking/content.ts";
import {
  shownTotal,
  type ShownTotal,
  type Turnout,
  turnout,
} from "#app/domain/statistics/privacy.ts";
import {
  type Statistics,
  type StatisticsFacts,
  statisticsOf,
  statisticsVisibility,
  type Visibility,
} from "#app/domain/statistics/view.ts";
import { today } from "#app/platform/clock.server.ts";
import { db, type Edition, type Tx } from "#app/platform/db.server.ts";
import { criteriaOf } from "#app/queries/edition/criteria.server.ts";
import { hiddenFrom } from "#app/queries/screening/hidden-proposals.server.ts";
import { rankingFacts } from "#app/queries/ranking/ranking.server.ts";
import { depositsPerDay, totalsPerProposal } from "./statistics-facts.server.ts";

/** An edition's statistics as its organisers see them now. */
export type LiveStatistics = {
  visibility: Visibility;
  total: ShownTotal | null;
  statistics: Statistics | null;
  /** of the employees' vote, once it is published */
  turnout: Turnout | null;
  categories: { key: string; name: Localised }[];
  /**
   * scores are kept back, since this organiser is in conflict with a proposal and could work out
   * its score
   */
  kept: boolean;
};

/** The total of deposits that everybody sees until closing. */
export async function depositTotal(editionId: string): Promise<ShownTotal | null> {
  const days = await depositsPerDay(editionId, db(), today());
  return shownTotal(days);
}

/**
 * What organisers see of the statistics; after the publication what was published. Nothing that may
 * not be seen is read.
 */
export async function liveStatistics(userId: string, edition: Edition): Promise<LiveStatistics> {
  const allowed = statisticsVisibility(edition.phase, "organiser");
  const kept = allowed === "scores" && (await hiddenFrom(userId, edition.id)).size > 0;
  const visibility = kept ? "counts" : allowed;
  const categories = (
    await db().category.findMany({ where: { editionId: edition.id }, orderBy: { position: "asc" } })
  ).map(({ key, name }) => ({ key, name: localised.parse(name) }));
  const total = visibility === "total" ? await depositTotal(edition.id) : null;
  const published = visibility === "published" ? await publishedOf(edition.id) : null;
  const statistics =
    published?.statistics ??
    (await statisticsSeen(
      edition,
      categories.map(({ key }) => key),
      visibility,
    ));
  return {
    visibility,
    total,
    kept,
    categories,
    statistics,
    turnout: published && turnout(published.vote, published.statistics.totals),
  };
}

async function publishedOf(editionId: string): Promise<Published | null> {
  const publication = await db().publication.findUnique({ where: { editionId } });
  return publication && publishedSchema.parse(publication.results);
}

async function statisticsSeen(
  edition: Edition,
  categoryKeys: string[],
  visibility: Visibility,
): Promise<Statistics | null> {
  if (visibility === "nothing" || visibility === "total") return null;
  const scores =
    visibility === "counts"
      ? { means: [], totalsPerProposal: [], winning: null }
      : await scoreFacts(edition);
  return statisticsOf(
    { ...(await countFacts(edition.id)), categoryKeys, guesses: [], ...scores },
    visibility,
  );
}

async function countFacts(
  editionId: string,
): Promise<Pick<StatisticsFacts, "proposals" | "deposits" | "totals">> {
  const rows = await db().proposal.findMany({
    where: { editionId, withdrawn: false, publicNo: { not: null } },
    select: { categories: true, _count: { select: { envelopes: true } } },
  });
  const totals = await db().closing.findUnique({
    where: { editionId },
    select: { eligible: true, activated: true, issued: true, spent: true },
  });
  return {
    proposals: rows.map(({ categories, _count }) => ({ categories, people: _count.envelopes })),
    deposits: await depositsPerDay(editionId, db()),
    totals,
  };
}

async function scoreFacts(
  edition: Edition,
  tx: Tx = db(),
): Promise<Pick<StatisticsFacts, "means" | "totalsPerProposal" | "winning">> {
  const frozen = phaseHas(edition.phase, "frozen")
    ? await tx.ranking.findUnique({ where: { editionId: edition.id } })
    : null;
  const ranking = frozen && frozenRankingSchema.parse(JSON.parse(frozen.json));
  const means = ranking
    ? ranking.order.map(({ mean }) => mean)
    : judged(await rankingFacts(edition.id, tx)).ranking.rows.map(({ mean }) => Number(mean));
  return {
    means,
    totalsPerProposal: await totalsPerProposal(edition.id, await criteriaOf(edition.id, tx), tx),
    winning: ranking && ranking.awards.map(({ publicNo }) => publicNo),
  };
}
