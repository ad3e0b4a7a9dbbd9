import { publishedSchema } from "#app/domain/publication.ts";
import type { MappedEdition } from "#app/domain/site-map.ts";
import { chartsOf } from "#app/domain/statistics-view.ts";
import { db } from "#app/platform/db.server.ts";
import { isPublished, visible } from "./public-edition.server.ts";

/** Every edition that visitors see, with the pages it has. */
export async function mappedEditions(): Promise<MappedEdition[]> {
  const rows = await db().edition.findMany({ where: visible, include: { publication: true, errata: { select: { at: true }, orderBy: { number: "desc" }, take: 1 } }, orderBy: { code: "asc" } });
  const published = rows.filter(isPublished).map(({ code }) => code);
  return rows.map((row) => {
    if (!isPublished(row)) return { code: row.code, published: null };
    const { winners, minutes, statistics } = publishedSchema.parse(row.publication!.results);
    return {
      code: row.code,
      published: {
        changedAt: (row.errata[0]?.at ?? row.publication!.at).toISOString(),
        winners: winners.flatMap(({ publicNo }) => publicNo ?? []),
        minutes: minutes.map(({ facts }) => facts.number),
        figures: chartsOf(statistics),
        others: published.filter((other) => other !== row.code),
      },
    };
  });
}
