import { phaseOf } from "#app/domain/phase.ts";
import type { Locale } from "#app/domain/locale.ts";
import { refuse } from "#app/domain/refusal.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Edition } from "#app/platform/db.server.ts";
import { publicationDraft } from "./publication-draft.server.ts";
import { cardParts, editionCard } from "#app/queries/edition/public-edition.server.ts";
import { draftDataset } from "./public-catalogue.server.ts";
import { type Followed, followed, type PublicationSources } from "./public-results.server.ts";

// What organisers see before the publication of its pages and files: the same document, as it would
// be published now.

/** Where the pages of a preview stand. */
export function previewBase(code: string, locale: Locale): string {
  return `/area/manage/${code}/publication/preview/${locale}`;
}

/**
 * The results as they would be published at this moment; refuses not-found before there is a
 * ranking, and once they are public.
 */
export async function draftResults(
  { id, code }: Pick<Edition, "id" | "code">,
  locale: Locale,
): Promise<Followed> {
  const row = await db().edition.findUniqueOrThrow({ where: { id }, include: cardParts });
  const published = row.publication ? null : await publicationDraft(id);
  if (!published) throw refuse("not-found");
  const edition = {
    ...editionCard(row, locale),
    phase: phaseOf.publication,
    hasResults: true,
    base: previewBase(code, locale),
  };
  return followed(id, { edition, at: now().toISOString(), published, errata: [] });
}

/** Where the files of its open data will come from; each refuses not-found as above. */
export function draftSources(
  edition: Pick<Edition, "id" | "code">,
  locale: Locale,
): PublicationSources {
  return {
    results: () => draftResults(edition, locale),
    ranking: () => draftRanking(edition),
    dataset: () => draftDataset(edition.id, now()),
  };
}

/** ranking.json as it was frozen. */
async function draftRanking({ id }: Pick<Edition, "id">): Promise<string> {
  const row = await db().ranking.findUnique({
    where: { editionId: id, edition: { publication: null } },
    select: { json: true },
  });
  if (!row) throw refuse("not-found");
  return row.json;
}
