import { sealedUnder } from "#app/box/door.server.ts";
import { z } from "zod";
import { dayAfter, localDay } from "#app/domain/screening/dialogue.ts";
import { phaseHas } from "#app/domain/phase.ts";
import { contentSchema } from "#app/domain/proposal/content.ts";
import {
  brokenAt,
  entryDigest,
  headsMissing,
  sheetHash,
  sheetSeal,
} from "#app/sealing/audit-chain.ts";
import { canonical, equal, toBase64, toHex } from "#app/sealing/bytes.ts";
import {
  contentHash,
  proposalLeaf,
  rankingCommit,
  rankingStatement,
  rootStatement,
  staffHash,
  statementHash,
  statementText,
} from "#app/sealing/commitment.ts";
import { summaryOf } from "#app/sealing/deposit-list.ts";
import { envelopeHash, verifies } from "#app/sealing/envelope.ts";
import {
  manifestHash,
  manifestStatement,
  parseManifest,
  sealFormat,
} from "#app/sealing/manifest.ts";
import { merkleRoot } from "#app/sealing/merkle.ts";
import { isStatementChain } from "#app/sealing/statement.ts";
import { atOneMoment, type Prisma, type Tx } from "#app/platform/db.server.ts";
import { isPinned } from "#app/platform/pins.server.ts";
import { contentWithVotes, frozenContent } from "#app/queries/ranking/ranking.server.ts";
import { scoresOf } from "#app/queries/edition/criteria.server.ts";

/** One thing that was checked; `says` what was looked at, or what is wrong with it. */
export type Check = { about: string; ok: boolean; says: string };

/**
 * Checks the audit chain: every entry against its digest, every link against the one before, every
 * head against the chain.
 */
export async function verifyAuditChain(): Promise<Check[]> {
  const { entries, links, heads } = await atOneMoment(async (tx) => ({
    entries: await tx.auditEntry.findMany({ orderBy: { seq: "asc" } }),
    links: await tx.auditLink.findMany({ orderBy: { position: "asc" } }),
    heads: await tx.auditHead.findMany(),
  }));
  const chained = entries.filter(({ digest }) => digest.length > 0);
  const bySeq = new Map(chained.map((entry) => [entry.seq, entry]));
  const altered = chained.filter(
    ({ at, salt, digest, ...entry }) =>
      !equal(digest, entryDigest(salt, { ...entry, at: at.getTime() })),
  );
  const unlinked = chained.length - links.filter(({ seq }) => bySeq.has(seq)).length;
  const lost = links.filter(({ seq }) => !bySeq.has(seq));
  const handedOut = links.map(({ position, seq, hash }) => ({
    position,
    digest: toBase64(bySeq.get(seq)?.digest ?? new Uint8Array()),
    hash: toBase64(hash),
  }));
  const broken = brokenAt(handedOut);
  const missing = headsMissing(
    handedOut,
    heads.map(({ position, hash }) => ({ position, hash: toBase64(hash) })),
  );
  return [
    check(
      "audit entries",
      altered.length === 0,
      `${chained.length} entries say what their digests say`,
      `altered: ${altered.map(({ seq }) => seq).join(", ")}`,
    ),
    check(
      "audit chain",
      unlinked === 0 && lost.length === 0 && broken === null,
      `${links.length} links follow from each other`,
      chainFault(
        unlinked,
        lost.map(({ seq }) => seq),
        broken,
      ),
    ),
    check(
      "audit heads",
      missing.length === 0,
      `${heads.length} daily heads are on the chain`,
      `not on the chain: position ${missing.map(({ position }) => position).join(", ")}`,
    ),
  ];
}

function chainFault(unlinked: number, lost: number[], broken: number | null): string {
  const faults = [
    unlinked > 0 && `${unlinked} entries without a link`,
    lost.length > 0 && `entries gone: ${lost.join(", ")}`,
    broken !== null && `broken at position ${broken}`,
  ];
  return faults.filter(Boolean).join("; ");
}

const parts = {
  manifest: true,
  closing: true,
  ranking: true,
  custodians: { orderBy: { position: "asc" }, include: { signatures: true } },
  statements: {
    orderBy: { number: "asc" },
    include: { signatures: { include: { custodian: true } } },
  },
  proposals: {
    where: { publicNo: { not: null } },
    orderBy: { publicNo: "asc" },
    include: {
      envelopes: true,
      files: { orderBy: { position: "asc" }, select: { kind: true, sha256: true } },
    },
  },
} as const satisfies Prisma.EditionInclude;
type Sealed = Prisma.EditionGetPayload<{ include: typeof parts }>;

