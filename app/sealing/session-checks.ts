import { fromBase64, toHex } from "./bytes.ts";
import { rankingCommit, rankingStatement } from "./commitment.ts";
import {
  type Ceremony,
  isInRoot,
  isOfManifest,
  reservesCalled,
  rootFollows,
  rootStatementOf,
} from "./custodian.ts";
import { manifestHash, manifestStatement, parseManifest } from "./manifest.ts";
import { signers } from "./signed-manifest.ts";
import { areCalledInOrder, openListOf, openPartOf } from "./reserve.ts";

// What a public session sees ticked: the checks of a custodian's page that need no key, by the same
// code.

export const sessionCheckKeys = [
  "manifest",
  "root",
  "root-signatures",
  "ranking",
  "ranking-signatures",
  "envelopes",
  "sealed-under",
  "open-list",
] as const;

/** One check; `signed` of `of` where it is about signatures. Words under i18n `session.check.*`. */
export type SessionCheck = {
  key: (typeof sessionCheckKeys)[number];
  ok: boolean;
  signed?: number;
  of?: number;
};

/**
 * The checks of the seal, the ranking and the envelopes that are to be opened; whose page the
 * ceremony is for plays no part.
 */
export function sessionChecks(ceremony: Ceremony): SessionCheck[] {
  const { editionId, manifest: manifestText, root, envelopes } = ceremony;
  const manifest = parseManifest(manifestText);
  const quorum = manifest.quorum;
  const ranking = openPartOf(ceremony.ranking);
  const count = (given: Ceremony["rootSignatures"], text: Uint8Array) =>
    signers(given, manifest.custodians, text).size;
  const rootSigned = count(ceremony.rootSignatures, rootStatementOf(ceremony));
  const rankingSigned = count(
    ceremony.rankingSignatures,
    rankingStatement(editionId, fromBase64(root), rankingCommit(ceremony.ranking)),
  );
  const manifestSigned = count(
    ceremony.manifestSignatures,
    manifestStatement(manifestHash(manifestText)),
  );
  const called = reservesCalled(ceremony, manifest.custodians, quorum);
  const mayOpen = new Set(ranking && called ? openListOf(ranking, called.inForce) : []);
  return [
    {
      key: "manifest",
      ok: manifest.edition === editionId && manifestSigned === manifest.custodians.length,
      signed: manifestSigned,
      of: manifest.custodians.length,
    },
    { key: "root", ok: rootFollows(ceremony) },
    { key: "root-signatures", ok: rootSigned >= quorum, signed: rootSigned, of: quorum },
    { key: "ranking", ok: belongsTo(ceremony.ranking, editionId, root) },
    { key: "ranking-signatures", ok: rankingSigned >= quorum, signed: rankingSigned, of: quorum },
    { key: "envelopes", ok: envelopes.every((envelope) => isInRoot(envelope, ceremony)) },
    { key: "sealed-under", ok: envelopes.every((envelope) => isOfManifest(envelope, ceremony)) },
    {
      key: "open-list",
      ok:
        ranking !== null &&
        called !== null &&
        areCalledInOrder(ranking, called.all) &&
        envelopes.every(({ id }) => mayOpen.has(id)),
    },
  ];
}

/** True when a ranking.json says of itself that it is of this edition and root. */
function belongsTo(rankingJson: string, editionId: string, root: string): boolean {
  const { edition, root: own } = JSON.parse(rankingJson) as { edition?: unknown; root?: unknown };
  return edition === editionId && own === toHex(fromBase64(root));
}
