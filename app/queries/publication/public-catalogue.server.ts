import type { Dataset, RightsHolder } from "#app/domain/publication/catalogue.ts";
import { refuse } from "#app/domain/refusal.ts";
import { latest } from "#app/domain/city/site-map.ts";
import { city } from "#app/platform/city.server.ts";
import { db, type Prisma } from "#app/platform/db.server.ts";
import { env, origin } from "#app/platform/env.server.ts";
import { namesIn } from "./publication-draft.server.ts";
import { isPublished, visible } from "#app/queries/edition/public-edition.server.ts";

const parts = {
  publication: { select: { at: true } },
  manifest: { select: { editionId: true } },
  errata: { select: { at: true } },
  implementations: { select: { entries: { select: { at: true } } } },
} as const satisfies Prisma.EditionInclude;

/** Who publishes the open data. */
export function holder(): RightsHolder {
  const { name, contact } = city();
  return { origin: origin(), name, id: env().CITY_IPA_CODE || new URL(origin()).hostname, contact };
}

/** Every published edition, the newest first. */
export async function publishedDatasets(): Promise<Dataset[]> {
  const rows = await db().edition.findMany({
    where: visible,
    include: parts,
    orderBy: [{ opensAt: { sort: "desc", nulls: "first" } }, { code: "desc" }],
  });
  return rows.filter(isPublished).map(datasetOf);
}

/** One of them; refuses not-found until it is published. */
export async function publishedDataset(code: string): Promise<Dataset> {
  const row = await db().edition.findUnique({ where: { code, ...visible }, include: parts });
  if (!row || !isPublished(row)) throw refuse("not-found");
  return datasetOf(row);
}

/** What will be said of one that is published at this moment; refuses not-found once it is. */
export async function draftDataset(id: string, at: Date): Promise<Dataset> {
  const row = await db().edition.findUniqueOrThrow({ where: { id }, include: parts });
  if (row.publication) throw refuse("not-found");
  return datasetOf({ ...row, publication: { at } });
}

function datasetOf({
  code,
  texts,
  manifest,
  publication,
  errata,
  implementations,
  opensAt,
  closesAt,
}: Prisma.EditionGetPayload<{ include: typeof parts }>): Dataset {
  const issuedAt = publication!.at.toISOString();
  const since = [...errata, ...implementations.flatMap(({ entries }) => entries)].map(({ at }) => ({
    at: at.toISOString(),
  }));
  return {
    code,
    names: namesIn(texts),
    sealed: manifest !== null,
    issuedAt,
    modifiedAt: latest(issuedAt, since),
    opensAt: opensAt?.toISOString() ?? null,
    closesAt: closesAt?.toISOString() ?? null,
  };
}
