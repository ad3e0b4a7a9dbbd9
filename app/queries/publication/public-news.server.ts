import { phaseOf, type Phase } from "#app/domain/phase.ts";
import { type News, newsOf } from "#app/domain/publication/news.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { namesIn } from "./publication-draft.server.ts";
import { errataOf } from "./errata.server.ts";
import { isPublished, visible } from "#app/queries/edition/public-edition.server.ts";

/** What there is to tell of all editions that visitors see, the newest first. */
export async function publicNews(): Promise<News[]> {
  return newsWith(null);
}

/** The same as it will be once this edition is published too. */
export async function newsWith(editionId: string | null): Promise<News[]> {
  const rows = await db().edition.findMany({
    where: visible,
    include: {
      publication: { select: { at: true } },
      phases: { where: { phase: { in: [phaseOf.announcement, phaseOf.callOpening] } } },
    },
  });
  const facts = rows.map(async (row) => {
    const at = (phase: Phase) =>
      row.phases.find((each) => each.phase === phase)?.at.toISOString() ?? null;
    const published = isPublished(row);
    return {
      code: row.code,
      names: namesIn(row.texts),
      announcedAt: at(phaseOf.announcement),
      openedAt: at(phaseOf.callOpening),
      publishedAt: published
        ? row.publication!.at.toISOString()
        : row.id === editionId
          ? now().toISOString()
          : null,
      errata: published ? await errataOf(row.id) : [],
    };
  });
  return newsOf(await Promise.all(facts));
}
