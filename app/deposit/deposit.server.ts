import { proposalSchema, type Content } from "#app/domain/proposal/content.ts";
import { refuse } from "#app/domain/refusal.ts";
import { concat, equal, toBase64 } from "#app/sealing/bytes.ts";
import { contentHash, depositHash, depositStatement } from "#app/sealing/commitment.ts";
import { envelopeHash, hasEnvelopeSizes } from "#app/sealing/envelope.ts";
import { parseManifest } from "#app/sealing/manifest.ts";
import { accessKeyHash } from "#app/sealing/receipt.ts";
import { nullifier, splitPass } from "#app/sealing/token.ts";
import { countDeposit } from "#app/box/deposit-days.server.ts";
import { keepTag } from "#app/box/deposit-tags.server.ts";
import { inBox } from "#app/box/store.server.ts";
import { db, isDuplicate } from "#app/platform/db.server.ts";
import { signServerStatement, verifiesPass } from "#app/platform/issuer.server.ts";
import type { DepositReceipt } from "./responses.ts";
import {
  checkTime,
  lockOpen,
  sealedEdition,
  type SealedEdition,
  whereKept,
} from "./edition.server.ts";
import { ownTag } from "./deposit-list.server.ts";
import { checkTotal, cleanedFiles, writeFiles } from "./files.server.ts";
import type { RequestOf } from "./request.ts";

/**
 * Takes a proposal with its envelope for a pass. The same request again is answered like the first,
 * so a lost reply loses nothing. Refuses: too-early, too-late, manifest-differs, token-invalid,
 * token-spent, envelope-invalid, invalid, file-refused, conflict (the receipt already belongs to
 * another text).
 */
export async function deposit(request: RequestOf<"deposit">): Promise<DepositReceipt> {
  const edition = await sealedEdition(request.edition);
  const keyHash = new Uint8Array(accessKeyHash(request.accessKey));
  const files = cleanedFiles(edition.id, request.files);
  const hash = new Uint8Array(contentHash(request.content, files));
  const repeated = await earlierReply(edition, keyHash, hash);
  if (repeated) return repeated;
  checkTime(edition);
  const spent = checkPass(edition, request.token);
  checkEnvelope(edition, request);
  checkContent(edition, request.content);
  checkTotal(files);
  try {
    await inBox(async (tx) => {
      await lockOpen(tx, edition);
      await tx.spentToken.create({
        data: { nullifier: spent, editionId: edition.id, purpose: "deposit" },
      });
      await tx.proposal.create({
        data: {
          id: request.proposalId,
          editionId: edition.id,
          contentHash: hash,
          ...request.content,
        },
      });
      await tx.envelope.create({ data: envelopeRow(request.proposalId, request) });
      await writeFiles(tx, request.proposalId, files);
      await tx.access.create({
        data: { keyHash, proposalId: request.proposalId, slot: request.envelope.slot },
      });
      await keepTag(tx, ownTag(edition, request.accessKey));
    });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    // the same request may have arrived twice at once: then the other one did the work
    const other = await earlierReply(edition, keyHash, hash);
    if (other) return other;
    throw refuse("token-spent");
  }
  countDeposit(edition.id);
  return signedReceipt(
    edition,
    hash,
    envelopeHash(edition.format, { ...request.envelope, manifestHash: request.manifestHash }),
  );
}

async function earlierReply(
  edition: SealedEdition,
  keyHash: Uint8Array<ArrayBuffer>,
  hash: Uint8Array,
): Promise<DepositReceipt | null> {
  const own = {
    where: { keyHash },
    include: { proposal: { include: { envelopes: true } } },
  } as const;
  const access = await whereKept(
    edition,
    (box) => box.access.findUnique(own),
    () => db().access.findUnique(own),
  );
  if (!access || access.proposal.editionId !== edition.id) return null;
  if (!equal(access.proposal.contentHash, hash)) throw refuse("conflict");
  const envelope = access.proposal.envelopes.find(({ slot }) => slot === access.slot);
  if (!envelope) return null;
  return signedReceipt(edition, hash, envelopeHash(edition.format, envelope));
}

/** Null signature once the key is destroyed: after closing the root is the evidence. */
export function signedReceipt(
  edition: SealedEdition,
  hash: Uint8Array,
  ownEnvelope: Uint8Array,
): DepositReceipt {
  const signed = depositHash(edition.format, hash, ownEnvelope);
  const key = edition.keys.certPrivate;
  return {
    depositHash: toBase64(signed),
    signature: key ? toBase64(signServerStatement(key, depositStatement(edition.id, signed))) : "",
  };
}

/** The value under which a pass is remembered as spent; refuses token-invalid. */
export function checkPass(edition: SealedEdition, token: Uint8Array): Uint8Array<ArrayBuffer> {
  const pass = splitPass(edition.id, token);
  if (!pass || !verifiesPass(edition.keys.issuerSpki, pass.message, pass.signature))
    throw refuse("token-invalid");
  return new Uint8Array(nullifier(pass.message));
}

/** Refuses an envelope of another manifest, place or size. */
export function checkEnvelope(
  edition: SealedEdition,
  { envelope, manifestHash }: Pick<RequestOf<"deposit">, "envelope" | "manifestHash">,
  slot = 1,
): void {
  if (!equal(manifestHash, edition.manifest.hash)) throw refuse("manifest-differs");
  if (envelope.slot !== slot) throw refuse("envelope-invalid");
  if (!hasEnvelopeSizes(envelope, parseManifest(edition.manifest.json).custodians.length))
    throw refuse("envelope-invalid");
}

/** Refuses content that does not fit the edition's categories, naming the field. */
export function checkContent(edition: SealedEdition, content: Content): void {
  const rule = {
    keys: edition.categories.map(({ key }) => key),
    min: edition.minCategories,
    max: edition.maxCategories,
  };
  const parsed = proposalSchema(rule).safeParse(content);
  const [issue] = parsed.error?.issues ?? [];
  if (issue)
    throw refuse("invalid", {
      field: String(issue.path[0] ?? ""),
      reasons: [{ key: issue.message }],
    });
}

/** An envelope as it is stored. */
export function envelopeRow(
  proposalId: string,
  { envelope, manifestHash }: Pick<RequestOf<"deposit">, "envelope" | "manifestHash">,
) {
  const { id, slot, iv, ct, commit, wraps, ownerWrap } = envelope;
  return {
    id,
    proposalId,
    slot,
    manifestHash,
    iv,
    ct,
    commit,
    wraps: new Uint8Array(concat(...wraps)),
    ownerWrap,
  };
}
