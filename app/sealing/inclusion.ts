import { equal, fromBase64, toBase64, toHex } from "./bytes.ts";
import { depositHash, proposalLeaf, rootStatement } from "./commitment.ts";
import { envelopeHash, verifies } from "./envelope.ts";
import type { Inclusion } from "./given-inclusion.ts";
import { parseManifest, sealFormat } from "./manifest.ts";
import { isIncluded } from "./merkle.ts";

// 'Check my proposal': what a receipt is given after closing, and what the proposer's browser makes
// of it (sealing.md §7).

/**
 * `ownEnvelope`: mine is among the proposal's; `sealedUnder`: it was sealed under the manifest that
 * custodians signed; `inRoot`: contents and envelopes lead to the root; `signed`: how many
 * custodians signed it.
 */
export type InclusionCheck = {
  ownEnvelope: boolean;
  sealedUnder: boolean;
  inRoot: boolean;
  signed: number;
  quorum: number;
  root: string;
  depositHash: string;
  envelopeHash: string;
};

/**
 * Checks that a proposal with this content hash (base64url, over text and files as the browser sees
 * them) is in the root that custodians signed. `depositHash` is the one the receipt's proof names,
 * to be compared with it; both in hexadecimal.
 */
export function checkInclusion(
  manifestText: string,
  contentHash: string,
  given: Inclusion,
): InclusionCheck {
  const manifest = parseManifest(manifestText);
  const [root, content] = [fromBase64(given.root), fromBase64(contentHash)];
  const format = sealFormat(manifestText);
  const sealedUnder = fromBase64(given.own.manifestHash);
  const own = envelopeHash(format, {
    manifestHash: sealedUnder,
    iv: fromBase64(given.own.iv),
    ct: fromBase64(given.own.ct),
    commit: fromBase64(given.own.commit),
    wraps: fromBase64(given.own.wraps),
    ownerWrap: fromBase64(given.own.ownerWrap),
  });
  const envelopes = given.envelopes.map(fromBase64);
  const leaf = proposalLeaf(format, given.publicNo, content, envelopes);
  const statement = rootStatement(
    manifest.edition,
    format.manifestHash,
    root,
    given.count,
    fromBase64(given.staffHash),
  );
  const signed = manifest.custodians.filter(({ signPublicKey }, at) =>
    given.signatures.some(
      ({ position, signature }) =>
        position === at + 1 &&
        verifies(fromBase64(signature), statement, fromBase64(signPublicKey)),
    ),
  );
  return {
    ownEnvelope: envelopes.some((each) => equal(each, own)),
    sealedUnder: equal(sealedUnder, format.manifestHash),
    inRoot: isIncluded(leaf, given.publicNo - 1, given.count, given.proof.map(fromBase64), root),
    signed: signed.length,
    quorum: manifest.quorum,
    root: toHex(root),
    depositHash: toBase64(depositHash(format, content, own)),
    envelopeHash: toBase64(own),
  };
}
