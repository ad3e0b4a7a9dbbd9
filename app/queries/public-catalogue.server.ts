import type { Dataset, Holder } from "#app/domain/catalogue.ts";
import { refuse } from "#app/domain/refusal.ts";
import { city } from "#app/platform/city.server.ts";
import { db, type Prisma } from "#app/platform/db.server.ts";
import { env, origin } from "#app/platform/env.server.ts";
import { namesIn } from "./publication-draft.server.ts";
import { isPublished, visible } from "./public-edition.server.ts";

const parts = { publication: { select: { at: true } }, manifest: { select: { editionId: true } }, errata: { select: { at: true }, orderBy: { number: "desc" }, take: 1 } } as const satisfies Prisma.EditionInclude;

/** Who publishes the open data. */
export function holder(): Holder {
  const { name, contact } = city();
  return { origin: origin(), name, id: env().CITY_IPA_CODE || new URL(origin()).hostname, contact };
}

/** Every published edition, the newest first. */
export async function publishedDatasets(): Promise<Dataset[]> {
  const rows = await db().edition.findMany({ where: visible, include: parts, orderBy: [{ opensAt: { sort: "desc", nulls: "first" } }, { code: "desc" }] });
  return rows.filter(isPublished).map(datasetOf);
}

/** One of them; refuses not-found until it is published. */
export async function publishedDataset(code: string): Promise<Dataset> {
  const row = await db().edition.findUnique({ where: { code, ...visible }, include: parts });
  if (!row || !isPublished(row)) throw refuse("not-found");
  return datasetOf(row);
}

function datasetOf({ code, texts, manifest, publication, errata, opensAt, closesAt }: Prisma.EditionGetPayload<{ include: typeof parts }>): Dataset {
  const issuedAt = publication!.at.toISOString();
  return { code, names: namesIn(texts), sealed: manifest !== null, issuedAt, modifiedAt: errata[0]?.at.toISOString() ?? issuedAt, opensAt: opensAt?.toISOString() ?? null, closesAt: closesAt?.toISOString() ?? null };
}
