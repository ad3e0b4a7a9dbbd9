import { ed25519 } from "@noble/curves/ed25519.js";
import { Decrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { z } from "zod";
import { equal, fromBase64, fromUtf8, random, toBase64, toHex } from "./bytes.ts";
import {
  proposalLeaf,
  rankingCommit,
  rankingStatement,
  rootStatement,
  shareStatement,
  statementHash,
  statementText,
} from "./commitment.ts";
import {
  custodianSigningKey,
  type EnvelopeContext,
  envelopeHash,
  unwrapShare,
  wrapLength,
} from "./envelope.ts";
import { manifestHash, manifestStatement, parseManifest, sealFormat } from "./manifest.ts";
import { merkleRoot } from "./merkle.ts";
import { areCalledInOrder, openListOf, openPartOf, rankingOpenPart } from "./reserve.ts";
import { signers } from "./signed-manifest.ts";
import { isStatementChain, parseStatement, type Reserve } from "./statement.ts";
import { words } from "./words.ts";

// What a custodian's browser does: make keys, prove that the key file opens, sign, check and
// release shares.

/**
 * A custodian's keys; `identity` is the age secret key, `AGE-SECRET-KEY-1…`, and never leaves the
 * browser unencrypted.
 */
export type CustodianKeys = { identity: string; recipient: string; signPublicKey: string };

export async function newCustodianKeys(): Promise<CustodianKeys> {
  return keysOf(await generateX25519Identity());
}

/** The public keys that belong to an identity. */
export async function keysOf(identity: string): Promise<CustodianKeys> {
  return {
    identity,
    recipient: await identityToRecipient(identity),
    signPublicKey: toBase64(ed25519.getPublicKey(custodianSigningKey(identity))),
  };
}

/** Seven words at random, of 256 each: 56 bits behind scrypt. */
export function newPassphrase(): string {
  return Array.from(random(7), (byte) => words[byte]).join("-");
}

/** The identity in a key file; null when the passphrase is wrong or the file is another. */
export async function decryptKeyFile(file: Uint8Array, passphrase: string): Promise<string | null> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase.trim());
  try {
    const identity = fromUtf8(await decrypter.decrypt(file)).trim();
    return identity.startsWith("AGE-SECRET-KEY-1") ? identity : null;
  } catch {
    return null;
  }
}

/** Reads the value in the server's test, in base64url. */
export async function readTest(identity: string, wrap: string): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return toBase64(await decrypter.decrypt(fromBase64(wrap)));
}

const sign = (identity: string, statement: Uint8Array) =>
  toBase64(ed25519.sign(statement, custodianSigningKey(identity)));

export type Signed = { subjectHash: string; signature: string };

/**
 * True when a manifest holds this custodian's own keys at their own place: another manifest is not
 * to be signed.
 */
export async function isInManifest(
  identity: string,
  position: number,
  manifestText: string,
): Promise<boolean> {
  const [own, keys] = [
    parseManifest(manifestText).custodians[position - 1],
    await keysOf(identity),
  ];
  return own?.recipient === keys.recipient && own.signPublicKey === keys.signPublicKey;
}

/** Signs a manifest; gives the hash it was signed under. */
export function signManifest(identity: string, manifestText: string): Signed {
  const subject = manifestHash(manifestText);
  return { subjectHash: toBase64(subject), signature: sign(identity, manifestStatement(subject)) };
}

export type RootFacts = {
  editionId: string;
  manifest: string;
  root: string;
  count: number;
  staffHash: string;
};

/** Signs the root of closing. */
export function signRoot(identity: string, facts: RootFacts): Signed {
  return { subjectHash: facts.root, signature: sign(identity, rootStatementOf(facts)) };
}

/** What custodians sign at closing. */
export function rootStatementOf({
  editionId,
  manifest,
  root,
  count,
  staffHash,
}: RootFacts): Uint8Array {
  return rootStatement(
    editionId,
    manifestHash(manifest),
    fromBase64(root),
    count,
    fromBase64(staffHash),
  );
}

