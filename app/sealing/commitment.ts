import { canonical, hash, toHex, utf8 } from "./bytes.ts";
import type { SealFormat } from "./manifest.ts";
import { leafHash } from "./merkle.ts";

// What is promised in public before it is shown: a proposal's content, a deposit, the list at
// closing, the ranking.

/**
 * The hash of a proposal's content: its text and, in their order, kind and SHA-256 (in hexadecimal)
 * of its files.
 */
export function contentHash(
  content: object,
  files: readonly { kind: string; sha256: string }[] = [],
): Uint8Array {
  const marks = files.map(({ kind, sha256 }) => ({ kind, sha256 }));
  return hash(
    "innova.to/content/v1|",
    canonical(marks.length > 0 ? { ...content, files: marks } : content),
  );
}

/**
 * What the server signs when it takes a deposit; without a time. Evidence if the proposal should
 * vanish.
 */
export function depositHash(
  format: SealFormat,
  hashOfContent: Uint8Array,
  ownEnvelopeHash: Uint8Array,
): Uint8Array {
  if (format.version === 1) return hash("innova.to/deposit/v1|", hashOfContent, ownEnvelopeHash);
  return hash("innova.to/deposit/v2|", format.manifestHash, hashOfContent, ownEnvelopeHash);
}

/** The statement behind the signature on a deposit. */
export function depositStatement(editionId: string, hashOfDeposit: Uint8Array): Uint8Array {
  return utf8(`innova.to/deposit/v1|${editionId}|${toHex(hashOfDeposit)}`);
}

/**
 * A proposal's leaf in the tree of closing: its number, its content (the files are in its hash),
 * its envelopes and, from version 2 on, the manifest they are sealed under.
 */
export function proposalLeaf(
  format: SealFormat,
  publicNo: number,
  hashOfContent: Uint8Array,
  envelopeHashes: Uint8Array[],
): Uint8Array {
  const leaf = {
    publicNo,
    content: toHex(hashOfContent),
    envelopes: envelopeHashes.map(toHex).sort(),
  };
  const manifest = format.version === 1 ? {} : { manifest: toHex(format.manifestHash) };
  return leafHash(utf8(canonical({ ...leaf, ...manifest })));
}

/** What custodians sign at closing. */
export function rootStatement(
  editionId: string,
  manifestHash: Uint8Array,
  root: Uint8Array,
  count: number,
  staffHash: Uint8Array,
): Uint8Array {
  return utf8(
    `innova.to/root/v1|${editionId}|${toHex(manifestHash)}|${toHex(root)}|${count}|${toHex(staffHash)}`,
  );
}

/** The salted hash of the staff list that eligibility is judged on. */
export function staffHash(salt: Uint8Array, staffList: string): Uint8Array {
  return hash(salt, staffList);
}

/** The published commitment to a ranking: SHA-256 of ranking.json. */
export function rankingCommit(rankingJson: string): Uint8Array {
  return hash(rankingJson);
}

/** What custodians sign before any share leaves a browser. */
export function rankingStatement(
  editionId: string,
  root: Uint8Array,
  commit: Uint8Array,
): Uint8Array {
  return utf8(`innova.to/rank/v1|${editionId}|${toHex(root)}|${toHex(commit)}`);
}

/** What a custodian signs with each released share. */
export function shareStatement(
  commit: Uint8Array,
  envelopeId: string,
  index: number,
  share: Uint8Array,
): Uint8Array {
  return utf8(`innova.to/share/v1|${toHex(commit)}|${envelopeId}|${index}|${toHex(hash(share))}`);
}

/** The hash of a statement's canonical text; the next statement of the edition holds it. */
export function statementHash(statementJson: string): Uint8Array {
  return hash(statementJson);
}

/** What custodians sign to bring a statement into force. */
export function statementText(
  editionId: string,
  manifestHash: Uint8Array,
  hashOfStatement: Uint8Array,
): Uint8Array {
  return utf8(
    `innova.to/statement/v1|${editionId}|${toHex(manifestHash)}|${toHex(hashOfStatement)}`,
  );
}