/**
 * Checks everything an edition committed itself to, as far as it has come: manifest, root, counts,
 * ranking, statements, sheets.
 */
export async function verifyEdition(editionId: string): Promise<Check[]> {
  return atOneMoment((tx) => checksOf(editionId, tx)); // acts go on meanwhile
}

async function checksOf(editionId: string, tx: Tx): Promise<Check[]> {
  const edition = await tx.edition.findUniqueOrThrow({ where: { id: editionId }, include: parts });
  const { manifest, closing, ranking } = edition;
  if (!manifest) return [];
  if (!isManifest(manifest.json))
    return [
      check(
        "manifest",
        false,
        "",
        "is not a manifest in canonical form: nothing else was looked at",
      ),
    ];
  return [
    ...verifyManifest(edition, manifest),
    await verifySealedUnder(edition, manifest, tx),
    ...(await verifyDepositList(edition, tx)),
    ...(closing ? await verifyClosing(edition, manifest, closing, tx) : []),
    ...(await verifySheets(editionId, tx)),
    ...(closing && ranking ? await verifyRanking(edition, closing, ranking, tx) : []),
    ...verifyStatements(edition, manifest),
  ];
}

function isManifest(json: string): boolean {
  try {
    return parseManifest(json).v > 0;
  } catch {
    return false;
  }
}

type Part<Name extends "manifest" | "closing" | "ranking"> = NonNullable<Sealed[Name]>;

function verifyManifest(edition: Sealed, { json, hash }: Part<"manifest">): Check[] {
  const manifest = parseManifest(json);
  const same = manifest.custodians.every(({ recipient, signPublicKey }, at) => {
    const row = edition.custodians[at];
    return (
      row?.recipient === recipient &&
      row.signPublicKey !== null &&
      toBase64(row.signPublicKey) === signPublicKey
    );
  });
  const signed = signers(edition, "MANIFEST", manifestStatement(hash));
  const announced = phaseHas(edition.phase, "callPublic");
  const pinned = isPinned(edition.id, hash);
  return [
    check(
      "manifest",
      equal(manifestHash(json), hash) && manifest.edition === edition.id && same,
      `is of this edition and holds the keys of its ${manifest.custodians.length} custodians`,
      "its hash, its edition or a custodian's key differs",
    ),
    check(
      "manifest pinned",
      pinned !== "differs",
      pinned === "yes"
        ? "is the one in EDITION_MANIFESTS"
        : "is not pinned in EDITION_MANIFESTS (a warning, not a fault)",
      "differs from EDITION_MANIFESTS",
    ),
    check(
      "manifest signed",
      !announced || signed === edition.custodianCount,
      `${signed} of ${edition.custodianCount} custodians signed it`,
      `only ${signed} of ${edition.custodianCount} valid signatures`,
    ),
  ];
}

/**
 * Every envelope, from the first deposit on, was sealed under the manifest that custodians signed.
 */
async function verifySealedUnder(
  { id, phase }: Sealed,
  { json }: Part<"manifest">,
  tx: Tx,
): Promise<Check> {
  const others = await tx.envelope.count({
    where: {
      proposal: { editionId: id },
      manifestHash: { not: new Uint8Array(manifestHash(json)) },
    },
  });
  const signed = manifestHash(json);
  const inBox = phaseHas(phase, "closed") ? [] : await sealedUnder(id);
  const otherInBox = inBox.some((hash) => !equal(hash, signed));
  // while deposits are taken nobody is to learn how many there are
  const what = phaseHas(phase, "closed") ? `${others} envelopes are` : "there are envelopes";
  return check(
    "envelopes sealed under",
    others === 0 && !otherInBox,
    "every envelope was sealed under this manifest",
    `${what} sealed under another manifest: somebody exchanged the keys`,
  );
}

const listing = z.object({ day: z.string(), count: z.int(), hash: z.string() });

/**
 * The public list of deposits only grew, as the audit log says of each day, and has room for every
 * proposal.
 */
