import type { Standby } from "#app/domain/opening/standby.ts";
import { phaseHas } from "#app/domain/phase.ts";
import { currentOpenList } from "./open-list.server.ts";
import type { ChainHead } from "#app/sealing/audit-chain.ts";
import { toBase64 } from "#app/sealing/bytes.ts";
import type { Ceremony, Seal } from "#app/sealing/custodian.ts";
import { envelopeHash } from "#app/sealing/envelope.ts";
import { fingerprint, sealFormat } from "#app/sealing/manifest.ts";
import { db, type Phase, type SignedSubject } from "#app/platform/db.server.ts";
import { isPinned, pinOf, type PinState } from "#app/platform/pins.server.ts";
import { chainHead } from "./chain-evidence.server.ts";
import { type StatementView, statementsOf } from "./statements.server.ts";

/** Where one custodian stands. */
export type CustodianState = {
  position: number;
  userId: string;
  name: string;
  title: string;
  fingerprint: string | null;
  enrolled: boolean;
  tested: boolean;
  signedManifest: boolean;
  signedRoot: boolean;
  signedRanking: boolean;
  released: number;
  /** the last health check, ISO text, and how many wraps could not be read then */
  checkedAt: string | null;
  checkFaults: number;
  /** other manifests that envelopes were sealed under then */
  checkForeign: number;
  lostAt: string | null;
  destroyedAt: string | null;
};

export type Custody = {
  phase: Phase;
  quorum: number;
  count: number;
  custodians: CustodianState[];
  own: number | null;
  manifest: string | null;
  manifestFingerprint: string | null;
  pinned: PinState;
  /** what pins the manifest in EDITION_MANIFESTS */
  pin: string | null;
  closing: { root: string; count: number; staffHash: string } | null;
  ranking: { commit: string; json: string } | null;
  toOpen: number;
  opened: number;
  statements: StatementView[];
  /** of the audit chain now: remembered by the custodian's browser */
  head: ChainHead | null;
};

/**
 * The keys of an edition and everybody's state; ranking.json only for custodians (`forCustodian`).
 */
export async function custodyOf(
  editionId: string,
  userId: string,
  forCustodian: boolean,
): Promise<Custody> {
  const edition = await db().edition.findUniqueOrThrow({
    where: { id: editionId },
    include: {
      manifest: true,
      closing: true,
      ranking: true,
      custodians: {
        orderBy: { position: "asc" },
        include: { user: true, signatures: true, _count: { select: { shares: true } } },
      },
    },
  });
  const { openList } = await currentOpenList(editionId);
  return {
    phase: edition.phase,
    quorum: edition.quorum,
    count: edition.custodianCount,
    own: edition.custodians.find((each) => each.userId === userId)?.position ?? null,
    manifest: edition.manifest?.json ?? null,
    manifestFingerprint: edition.manifest ? fingerprint(edition.manifest.hash) : null,
    pinned: edition.manifest ? isPinned(editionId, edition.manifest.hash) : "no",
    pin: edition.manifest && pinOf(editionId, edition.manifest.hash),
    closing: edition.closing && {
      root: toBase64(edition.closing.root),
      count: edition.closing.count,
      staffHash: toBase64(edition.closing.staffHash),
    },
    ranking: edition.ranking && {
      commit: toBase64(edition.ranking.commit),
      json: forCustodian ? edition.ranking.json : "",
    },
    toOpen: openList.length,
    opened: await db().openedEnvelope.count({ where: { editionId, envelopeId: { in: openList } } }),
    statements: await statementsOf(editionId),
    head: await chainHead(),
    custodians: edition.custodians.map((each) => ({
      position: each.position,
      userId: each.userId,
      name: `${each.user.name} ${each.user.surname}`,
      title: each.title,
      fingerprint: each.signPublicKey && fingerprint(each.signPublicKey),
      enrolled: each.recipient !== null,
      tested: each.tested,
      signedManifest: each.signatures.some(({ subject }) => subject === "MANIFEST"),
      signedRoot: each.signatures.some(({ subject }) => subject === "ROOT"),
      signedRanking: each.signatures.some(({ subject }) => subject === "RANKING"),
      released: each._count.shares,
      checkedAt: each.checkedAt?.toISOString() ?? null,
      checkFaults: each.checkFaults,
      checkForeign: each.checkForeign,
      lostAt: each.lostAt?.toISOString() ?? null,
      destroyedAt: each.destroyedAt?.toISOString() ?? null,
    })),
  };
}

