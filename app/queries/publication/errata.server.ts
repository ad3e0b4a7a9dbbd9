import { type Erratum, erratumSchema } from "#app/domain/publication/erratum.ts";
import { db } from "#app/platform/db.server.ts";

/** The corrections of an edition's publication, in their order. */
export async function errataOf(editionId: string): Promise<Erratum[]> {
  const rows = await db().erratum.findMany({ where: { editionId }, orderBy: { number: "asc" } });
  return rows.map(({ at, ...row }) => erratumSchema.parse({ ...row, at: at.toISOString() }));
}
