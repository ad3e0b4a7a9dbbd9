import { publishedSchema } from "#app/domain/publication/publication.ts";
import type { MappedEdition, MappedPublication } from "#app/domain/city/site-map.ts";
import { chartsOf } from "#app/domain/statistics/view.ts";
import { db, type Prisma } from "#app/platform/db.server.ts";
import { errataOf } from "#app/queries/publication/errata.server.ts";
import { isPublished, visible } from "#app/queries/edition/public-edition.server.ts";

const parts = {
  publication: true,
  implementations: { select: { publicNo: true, entries: { select: { at: true } } } },
} as const satisfies Prisma.EditionInclude;

/** Every edition that visitors see, with the pages it has. */
export async function mappedEditions(): Promise<MappedEdition[]> {
  const rows = await db().edition.findMany({
    where: visible,
    include: parts,
    orderBy: { code: "asc" },
  });
  return Promise.all(
    rows.map(async (row) => ({
      code: row.code,
      published: isPublished(row) ? await publicationOf(row) : null,
    })),
  );
}

async function publicationOf({
  id,
  publication,
  implementations,
}: Prisma.EditionGetPayload<{ include: typeof parts }>): Promise<MappedPublication> {
  const { winners, minutes, statistics } = publishedSchema.parse(publication!.results);
  return {
    at: publication!.at.toISOString(),
    winners: winners.flatMap(({ publicNo }) => publicNo ?? []),
    minutes: minutes.map(({ facts }) => facts.number),
    figures: chartsOf(statistics),
    errata: await errataOf(id),
    entries: implementations.flatMap(({ publicNo, entries }) =>
      entries.map(({ at }) => ({ publicNo, at: at.toISOString() })),
    ),
  };
}