/** How far freeze and opening have come, as a page that stays open asks again and again. */
export async function waitingOf(editionId: string, userId: string): Promise<Standby> {
  const { phase, quorum, custodians } = await db().edition.findUniqueOrThrow({
    where: { id: editionId },
    select: {
      phase: true,
      quorum: true,
      custodians: {
        select: {
          userId: true,
          signatures: { where: { subject: "RANKING" }, select: { subject: true } },
          _count: { select: { shares: true } },
        },
      },
    },
  });
  const { openList } = await currentOpenList(editionId);
  const signed = custodians.filter(({ signatures }) => signatures.length > 0).length;
  return {
    phase,
    quorum,
    signed,
    toOpen: openList.length,
    released: custodians.find((each) => each.userId === userId)?._count.shares ?? 0,
  };
}

/**
 * What was sealed at closing with the signatures on it, for a custodian; null before closing and
 * where the pin differs.
 */
export async function sealOf(editionId: string, userId: string): Promise<Seal | null> {
  const { manifest, closing, custodians } = await db().edition.findUniqueOrThrow({
    where: { id: editionId },
    include: { manifest: true, closing: true, custodians: { include: { signatures: true } } },
  });
  const own = custodians.find((each) => each.userId === userId);
  if (!manifest || !closing || !own || isPinned(editionId, manifest.hash) === "differs")
    return null;
  const format = sealFormat(manifest.json);
  const proposals = await db().proposal.findMany({
    where: { editionId, publicNo: { not: null } },
    select: { publicNo: true, contentHash: true, envelopes: true },
    orderBy: { publicNo: "asc" },
  });
  return {
    editionId,
    manifest: manifest.json,
    root: toBase64(closing.root),
    count: closing.count,
    staffHash: toBase64(closing.staffHash),
    position: own.position,
    manifestSignatures: signaturesOn("MANIFEST", custodians),
    rootSignatures: signaturesOn("ROOT", custodians),
    leaves: proposals.map(({ publicNo, contentHash, envelopes }) => ({
      publicNo: publicNo!,
      contentHash: toBase64(contentHash),
      envelopeHashes: envelopes.map((envelope) => toBase64(envelopeHash(format, envelope))),
    })),
  };
}

function signaturesOn(
  subject: SignedSubject,
  custodians: {
    position: number;
    signatures: { subject: SignedSubject; signature: Uint8Array }[];
  }[],
) {
  return custodians.flatMap(({ position, signatures }) =>
    signatures
      .filter((s) => s.subject === subject)
      .map(({ signature }) => ({ position, signature: toBase64(signature) })),
  );
}

/**
 * What a custodian's page checks and unwraps: only the envelopes of the open list, never another.
 * Null before the opening.
 */
export async function ceremonyOf(editionId: string, userId: string): Promise<Ceremony | null> {
  const { phase, ranking, custodians } = await db().edition.findUniqueOrThrow({
    where: { id: editionId },
    include: { ranking: true, custodians: { include: { signatures: true } } },
  });
  const seal = await sealOf(editionId, userId);
  if (!seal || !ranking || !phaseHas(phase, "opens")) return null;
  const { openList } = await currentOpenList(editionId);
  const envelopes = await db().envelope.findMany({
    where: { id: { in: openList } },
    include: { proposal: { select: { publicNo: true } } },
    orderBy: { id: "asc" },
  });
  return {
    ...seal,
    ranking: ranking.json,
    rankingSignatures: signaturesOn("RANKING", custodians),
    statements: (await statementsOf(editionId)).map(({ json, signatures }) => ({
      json,
      signatures,
    })),
    envelopes: envelopes.map(
      ({ id, proposalId, proposal, manifestHash, iv, ct, commit, wraps, ownerWrap }) => ({
        id,
        proposalId,
        publicNo: proposal.publicNo ?? 0,
        manifestHash: toBase64(manifestHash),
        iv: toBase64(iv),
        ct: toBase64(ct),
        commit: toBase64(commit),
        wraps: toBase64(wraps),
        ownerWrap: toBase64(ownerWrap),
      }),
    ),
  };
}
