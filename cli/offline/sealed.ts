import { z } from "zod";
import { fileKind } from "#app/domain/proposal/file-kind.ts";
import { contentSchema } from "#app/domain/proposal/content.ts";
import { equal, toBase64, toHex } from "#app/sealing/bytes.ts";
import { contentHash, rankingCommit, staffHash } from "#app/sealing/commitment.ts";
import type { Ceremony } from "#app/sealing/custodian.ts";
import { envelopeHash } from "#app/sealing/envelope.ts";
import { manifestHash, sealFormat } from "#app/sealing/manifest.ts";
import { openListOf, openPartOf } from "#app/sealing/reserve.ts";
import { isStatementChain, parseStatement } from "#app/sealing/statement.ts";
import { bytea, readDump, type Row, textArray } from "./dump.ts";

// What a dump holds of a sealed edition, as typed facts.

/**
 * What the dump must hold for an edition to be opened; `export-sealed` writes these columns of
 * these tables.
 */
export const sealedTables: Record<string, string[]> = {
  Edition: ["id", "code"],
  Manifest: ["editionId", "json", "hash"],
  Custodian: ["id", "editionId", "position"],
  CustodianSignature: ["editionId", "custodianId", "subject", "signature"],
  Statement: ["id", "editionId", "number", "json"],
  StatementSignature: ["statementId", "custodianId", "signature"],
  Closing: ["editionId", "root", "count", "staffSalt", "staffHash", "staffList"],
  Ranking: ["editionId", "json", "commit"],
  Role: ["editionId", "userId", "kind"],
  FormerRole: ["editionId", "userId", "kind"],
  Proposal: [
    "id",
    "editionId",
    "publicNo",
    "locale",
    "title",
    "summary",
    "problem",
    "solution",
    "beneficiaries",
    "benefit",
    "resource",
    "horizon",
    "staff",
    "cost",
    "sustainability",
    "categories",
    "goals",
    "contentHash",
  ],
  ProposalFile: ["proposalId", "position", "kind", "sha256"],
  Envelope: [
    "id",
    "proposalId",
    "slot",
    "manifestHash",
    "iv",
    "ct",
    "commit",
    "wraps",
    "ownerWrap",
  ],
};

const bytes = z.string().transform(bytea);
const wholeNumber = z.coerce.number().pipe(z.int());
const envelopeRow = z.object({
  id: z.uuid(),
  proposalId: z.uuid(),
  slot: wholeNumber,
  manifestHash: bytes,
  iv: bytes,
  ct: bytes,
  commit: bytes,
  wraps: bytes,
  ownerWrap: bytes,
});
export type SealedEnvelope = z.output<typeof envelopeRow> & { publicNo: number };

/** One edition of a dump: what a custodian's page gets, and what judging a name needs. */
export type SealedEdition = {
  editionId: string;
  code: string;
  ceremony: Ceremony;
  /** the envelopes of the open list, in its order */
  envelopes: SealedEnvelope[];
  titles: Map<number, string>;
  staffList: { sub: string; staffNumber: string; eligible: boolean }[];
  /** who was juror, organiser or custodian, by user id */
  roles: Set<string>;
  faults: string[];
};

/**
 * Reads a dump; throws a RangeError with words when it does not hold the edition, or more than one
 * and no code is given.
 */
export async function readSealedEdition(
  file: string,
  code: string | undefined,
): Promise<SealedEdition> {
  const tables = await readDump(file, Object.keys(sealedTables), ["bytes"]);
  const all = (name: string) => tables.get(name) ?? [];
  const frozen = all("Edition").filter(
    ({ id, code: own }) =>
      (code === undefined || own === code) &&
      all("Ranking").some(({ editionId }) => editionId === id),
  );
  const [edition] = frozen;
  if (!edition || frozen.length > 1)
    throw new RangeError(
      frozen.length > 1
        ? `The dump holds several editions: name one of ${frozen.map((each) => each.code).join(", ")} with --edition.`
        : "The dump holds no edition with a frozen ranking.",
    );
  return editionIn(edition, (name) =>
    all(name).filter((row) => !("editionId" in row) || row.editionId === edition.id),
  );
}

type Of = (table: string) => Row[];

