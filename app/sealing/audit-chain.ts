import { canonical, concat, equal, fromBase64, hash, toHex } from "./bytes.ts";

// The chain over what staff roles did: the same code writes an entry's digest, checks the chain at
// the server's command line, and checks it again in a custodian's browser (sealing.md §8).

/** What an audit entry says; `at` in milliseconds since 1970, `detail` as JSON. */
export type AuditContent = {
  at: number;
  actorId: string | null;
  action: string;
  editionId: string | null;
  objectId: string;
  detail: unknown;
};

/** The digest of an entry: salted, so that what it says cannot be guessed from its hash. */
export function entryDigest(
  salt: Uint8Array,
  { at, actorId, action, editionId, objectId, detail }: AuditContent,
): Uint8Array {
  return hash(
    "innova.to/audit/v1|",
    salt,
    canonical({ at, actorId, action, editionId, objectId, detail }),
  );
}

/**
 * The hash of the link at `position` (1, 2, …); before the first stand 32 zeros. The database
 * computes the same.
 */
export function linkHash(previous: Uint8Array, position: number, digest: Uint8Array): Uint8Array {
  const place = new Uint8Array(4);
  new DataView(place.buffer).setInt32(0, position);
  return hash(concat(previous, place, digest));
}

/** A head as somebody received it: the link at this position had this hash. Bytes in base64url. */
export type ChainHead = { position: number; hash: string };
/** A link as it is handed out for checking. */
export type ChainLink = { position: number; digest: string; hash: string };

/** The first position at which the links do not follow from each other, or null when all do. */
export function brokenAt(links: readonly ChainLink[]): number | null {
  let previous: Uint8Array = new Uint8Array(32);
  for (const [at, link] of links.entries()) {
    const expected = linkHash(previous, at + 1, fromBase64(link.digest));
    if (link.position !== at + 1 || !equal(expected, fromBase64(link.hash))) return at + 1;
    previous = expected;
  }
  return null;
}

/** Those heads that are not on the chain: somebody has rewritten it since they were handed out. */
export function headsMissing(
  links: readonly ChainLink[],
  heads: readonly ChainHead[],
): ChainHead[] {
  return heads.filter(({ position, hash: known }) => links[position - 1]?.hash !== known);
}

/** What a delivered score sheet says, without the names of jurors. */
export type SheetFacts = {
  publicNo: number;
  version: number;
  scores: Readonly<Record<string, number>>;
  comments: string;
};

/**
 * How many bytes of chance a delivered sheet gets: half for the sheet, published with it, half for
 * its comments, never published.
 */
export const sheetSaltLength = 32;

/**
 * What of a sheet is published with the ranking, and what its hash needs: salt and hashed comments,
 * in hexadecimal.
 */
export function sheetSeal(
  salt: Uint8Array,
  commentProposer: string,
  commentJury: string,
): { salt: string; comments: string } {
  const [own, forComments] = [salt.slice(0, sheetSaltLength / 2), salt.slice(sheetSaltLength / 2)];
  return {
    salt: toHex(own),
    comments: toHex(
      hash("innova.to/comments/v1|", forComments, canonical([commentProposer, commentJury])),
    ),
  };
}

/** The hash of a delivered sheet that enters the chain, in hexadecimal; the juror gets it too. */
export function sheetHash({
  salt,
  publicNo,
  version,
  scores,
  comments,
}: SheetFacts & { salt: string }): string {
  return toHex(
    hash("innova.to/sheet/v1|", canonical({ salt, publicNo, version, scores, comments })),
  );
}