/** Signs the frozen ranking. */
export function signRanking(
  identity: string,
  editionId: string,
  root: string,
  rankingJson: string,
): Signed {
  const commit = rankingCommit(rankingJson);
  return {
    subjectHash: toBase64(commit),
    signature: sign(identity, rankingStatement(editionId, fromBase64(root), commit)),
  };
}

/**
 * Signs the statement with this number; null when the statements given are not one chain of this
 * edition and manifest, or call a reserve that is not the next of `ranking` (ranking.json; needed
 * for that kind only).
 */
export function signCustodianStatement(
  identity: string,
  editionId: string,
  manifestText: string,
  statements: readonly string[],
  number: number,
  ranking = "",
): Signed | null {
  const [hashOfManifest, json] = [manifestHash(manifestText), statements[number - 1]];
  if (json === undefined || !isStatementChain(editionId, hashOfManifest, statements)) return null;
  const calls = statements
    .map(parseStatement)
    .flatMap((statement) => (statement.kind === "RESERVE" ? [statement] : []));
  const order = calls.length > 0 ? openPartOf(ranking) : null;
  if (calls.length > 0 && !(order && areCalledInOrder(order, calls))) return null;
  const subject = statementHash(json);
  return {
    subjectHash: toBase64(subject),
    signature: sign(identity, statementText(editionId, hashOfManifest, subject)),
  };
}

const signatures = z.array(z.object({ position: z.int(), signature: z.string() }));

/** What was sealed at closing, with the custodians' signatures on it; bytes in base64url. */
const sealSchema = z.object({
  editionId: z.uuid(),
  manifest: z.string(),
  root: z.string(),
  count: z.int(),
  staffHash: z.string(),
  position: z.int(),
  /** every leaf in order of number: content hash and hashes of the envelopes */
  leaves: z.array(
    z.object({ publicNo: z.int(), contentHash: z.string(), envelopeHashes: z.array(z.string()) }),
  ),
  manifestSignatures: signatures,
  rootSignatures: signatures,
});
export type Seal = z.infer<typeof sealSchema>;

/** Everything a custodian's page is given at the opening; bytes in base64url. */
const ceremonySchema = sealSchema.extend({
  ranking: z.string(),
  rankingSignatures: signatures,
  /** all of the edition, in order, each with who signed it */
  statements: z.array(z.object({ json: z.string(), signatures })),
  envelopes: z.array(
    z.object({
      id: z.uuid(),
      proposalId: z.uuid(),
      publicNo: z.int(),
      manifestHash: z.string(),
      iv: z.string(),
      ct: z.string(),
      commit: z.string(),
      wraps: z.string(),
      ownerWrap: z.string(),
    }),
  ),
});
export type Ceremony = z.infer<typeof ceremonySchema>;

export type CeremonyFault =
  | "unreadable"
  | "not-your-key"
  | "own-manifest-signature"
  | "root-differs"
  | "own-root-signature"
  | "own-ranking-signature"
  | "envelope-not-in-root"
  | "not-on-open-list"
  | "reserve-not-called"
  | "too-few-signatures";

/**
 * A share; an empty one is this custodian's signed word that their own wrap cannot be read or
 * belongs to another envelope.
 */
export type ReleasedShare = { envelopeId: string; share: string; signature: string };

/**
 * What a custodian's page found and unwrapped: how many of their own wraps it could not read, and
 * how many envelopes were sealed under another manifest than the one they signed. Of both it gives
 * an empty share.
 */
export type Unwrapped = {
  faults: CeremonyFault[];
  shares: ReleasedShare[];
  unreadable: number;
  foreign: number;
};

const rankingSchema = rankingOpenPart.extend({ edition: z.string(), root: z.string() });

/**
 * Checks what was sealed at closing by this custodian's own key: the manifest holds it and carries
 * their own signature, the root follows from the leaves and carries it too (or, for somebody who
 * was away, a quorum's).
 */
export async function checkSeal(identity: string, given: unknown): Promise<CeremonyFault[]> {
  const seal = sealSchema.safeParse(given).data;
  return seal ? sealFaults(await keysOf(identity), seal) : ["unreadable"];
}