function editionIn(edition: Row, of: Of): SealedEdition {
  const { id: editionId, code } = z.object({ id: z.uuid(), code: z.string() }).parse(edition);
  const manifest = z.object({ json: z.string(), hash: bytes }).parse(of("Manifest")[0]);
  const closing = z
    .object({
      root: bytes,
      count: wholeNumber,
      staffSalt: bytes,
      staffHash: bytes,
      staffList: z.string(),
    })
    .parse(of("Closing")[0]);
  const ranking = z.object({ json: z.string(), commit: bytes }).parse(of("Ranking")[0]);
  const format = sealFormat(manifest.json);
  const { proposals, faults } = proposalsIn(of);
  const numbers = new Map(proposals.map(({ id, publicNo }) => [id, publicNo]));
  const envelopes = z
    .array(envelopeRow)
    .parse(of("Envelope").filter(({ proposalId }) => numbers.has(proposalId ?? "")))
    .map((row) => ({ ...row, publicNo: numbers.get(row.proposalId)! }));
  const statements = statementsIn(of);
  const open = openListIn(ranking.json, statements, editionId, manifest.json);
  const listed = open.flatMap((envelopeId) => envelopes.find(({ id }) => id === envelopeId) ?? []);
  return {
    editionId,
    code,
    ceremony: {
      editionId,
      position: 0,
      manifest: manifest.json,
      root: toBase64(closing.root),
      count: closing.count,
      staffHash: toBase64(closing.staffHash),
      leaves: proposals.map(({ id, publicNo, hash }) => ({
        publicNo,
        contentHash: toBase64(hash),
        envelopeHashes: envelopes
          .filter(({ proposalId }) => proposalId === id)
          .map((each) => toBase64(envelopeHash(format, each))),
      })),
      manifestSignatures: signaturesOn("MANIFEST", of),
      rootSignatures: signaturesOn("ROOT", of),
      rankingSignatures: signaturesOn("RANKING", of),
      ranking: ranking.json,
      statements,
      envelopes: listed.map(encoded),
    },
    envelopes: listed,
    titles: new Map(proposals.map(({ publicNo, title }) => [publicNo, title])),
    staffList: z
      .array(z.object({ sub: z.uuid(), staffNumber: z.string(), eligible: z.boolean() }))
      .parse(JSON.parse(closing.staffList)),
    roles: new Set([...of("Role"), ...of("FormerRole")].flatMap(({ userId }) => userId ?? [])),
    faults: [
      ...faults,
      ...(equal(manifestHash(manifest.json), manifest.hash)
        ? []
        : ["the manifest is not the one of its hash"]),
      ...(equal(rankingCommit(ranking.json), ranking.commit)
        ? []
        : ["the ranking is not the one of its commitment"]),
      ...(equal(staffHash(closing.staffSalt, closing.staffList), closing.staffHash)
        ? []
        : ["the staff list is not the one of its hash"]),
      ...(listed.length === open.length ? [] : ["an envelope of the open list is missing"]),
    ],
  };
}

/** The proposals by number, and those whose text is not that of their hash. */
function proposalsIn(of: Of) {
  const row = z.object({
    id: z.uuid(),
    publicNo: wholeNumber,
    contentHash: bytes,
    title: z.string(),
  });
  const file = z.object({ position: wholeNumber, kind: fileKind, sha256: bytes });
  const proposals = of("Proposal")
    .filter(({ publicNo }) => publicNo !== null)
    .map((raw) => {
      const { id, publicNo, contentHash: hash, title } = row.parse(raw);
      const content = contentSchema.parse({
        ...raw,
        categories: textArray(raw.categories ?? "{}"),
        goals: textArray(raw.goals ?? "{}").map(Number),
      });
      const files = z
        .array(file)
        .parse(of("ProposalFile").filter(({ proposalId }) => proposalId === id))
        .sort((a, b) => a.position - b.position);
      const isSound = equal(
        contentHash(
          content,
          files.map(({ kind, sha256 }) => ({ kind, sha256: toHex(sha256) })),
        ),
        hash,
      );
      return { id, publicNo, hash, title, isSound };
    });
  return {
    proposals: proposals.sort((a, b) => a.publicNo - b.publicNo),
    faults: proposals
      .filter(({ isSound }) => !isSound)
      .map(({ publicNo }) => `the text of proposal ${publicNo} is not the one of its hash`),
  };
}

const signatureRow = z.object({ custodianId: z.string(), signature: bytes });

function signaturesOn(subject: string, of: Of): Ceremony["rootSignatures"] {
  return withPositions(
    of("CustodianSignature").filter((row) => row.subject === subject),
    of,
  );
}

function withPositions(rows: Row[], of: Of): Ceremony["rootSignatures"] {
  const positions = new Map(of("Custodian").map(({ id, position }) => [id, Number(position)]));
  return z
    .array(signatureRow)
    .parse(rows)
    .map(({ custodianId, signature }) => ({
      position: positions.get(custodianId) ?? 0,
      signature: toBase64(signature),
    }));
}

function statementsIn(of: Of): Ceremony["statements"] {
  const rows = z
    .array(z.object({ id: z.string(), number: wholeNumber, json: z.string() }))
    .parse(of("Statement"))
    .sort((a, b) => a.number - b.number);
  return rows.map(({ id, json }) => ({
    json,
    signatures: withPositions(
      of("StatementSignature").filter(({ statementId }) => statementId === id),
      of,
    ),
  }));
}

/**
 * As a custodian's page: what the ranking awards, and the reserves called with a quorum's
 * signatures, however the dump marks them.
 */
function openListIn(
  rankingJson: string,
  statements: Ceremony["statements"],
  editionId: string,
  manifestText: string,
): string[] {
  const ranking = openPartOf(rankingJson);
  if (
    !ranking ||
    !isStatementChain(
      editionId,
      manifestHash(manifestText),
      statements.map(({ json }) => json),
    )
  )
    return [];
  const { quorum } = z.object({ quorum: z.int() }).parse(JSON.parse(manifestText));
  const called = statements
    .filter(({ signatures }) => signatures.length >= quorum)
    .map(({ json }) => parseStatement(json));
  return openListOf(
    ranking,
    called.flatMap((statement) => (statement.kind === "RESERVE" ? [statement] : [])),
  );
}

function encoded({
  id,
  proposalId,
  publicNo,
  manifestHash: hash,
  iv,
  ct,
  commit,
  wraps,
  ownerWrap,
}: SealedEnvelope): Ceremony["envelopes"][number] {
  return {
    id,
    proposalId,
    publicNo,
    manifestHash: toBase64(hash),
    iv: toBase64(iv),
    ct: toBase64(ct),
    commit: toBase64(commit),
    wraps: toBase64(wraps),
    ownerWrap: toBase64(ownerWrap),
  };
}
