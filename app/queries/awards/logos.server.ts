import { phasesWith } from "#app/domain/phase.ts";
import { localised } from "#app/domain/localised.ts";
import {
  type Logo,
  logoHash,
  type LogoKind,
  logoSchema,
  logoWords,
} from "#app/domain/city/logo.ts";
import { refuse } from "#app/domain/refusal.ts";
import { fromHex, toHex } from "#app/sealing/bytes.ts";
import { db, type Prisma } from "#app/platform/db.server.ts";

/** What to select of a sponsor's logo for `logoView`. */
export const logoFields = {
  select: { sha256: true, kind: true, width: true, height: true, alt: true },
} as const;

type LogoRow = {
  sha256: Uint8Array;
  kind: string;
  width: number;
  height: number;
  alt: Prisma.JsonValue;
};

/** A logo without its bytes, with words for it. */
export function logoView(row: LogoRow | null, sponsor: string): Logo | null {
  return (
    row &&
    logoSchema.parse({
      ...row,
      sha256: toHex(row.sha256),
      alt: logoWords(localised.parse(row.alt), sponsor),
    })
  );
}

/** A logo with its bytes. */
export type StoredLogo = { sha256: string; kind: LogoKind; bytes: Uint8Array<ArrayBuffer> };

/**
 * The logo at this public address; refuses not-found, also as long as nobody may see its edition.
 */
export async function publicLogo(file: string): Promise<StoredLogo> {
  const sha256 = logoHash(file);
  const hash = sha256 && new Uint8Array(fromHex(sha256));
  const row =
    hash &&
    ((await ofCity(hash)) ??
      (await db().sponsorLogo.findFirst({
        where: { sha256: hash, sponsor: { edition: { phase: { in: phasesWith("callPublic") } } } },
        select: { kind: true, bytes: true },
      })));
  if (!row) throw refuse("not-found");
  return { sha256, kind: logoSchema.shape.kind.parse(row.kind), bytes: new Uint8Array(row.bytes) };
}

async function ofCity(
  logoSha256: Uint8Array<ArrayBuffer>,
): Promise<{ kind: string; bytes: Uint8Array } | null> {
  const row = await db().city.findFirst({
    where: { logoSha256 },
    select: { logoKind: true, logoBytes: true },
  });
  return row?.logoKind && row.logoBytes ? { kind: row.logoKind, bytes: row.logoBytes } : null;
}

/** The logo of a sponsor, for the edition's organisers; refuses not-found. */
export async function sponsorLogo(editionId: string, sponsorId: string): Promise<StoredLogo> {
  const row = await db().sponsorLogo.findFirst({
    where: { sponsorId, sponsor: { editionId } },
    select: { kind: true, sha256: true, bytes: true },
  });
  if (!row) throw refuse("not-found");
  return {
    sha256: toHex(row.sha256),
    kind: logoSchema.shape.kind.parse(row.kind),
    bytes: new Uint8Array(row.bytes),
  };
}
