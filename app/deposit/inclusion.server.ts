import { refuse } from "#app/domain/refusal.ts";
import { toBase64 } from "#app/sealing/bytes.ts";
import { envelopeHash } from "#app/sealing/envelope.ts";
import type { Inclusion } from "#app/sealing/given-inclusion.ts";
import { placed } from "#app/sealing/signed-manifest.ts";
import { inclusionProof } from "#app/sealing/merkle.ts";
import { db } from "#app/platform/db.server.ts";
import { sealedEdition } from "./edition.server.ts";
import { findOwn } from "./find-own.server.ts";
import type { RequestOf } from "./request.ts";

/**
 * What the proposer's browser needs to find their own proposal in the root; refuses too-early
 * before closing.
 */
export async function inclusionOwn(request: RequestOf<"inclusion">): Promise<Inclusion> {
  const edition = await sealedEdition(request.edition);
  const { proposal, envelope } = await findOwn(edition, request.accessKey);
  const closing = await db().closing.findUnique({ where: { editionId: edition.id } });
  if (!closing || proposal.publicNo === null || !envelope) throw refuse("too-early");
  const leaves = await db().proposal.findMany({
    where: { editionId: edition.id, publicNo: { not: null } },
    select: { leaf: true },
    orderBy: { publicNo: "asc" },
  });
  const signatures = await db().custodianSignature.findMany({
    where: { editionId: edition.id, subject: "ROOT" },
    include: { custodian: { select: { position: true } } },
    orderBy: { custodian: { position: "asc" } },
  });
  const { manifestHash, iv, ct, commit, wraps, ownerWrap } = envelope;
  return {
    publicNo: proposal.publicNo,
    count: closing.count,
    root: toBase64(closing.root),
    staffHash: toBase64(closing.staffHash),
    proof: inclusionProof(
      leaves.map(({ leaf }) => leaf ?? new Uint8Array()),
      proposal.publicNo - 1,
    ).map(toBase64),
    envelopes: proposal.envelopes.map((each) => toBase64(envelopeHash(edition.format, each))),
    own: {
      manifestHash: toBase64(manifestHash),
      iv: toBase64(iv),
      ct: toBase64(ct),
      commit: toBase64(commit),
      wraps: toBase64(wraps),
      ownerWrap: toBase64(ownerWrap),
    },
    signatures: placed(signatures),
  };
}