/**
 * Checks everything a custodian can check, then unwraps their own shares. Any fault, and no share
 * is given: the manifest holds this key and carries this custodian's own signature, the root
 * follows from the leaves and carries it too, every envelope is in the root and on the committed
 * open list, or among the reserves that a quorum called in their order, and a quorum, this
 * custodian among them, signed this very ranking. A single wrap that cannot be read gives an empty
 * share and does not hold up the others.
 */
export async function checkAndUnwrap(identity: string, given: unknown): Promise<Unwrapped> {
  const refused = (faults: CeremonyFault[]): Unwrapped => ({
    faults,
    shares: [],
    unreadable: 0,
    foreign: 0,
  });
  const parsed = ceremonySchema.safeParse(given);
  if (!parsed.success) return refused(["unreadable"]);
  const ceremony = parsed.data;
  const faults = checkCeremony(await keysOf(identity), ceremony);
  if (faults.length > 0) return refused(faults);
  const shares = [];
  for (const envelope of ceremony.envelopes)
    shares.push(await releaseOne(identity, ceremony, envelope));
  const foreign = ceremony.envelopes.filter((envelope) => !isOfManifest(envelope, ceremony)).length;
  const unreadable = shares.filter(({ share }) => share === "").length - foreign;
  return { faults: [], shares, unreadable, foreign };
}

/** True when an envelope says that it was sealed under the manifest of the ceremony. */
export function isOfManifest(
  { manifestHash: own }: { manifestHash: string },
  { manifest }: Pick<Seal, "manifest">,
): boolean {
  return own === toBase64(manifestHash(manifest));
}

function sealFaults(keys: CustodianKeys, seal: Seal): CeremonyFault[] {
  const manifest = parseManifest(seal.manifest);
  const own = manifest.custodians[seal.position - 1];
  const rootSigners = signers(seal.rootSignatures, manifest.custodians, rootStatementOf(seal));
  // the manifest is believed only for their own signature on it: whoever can write the database can
  // write another
  const manifestSigners = signers(
    seal.manifestSignatures,
    manifest.custodians,
    manifestStatement(manifestHash(seal.manifest)),
  );
  const signedRoot = seal.rootSignatures.some(({ position }) => position === seal.position);
  return faultsOf([
    [
      own?.recipient !== keys.recipient ||
        own.signPublicKey !== keys.signPublicKey ||
        manifest.edition !== seal.editionId,
      "not-your-key",
    ],
    [!manifestSigners.has(seal.position), "own-manifest-signature"],
    [!rootFollows(seal), "root-differs"],
    [
      signedRoot ? !rootSigners.has(seal.position) : rootSigners.size < manifest.quorum,
      "own-root-signature",
    ],
  ]);
}

function checkCeremony(keys: CustodianKeys, ceremony: Ceremony): CeremonyFault[] {
  const manifest = parseManifest(ceremony.manifest);
  const ranking = rankingSchema.parse(JSON.parse(ceremony.ranking));
  // by id and number: a loser's envelope listed under a winner's number is not to be opened
  const known = new Set(
    [...ranking.openList, ...ranking.reserves].map(
      ({ envelopeId, publicNo }) => `${envelopeId} ${publicNo}`,
    ),
  );
  const isKnown = ({ id, publicNo }: Ceremony["envelopes"][number]) =>
    known.has(`${id} ${publicNo}`);
  const called = reservesCalled(ceremony, manifest.custodians, manifest.quorum);
  const mayOpen = new Set(openListOf(ranking, called?.inForce ?? []));
  const commit = rankingCommit(ceremony.ranking);
  const rankingSigners = signers(
    ceremony.rankingSignatures,
    manifest.custodians,
    rankingStatement(ceremony.editionId, fromBase64(ceremony.root), commit),
  );
  const isOther =
    toHex(fromBase64(ceremony.root)) !== ranking.root || ranking.edition !== ceremony.editionId;
  const faults = faultsOf([
    [isOther, "root-differs"],
    [!ceremony.envelopes.every((envelope) => isInRoot(envelope, ceremony)), "envelope-not-in-root"],
    [!ceremony.envelopes.every(isKnown), "not-on-open-list"],
    [
      !called ||
        !areCalledInOrder(ranking, called.all) ||
        !ceremony.envelopes.every((envelope) => mayOpen.has(envelope.id) || !isKnown(envelope)),
      "reserve-not-called",
    ],
    [rankingSigners.size < manifest.quorum, "too-few-signatures"],
    [!rankingSigners.has(ceremony.position), "own-ranking-signature"],
  ]);
  return [...new Set([...sealFaults(keys, ceremony), ...faults])];
}

