import { z } from "zod";
import type { Localised } from "#app/domain/locale.ts";
import { localised } from "#app/domain/localised.ts";
import type { Scores } from "#app/domain/scoring/scoring.ts";
import { type Criterion, db, type Tx } from "#app/platform/db.server.ts";

/**
 * A criterion with its words; `anchors` says what a score means, for the scores that have words.
 */
export type CriterionView = {
  key: string;
  weight: number;
  maxScore: number;
  name: Localised;
  description: Localised;
  anchors: Record<string, Localised>;
};

const anchorsSchema = z.record(z.string(), localised);
const scoresSchema = z.record(z.string(), z.number());

/** The edition's criteria in their order. */
export async function criteriaOf(editionId: string, tx: Tx = db()): Promise<CriterionView[]> {
  const rows = await tx.criterion.findMany({ where: { editionId }, orderBy: inOrder });
  return rows.map(criterionView);
}

const inOrder = [{ position: "asc" as const }, { key: "asc" as const }];

function criterionView({
  key,
  weight,
  maxScore,
  name,
  description,
  anchors,
}: Criterion): CriterionView {
  return {
    key,
    weight,
    maxScore,
    name: localised.parse(name),
    description: localised.parse(description),
    anchors: anchorsSchema.parse(anchors),
  };
}

/** The edition's criteria and categories in their order, with one question to the database. */
export async function rubricOf(
  editionId: string,
): Promise<{ criteria: CriterionView[]; categories: { key: string; name: Localised }[] }> {
  const { criteria, categories } = await db().edition.findUniqueOrThrow({
    where: { id: editionId },
    select: {
      criteria: { orderBy: inOrder },
      categories: { select: { key: true, name: true }, orderBy: inOrder },
    },
  });
  return {
    criteria: criteria.map(criterionView),
    categories: categories.map(({ key, name }) => ({ key, name: localised.parse(name) })),
  };
}

/** Scores as a sheet or a draft holds them. */
export function scoresOf(json: unknown): Scores {
  return scoresSchema.parse(json);
}
