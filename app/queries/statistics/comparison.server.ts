import type { EditionCard } from "#app/domain/edition/card.ts";
import { compareEditions, type EditionComparison } from "#app/domain/publication/comparison.ts";
import type { Localised, Locale } from "#app/domain/locale.ts";
import { refuse } from "#app/domain/refusal.ts";
import { db } from "#app/platform/db.server.ts";
import { isPublished, visible } from "#app/queries/edition/public-edition.server.ts";
import { namesIn } from "#app/queries/publication/publication-draft.server.ts";
import { type Results, resultsPage } from "#app/queries/publication/public-results.server.ts";

/** Two editions with the figures that both have; `source` says where declared figures come from. */
export type ComparisonPage = EditionComparison & {
  editions: [ComparedEdition, ComparedEdition];
  errata: Results["errata"][];
};
export type ComparedEdition = EditionCard & { source: Localised | null };

/** Refuses not-found unless both are published and are two. */
export async function comparisonPage(
  code: string,
  other: string,
  locale: Locale,
): Promise<ComparisonPage> {
  return compared(await resultsPage(code, locale), other, locale);
}

/**
 * These results beside those of another edition; refuses not-found where it is not published, or
 * the same.
 */
export async function compared(
  one: Results,
  other: string,
  locale: Locale,
): Promise<ComparisonPage> {
  if (one.edition.code === other) throw refuse("not-found");
  const two = await resultsPage(other, locale);
  const card = ({ edition, published }: Results): ComparedEdition => ({
    ...edition,
    source: published.declared?.source ?? null,
  });
  return {
    ...compareEditions(one.published, two.published),
    editions: [card(one), card(two)],
    errata: [one.errata, two.errata],
  };
}

/** The other published editions, the newest first. */
export async function comparableEditions(
  code: string,
): Promise<{ code: string; names: Localised }[]> {
  const rows = await db().edition.findMany({
    where: { ...visible, code: { not: code } },
    select: { code: true, texts: true, phase: true, publication: { select: { at: true } } },
    orderBy: [{ opensAt: { sort: "desc", nulls: "first" } }, { code: "desc" }],
  });
  return rows
    .filter(isPublished)
    .map(({ code: other, texts }) => ({ code: other, names: namesIn(texts) }));
}
