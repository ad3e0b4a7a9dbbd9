import { phaseHas } from "#app/domain/phase.ts";
import { enoughDestroyed } from "#app/domain/opening/key-care.ts";
import type { EditionCard } from "#app/domain/edition/card.ts";
import type { Locale } from "#app/domain/locale.ts";
import { refuse } from "#app/domain/refusal.ts";
import { toHex } from "#app/sealing/bytes.ts";
import { summaryOf, tagsIn } from "#app/sealing/deposit-list.ts";
import { fingerprint } from "#app/sealing/manifest.ts";
import { db, type Prisma, type SignedSubject } from "#app/platform/db.server.ts";
import { isPinned, type PinState } from "#app/platform/pins.server.ts";
import { cardParts, editionCard, visible } from "#app/queries/edition/public-edition.server.ts";
import { signedManifestOf, withSignedManifest } from "./signed-manifest.server.ts";

/** What anybody can check, as far as the edition has come; hashes in hexadecimal. */
export type Verification = {
  edition: EditionCard;
  manifest: { json: string; hash: string; fingerprint: string; pinned: PinState } | null;
  custodians: { title: string; signed: SignedSubject[] }[];
  quorum: number;
  /**
   * how many custodians destroyed their key, and from how many on no quorum can come together any
   * more; null before the retention time is over
   */
  destroyed: { keys: number; enough: number } | null;
  /** the public list of deposits as of the last midnight; null where there is none yet */
  deposits: { day: string; count: number; hash: string } | null;
  closing: {
    root: string;
    proposals: number;
    eligible: number;
    activated: number;
    issued: number;
    spent: number;
    returned: number;
    staffHash: string;
    objectionEnds: string;
  } | null;
  ranking: { commitment: string; bytes: number | null } | null;
};

const parts = {
  ...cardParts,
  manifest: true,
  closing: true,
  ranking: true,
  custodians: {
    orderBy: { position: "asc" },
    select: { title: true, destroyedAt: true, signatures: { select: { subject: true } } },
  },
} as const satisfies Prisma.EditionInclude;

export async function verifyPage(code: string, locale: Locale): Promise<Verification> {
  const row = await db().edition.findUnique({ where: { code, ...visible }, include: parts });
  if (!row) throw refuse("not-found");
  const { manifest, closing, ranking } = row;
  const isPublished = phaseHas(row.phase, "resultsPublic") && row.publication !== null;
  return {
    edition: editionCard(row, locale),
    manifest: manifest && {
      json: manifest.json,
      hash: toHex(manifest.hash),
      fingerprint: fingerprint(manifest.hash),
      pinned: isPinned(row.id, manifest.hash),
    },
    custodians: row.custodians.map(({ title, signatures }) => ({
      title,
      signed: signatures.map(({ subject }) => subject),
    })),
    quorum: row.quorum,
    destroyed:
      phaseHas(row.phase, "archived") && manifest
        ? {
            keys: row.custodians.filter(({ destroyedAt }) => destroyedAt).length,
            enough: enoughDestroyed({ count: row.custodianCount, quorum: row.quorum }),
          }
        : null,
    deposits: listShown(await depositListOf(row.id)),
    closing: closing && {
      root: toHex(closing.root),
      proposals: closing.count,
      eligible: closing.eligible,
      activated: closing.activated,
      issued: closing.issued,
      spent: closing.spent,
      returned: await db().spentToken.count({ where: { editionId: row.id, purpose: "returned" } }),
      staffHash: toHex(closing.staffHash),
      objectionEnds: closing.objectionEnds.toISOString(),
    },
    ranking: ranking && {
      commitment: toHex(ranking.commit),
      bytes: isPublished ? Buffer.byteLength(ranking.json) : null,
    },
  };
}

type ListRow = { day: Date; tags: Uint8Array };

async function depositListOf(editionId: string): Promise<ListRow[]> {
  return db().depositList.findMany({ where: { editionId }, orderBy: { day: "asc" } });
}

function listShown(rows: readonly ListRow[]): Verification["deposits"] {
  const last = rows.at(-1);
  if (!last) return null;
  return { day: last.day.toISOString().slice(0, 10), ...summaryOf(rows.map(({ tags }) => tags)) };
}

/**
 * The public list of deposits, by the day from which each tag stands in it; tags in hexadecimal.
 */
export async function depositListFile(code: string): Promise<string> {
  const row = await db().edition.findUnique({
    where: { code, manifest: { isNot: null }, ...visible },
    select: { id: true },
  });
  if (!row) throw refuse("not-found");
  const rows = await depositListOf(row.id);
  return JSON.stringify({
    edition: row.id,
    sha256: listShown(rows)?.hash ?? null,
    days: rows.map(({ day, tags }) => ({
      day: day.toISOString().slice(0, 10),
      tags: tagsIn(tags).map(toHex),
    })),
  });
}

/** The custodians' signatures on the manifest, by their places; base64url. */
export async function manifestSignaturesFile(code: string): Promise<string> {
  const row = await db().edition.findUnique({
    where: { code, ...visible },
    include: withSignedManifest,
  });
  if (!row?.manifest) throw refuse("not-found");
  return JSON.stringify(signedManifestOf(row).manifestSignatures);
}

/** The manifest's canonical text, whose SHA-256 the fingerprint abbreviates. */
export async function manifestFile(code: string): Promise<string> {
  const row = await db().edition.findUnique({
    where: { code, ...visible },
    select: { manifest: { select: { json: true } } },
  });
  if (!row?.manifest) throw refuse("not-found");
  return row.manifest.json;
}