async function verifyDepositList(
  { id: editionId, opensAt, timeZone, closing }: Sealed,
  tx: Tx,
): Promise<Check[]> {
  const rows = await tx.depositList.findMany({ where: { editionId }, orderBy: { day: "asc" } });
  const entries = await tx.auditEntry.findMany({
    where: { editionId, action: "edition.listed" },
    orderBy: { seq: "asc" },
  });
  if (rows.length === 0 && entries.length === 0) return [];
  const stored = rows.map(({ day }, at) => ({
    day: day.toISOString().slice(0, 10),
    ...summaryOf(rows.slice(0, at + 1).map(({ tags }) => tags)),
  }));
  const logged = entries.map(({ detail }) => listing.safeParse(detail).data ?? null);
  const same = canonical(stored) === canonical(logged);
  const count = stored.at(-1)?.count ?? 0;
  // an edition that was open before there were lists has no tag of who did not come back since
  const isWhole =
    opensAt !== null &&
    rows[0] !== undefined &&
    rows[0].day <= dayAfter(localDay(opensAt, timeZone));
  const missing = closing && isWhole ? Math.max(0, closing.count - count) : 0;
  return [
    check(
      "deposit list",
      same && missing === 0,
      `${stored.length} days of it are those in the audit log`,
      missing > 0
        ? `${missing} proposals more than tags`
        : "differs from what the audit log says of it",
    ),
  ];
}

async function verifyClosing(
  edition: Sealed,
  manifest: Part<"manifest">,
  closing: Part<"closing">,
  tx: Tx,
): Promise<Check[]> {
  const { proposals } = edition;
  const altered = proposals.filter(
    (proposal) =>
      !equal(
        contentHash(
          contentSchema.parse(proposal),
          proposal.files.map(({ kind, sha256 }) => ({ kind, sha256: toHex(sha256) })),
        ),
        proposal.contentHash,
      ),
  );
  const format = sealFormat(manifest.json);
  const leafOf = ({ publicNo, contentHash: hashed, envelopes }: Sealed["proposals"][number]) =>
    proposalLeaf(
      format,
      publicNo!,
      hashed,
      envelopes.map((envelope) => envelopeHash(format, envelope)),
    );
  // after the retention time the envelopes of those who did not win are gone; their leaves stay
  const moved = proposals.filter(
    (proposal) =>
      proposal.envelopes.length > 0 && !(proposal.leaf && equal(leafOf(proposal), proposal.leaf)),
  );
  const root = merkleRoot(proposals.map(({ leaf }) => leaf ?? new Uint8Array()));
  const signed = signers(
    edition,
    "ROOT",
    rootStatement(edition.id, manifest.hash, closing.root, closing.count, closing.staffHash),
  );
  const spent = await tx.spentToken.count({ where: { editionId: edition.id, purpose: "deposit" } });
  const past = phaseHas(edition.phase, "judges");
  return [
    check(
      "contents",
      altered.length === 0,
      `${proposals.length} texts and their files say what their hashes say`,
      `altered: ${altered.map(({ publicNo }) => publicNo).join(", ")}`,
    ),
    check(
      "envelopes",
      moved.length === 0,
      "every envelope is the one in its leaf",
      `exchanged: ${moved.map(({ publicNo }) => publicNo).join(", ")}`,
    ),
    check(
      "root",
      equal(root, closing.root) && proposals.length === closing.count,
      `follows from ${closing.count} leaves`,
      "does not follow from the leaves",
    ),
    check(
      "root signed",
      !past || signed >= edition.quorum,
      `${signed} custodians signed it, the quorum is ${edition.quorum}`,
      `only ${signed} valid signatures, the quorum is ${edition.quorum}`,
    ),
    check(
      "staff list",
      equal(staffHash(closing.staffSalt, closing.staffList), closing.staffHash),
      "is the one whose hash was signed",
      "differs from the hash that was signed",
    ),
    check(
      "counts",
      closing.spent <= closing.issued && spent === closing.spent,
      `${closing.spent} passes spent of ${closing.issued} issued, for ${closing.activated} of ${closing.eligible} people`,
      `${spent} passes are marked spent, ${closing.spent} were counted, ${closing.issued} issued`,
    ),
  ];
}

const deliveries = z.object({
  sheets: z.array(z.object({ no: z.int(), version: z.int(), hash: z.string() })),
});