function faultsOf(checks: [boolean, CeremonyFault][]): CeremonyFault[] {
  return checks.filter(([is]) => is).map(([, fault]) => fault);
}

/**
 * The reserves that statements call, and those of them a quorum signed; null when the statements
 * are no chain of this edition.
 */
export function reservesCalled(
  { editionId, manifest, statements }: Ceremony,
  custodians: { signPublicKey: string }[],
  quorum: number,
): { all: Reserve[]; inForce: Reserve[] } | null {
  const hashOfManifest = manifestHash(manifest);
  if (
    !isStatementChain(
      editionId,
      hashOfManifest,
      statements.map(({ json }) => json),
    )
  )
    return null;
  const calls = statements.flatMap(({ json, signatures }) => {
    const statement = parseStatement(json);
    const signed = signers(
      signatures,
      custodians,
      statementText(editionId, hashOfManifest, statementHash(json)),
    );
    return statement.kind === "RESERVE" ? [{ statement, isInForce: signed.size >= quorum }] : [];
  });
  return {
    all: calls.map(({ statement }) => statement),
    inForce: calls.filter(({ isInForce }) => isInForce).map(({ statement }) => statement),
  };
}

/** True when the root is that of the leaves, all of them. */
export function rootFollows({ manifest, leaves, root, count }: Seal): boolean {
  const format = sealFormat(manifest);
  const hashes = leaves.map((leaf) =>
    proposalLeaf(
      format,
      leaf.publicNo,
      fromBase64(leaf.contentHash),
      leaf.envelopeHashes.map(fromBase64),
    ),
  );
  return leaves.length === count && equal(merkleRoot(hashes), fromBase64(root));
}

/** True when a leaf of the same number holds this very envelope. */
export function isInRoot(
  envelope: Ceremony["envelopes"][number],
  { manifest, leaves }: Ceremony,
): boolean {
  const own = envelopeHash(sealFormat(manifest), {
    manifestHash: fromBase64(envelope.manifestHash),
    iv: fromBase64(envelope.iv),
    ct: fromBase64(envelope.ct),
    commit: fromBase64(envelope.commit),
    wraps: fromBase64(envelope.wraps),
    ownerWrap: fromBase64(envelope.ownerWrap),
  });
  return leaves.some(
    (leaf) => leaf.publicNo === envelope.publicNo && leaf.envelopeHashes.includes(toBase64(own)),
  );
}

async function releaseOne(
  identity: string,
  ceremony: Ceremony,
  envelope: Ceremony["envelopes"][number],
): Promise<ReleasedShare> {
  const share = isOfManifest(envelope, ceremony)
    ? await ownShare(identity, ceremony, envelope)
    : new Uint8Array();
  const statement = shareStatement(
    rankingCommit(ceremony.ranking),
    envelope.id,
    ceremony.position,
    share,
  );
  return { envelopeId: envelope.id, share: toBase64(share), signature: sign(identity, statement) };
}

/** The share in this custodian's own wrap; none when it cannot be read. */
async function ownShare(
  identity: string,
  ceremony: Ceremony,
  envelope: Ceremony["envelopes"][number],
): Promise<Uint8Array> {
  const { editionId, position } = ceremony;
  const context: EnvelopeContext = {
    editionId,
    proposalId: envelope.proposalId,
    envelopeId: envelope.id,
    manifestHash: fromBase64(envelope.manifestHash),
  };
  const wrap = fromBase64(envelope.wraps).slice((position - 1) * wrapLength, position * wrapLength);
  return unwrapShare(identity, context, position, wrap).catch(() => new Uint8Array());
}
