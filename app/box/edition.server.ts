import { z } from "zod";
import { phaseOf, phases } from "#app/domain/phase.ts";
import { bytes, moment } from "./codecs.ts";
import { type BoxTx, inBox, readBox } from "./store.server.ts";

/** The facts of an edition as they are told. */
export const editionFacts = z.object({
  id: z.uuid(),
  phase: z.enum(phases),
  closesAt: moment.nullable(),
  graceMinutes: z.int(),
  minCategories: z.int(),
  maxCategories: z.int(),
  maxTeam: z.int(),
  timeZone: z.string(),
  categories: z.array(z.object({ key: z.string() })),
  manifest: z.object({ json: z.string(), hash: bytes }),
  /** the private halves wrapped under APP_KEK, and null once they were erased */
  keys: z.object({
    issuerSpki: bytes,
    issuerPrivate: bytes.nullable(),
    certPrivate: bytes.nullable(),
  }),
});

/** What a deposit is checked against. */
export type BoxEdition = z.infer<typeof editionFacts>;

/**
 * True when the box needs not be told these facts: it knows them, or takes nothing more for the
 * edition.
 */
export async function knowsFacts(facts: BoxEdition): Promise<boolean> {
  const known = await readBox((box) => box.edition.findUnique({ where: { id: facts.id } }));
  return known !== null && (known.closed || known.facts === textOf(facts));
}

/** Keeps these facts instead of those told before; an edition that was closed stays closed. */
export async function keepFacts(facts: BoxEdition): Promise<void> {
  const written = textOf(facts);
  await inBox(
    (tx) =>
      tx.$executeRaw`
      INSERT INTO "Edition" (id, facts) VALUES (${facts.id}::uuid, ${written})
      ON CONFLICT (id) DO UPDATE SET facts = excluded.facts WHERE NOT "Edition".closed`,
  );
}

/**
 * The facts of an edition whose deposits are in the box; null of any other. Once it is closed it is
 * in screening.
 */
export async function keptFacts(editionId: string): Promise<BoxEdition | null> {
  return factsOf(await readBox((box) => box.edition.findUnique({ where: { id: editionId } })));
}

/**
 * The same under a lock that closing and a change of dates wait for, so that nothing slips in
 * afterwards.
 */
export async function heldFacts(tx: BoxTx, editionId: string): Promise<BoxEdition | null> {
  const [row] = await tx.$queryRaw<
    Row[]
  >`SELECT facts, closed FROM "Edition" WHERE id = ${editionId}::uuid FOR SHARE`;
  return factsOf(row ?? null);
}

/** The public keys of the issuers of all editions that are here, as SPKI, by edition. */
export async function keptIssuers(): Promise<Map<string, Uint8Array>> {
  const rows = await readBox((box) => box.edition.findMany());
  return new Map(rows.map(({ id, ...row }) => [id, factsOf(row).keys.issuerSpki]));
}

function textOf(facts: BoxEdition): string {
  return JSON.stringify(editionFacts.encode(facts));
}

type Row = { facts: string; closed: boolean };

function factsOf(row: Row): BoxEdition;
function factsOf(row: Row | null): BoxEdition | null;
function factsOf(row: Row | null): BoxEdition | null {
  if (!row) return null;
  const kept = editionFacts.parse(JSON.parse(row.facts));
  return row.closed
    ? {
        ...kept,
        phase: phaseOf.closing,
        keys: { ...kept.keys, issuerPrivate: null, certPrivate: null },
      }
    : kept;
}
