import { eachLocale, written } from "#app/domain/each-locale.ts";
import { z } from "zod";
import { moment } from "#app/box/codecs.ts";
import { told } from "#app/box/told.server.ts";
import type { Localised } from "#app/domain/locale.ts";
import { phases, phasesWith } from "#app/domain/phase.ts";
import { localised } from "#app/domain/localised.ts";
import { db } from "#app/platform/db.server.ts";
import { toBase64 } from "#app/sealing/bytes.ts";
import { placed } from "#app/sealing/signed-manifest.ts";

/** What the anonymous page is made of, whatever the time is. Bytes in base64url. */
const pageEdition = z.object({
  id: z.uuid(),
  code: z.string(),
  names: localised,
  phase: z.enum(phases),
  closesAt: moment.nullable(),
  graceMinutes: z.int(),
  timeZone: z.string(),
  manifest: z.string(),
  manifestHash: z.string(),
  manifestSignatures: z.array(z.object({ position: z.int(), signature: z.string() })),
  categories: z.array(z.object({ key: z.string(), name: localised, description: localised })),
  minCategories: z.int(),
  maxCategories: z.int(),
  maxTeam: z.int(),
  sealedConflicts: z.boolean(),
  conflictsUntil: moment.nullable(),
  employeesVote: z.boolean(),
  voteStartsAt: moment.nullable(),
  voteEndsAt: moment.nullable(),
  tookPart: z.string().nullable(),
});
type PageEdition = z.infer<typeof pageEdition>;
const pageEditions = z.array(pageEdition);

/**
 * The editions that a pass or a receipt may be for, newest first, as the main database has them.
 */
export async function editionsInMain(): Promise<PageEdition[]> {
  const rows = await db().edition.findMany({
    where: {
      manifest: { isNot: null },
      phase: { in: phasesWith("callPublic"), notIn: phasesWith("archived") },
    },
    include: {
      manifest: true,
      categories: { orderBy: { position: "asc" } },
      tookPartKey: { select: { issuerSpki: true } },
      signatures: {
        where: { subject: "MANIFEST" },
        select: { signature: true, custodian: { select: { position: true } } },
      },
    },
    orderBy: { createdAt: "desc" },
  });
  return rows.map(({ manifest, categories, signatures, texts, tookPartKey, ...row }) => ({
    ...row,
    names: namesIn(texts),
    manifest: manifest!.json,
    manifestHash: toBase64(manifest!.hash),
    manifestSignatures: placed(signatures),
    categories: categories.map(({ key, name, description }) => ({
      key,
      name: localised.parse(name),
      description: localised.parse(description),
    })),
    tookPart: tookPartKey && toBase64(tookPartKey.issuerSpki),
  }));
}

const texts = z.record(z.string(), z.object({ name: z.string().optional() }));

function namesIn(json: unknown): Localised {
  const named = texts.parse(json);
  return written(eachLocale((locale) => named[locale]?.name));
}

/** The same, written for a box in another process. */
export async function writtenEditions(): Promise<string> {
  return JSON.stringify(pageEditions.encode(await editionsInMain()));
}

/** The same as a box was told them; none before it was. */
export async function toldEditions(): Promise<PageEdition[]> {
  const written = await told("editions");
  return written ? pageEditions.parse(JSON.parse(Buffer.from(written).toString())) : [];
}