/** Every delivered sheet has its entry in the audit log, and every entry its sheet. */
async function verifySheets(editionId: string, tx: Tx): Promise<Check[]> {
  const rows = await tx.scoreSheet.findMany({
    where: { proposal: { editionId } },
    include: { proposal: { select: { publicNo: true } } },
  });
  const entries = await tx.auditEntry.findMany({
    where: { editionId, action: { in: ["juror.confirmed", "sheet.revised"] } },
  });
  if (rows.length === 0 && entries.length === 0) return [];
  const inLog = new Set(
    entries
      .flatMap(({ detail }) => deliveries.safeParse(detail).data?.sheets ?? [])
      .map(({ hash }) => hash),
  );
  const stored = rows.map(({ version, scores, salt, commentProposer, commentJury, proposal }) => {
    const publicNo = proposal.publicNo ?? 0;
    return {
      publicNo,
      hash: sheetHash({
        ...sheetSeal(salt, commentProposer, commentJury),
        publicNo,
        version,
        scores: scoresOf(scores),
      }),
    };
  });
  const unknown = stored.filter(({ hash }) => !inLog.has(hash));
  const gone = inLog.size - stored.filter(({ hash }) => inLog.has(hash)).length;
  return [
    check(
      "score sheets",
      unknown.length === 0 && gone === 0,
      `${rows.length} delivered sheets are those in the audit log`,
      `${unknown.length} are not in the log (proposals ${unknown.map(({ publicNo }) => publicNo).join(", ")}), ${gone} in the log are gone`,
    ),
  ];
}

async function verifyRanking(
  edition: Sealed,
  closing: Part<"closing">,
  { json, commit }: Part<"ranking">,
  tx: Tx,
): Promise<Check[]> {
  const signed = signers(edition, "RANKING", rankingStatement(edition.id, closing.root, commit));
  const committed = z.record(z.string(), z.unknown()).parse(JSON.parse(json));
  // after the retention time the ballots are gone; their count stays in the ranking
  const content = phaseHas(edition.phase, "archived")
    ? await contentWithVotes(edition.id, json, tx)
    : await frozenContent(edition.id, tx);
  const differs = Object.entries(content)
    .filter(([part, value]) => canonical(committed[part] ?? null) !== canonical(value))
    .map(([part]) => part);
  const past = phaseHas(edition.phase, "openingBegun");
  return [
    check(
      "ranking",
      equal(rankingCommit(json), commit) && committed.root === toHex(closing.root),
      "its commitment and root are right",
      "does not give its commitment, or is of another root",
    ),
    check(
      "ranking recomputed",
      differs.length === 0,
      "follows from the delivered sheets, votes and overrides",
      `differs in ${differs.join(", ")}`,
    ),
    check(
      "ranking signed",
      !past || signed >= edition.quorum,
      `${signed} custodians signed it, the quorum is ${edition.quorum}`,
      `only ${signed} valid signatures, the quorum is ${edition.quorum}`,
    ),
  ];
}

function verifyStatements(edition: Sealed, manifest: Part<"manifest">): Check[] {
  const { statements } = edition;
  if (statements.length === 0) return [];
  const chain =
    isStatementChain(
      edition.id,
      manifest.hash,
      statements.map(({ json }) => json),
    ) && statements.every(({ json, hash }) => equal(statementHash(json), hash));
  const unsigned = statements.filter(({ appliedAt, hash, signatures }) => {
    const text = statementText(edition.id, manifest.hash, hash);
    const valid = signatures.filter(
      ({ signature, custodian }) =>
        custodian.signPublicKey && verifies(signature, text, custodian.signPublicKey),
    );
    return appliedAt !== null && valid.length < edition.quorum;
  });
  return [
    check(
      "statements",
      chain,
      `${statements.length} follow from each other`,
      "do not follow from each other",
    ),
    check(
      "statements signed",
      unsigned.length === 0,
      "those in force carry a quorum's signatures",
      `in force without a quorum: ${unsigned.map(({ number }) => number).join(", ")}`,
    ),
  ];
}

/** How many custodians' signatures on this text are valid. */
function signers(
  { custodians }: Sealed,
  subject: "MANIFEST" | "ROOT" | "RANKING",
  text: Uint8Array,
): number {
  return custodians.filter(({ signPublicKey, signatures }) => {
    const own = signatures.find((signature) => signature.subject === subject);
    return own && signPublicKey && verifies(own.signature, text, signPublicKey);
  }).length;
}

function check(about: string, ok: boolean, right: string, wrong: string): Check {
  return { about, ok, says: ok ? right : wrong };
}
