import { z } from "zod";
import { localised, type Localised } from "#app/domain/locale.ts";
import type { Scores } from "#app/domain/scoring.ts";
import { db, type Tx } from "#app/platform/db.server.ts";

/** A criterion with its words; `anchors` says what a score means, for the scores that have words. */
export type CriterionView = { key: string; weight: number; maxScore: number; name: Localised; description: Localised; anchors: Record<string, Localised> };

const anchorsSchema = z.record(z.string(), localised);
const scoresSchema = z.record(z.string(), z.number());

/** The edition's criteria in their order. */
export async function criteriaOf(editionId: string, tx: Tx = db()): Promise<CriterionView[]> {
  const rows = await tx.criterion.findMany({ where: { editionId }, orderBy: [{ position: "asc" }, { key: "asc" }] });
  return rows.map(({ key, weight, maxScore, name, description, anchors }) => ({
    key, weight, maxScore, name: localised.parse(name), description: localised.parse(description), anchors: anchorsSchema.parse(anchors),
  }));
}

/** Scores as a sheet or a draft holds them. */
export function scoresOf(json: unknown): Scores {
  return scoresSchema.parse(json);
}
