import { Decrypter } from "age-encryption";
import * as z from "zod/mini";
import { fromBase64, fromUtf8, toBase64 } from "./bytes.ts";
import { contentHash } from "./commitment.ts";
import {
  certificateStatement,
  type Envelope,
  type EnvelopeContent,
  type EnvelopeContext,
  newHolder,
  openOwn,
  ownEnvelopeKey,
  sealEnvelope,
  verifies,
} from "./envelope.ts";
import { signedPassCertificateSchema } from "./certificate.ts";
import { type Wallet, walletSchema } from "./kept-wallet.ts";
import { type Manifest, manifestHash, parseManifest } from "./manifest.ts";
import { accessKey, accessKeyHash, inviteKey, ownKey } from "./receipt.ts";
import { isSignedByAll, type SignedManifest } from "./signed-manifest.ts";
import { type BlindedPass, blindPasses, blindTookPart, blindVote, finishPass } from "./token.ts";

// What an employee's browser does, from asking for passes to handing in. Everything goes in and out
// as plain JSON, so it runs in a worker of the browser, in the test process and in the command that
// plays a whole edition alike.

/** The wallet in a pass file, or null when passphrase or file are wrong. */
export async function openPassFile(file: Uint8Array, passphrase: string): Promise<Wallet | null> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase.trim());
  try {
    return walletSchema.parse(JSON.parse(fromUtf8(await decrypter.decrypt(file))));
  } catch {
    return null;
  }
}

/**
 * Between the request for passes and the server's answer; the request may be sent again as it is.
 */
export type PassRequestState = {
  editionId: string;
  manifest: string;
  holderKey: string;
  passes: { message: string; inverse: string }[];
  request: { edition: string; holderPublicKey: string; blinded: string[] };
};

/** The server's answer does not fit: the message says what. */
export class SealError extends Error {
  override name = "SealError";
  constructor(
    readonly code:
      | "manifest-differs"
      | "manifest-unsigned"
      | "passes-invalid"
      | "certificate-invalid"
      | "no-pass-left"
      | "receipt-wrong",
  ) {
    super(code);
  }
}

/**
 * The manifest in a text that every custodian it names signed; throws SealError when one did not.
 */
function believed(signed: SignedManifest): Manifest {
  if (!isSignedByAll(signed)) throw new SealError("manifest-unsigned");
  return parseManifest(signed.manifest);
}

/**
 * Makes the holder key and the blinded messages for an edition's passes. Throws SealError where a
 * custodian did not sign.
 */
export async function askForPasses(signed: SignedManifest): Promise<PassRequestState> {
  const manifest = believed(signed);
  const holder = newHolder();
  const blinded = await blindPasses(
    manifest.edition,
    fromBase64(manifest.issuerSpki),
    manifest.passesPerPerson,
  );
  return {
    editionId: manifest.edition,
    manifest: signed.manifest,
    holderKey: toBase64(holder.privateKey),
    passes: blinded.map(({ message, inverse }) => ({
      message: toBase64(message),
      inverse: toBase64(inverse),
    })),
    request: {
      edition: manifest.edition,
      holderPublicKey: toBase64(holder.publicKey),
      blinded: blinded.map((pass) => toBase64(pass.blinded)),
    },
  };
}

const issuedSchema = z.object({
  blindSignatures: z.array(z.string()),
  cert: signedPassCertificateSchema,
});

/**
 * Turns the server's answer into a wallet; throws SealError when a signature or the certificate is
 * not the manifest's.
 */
export async function receivePasses(state: PassRequestState, answer: unknown): Promise<Wallet> {
  const issued = issuedSchema.parse(answer);
  const manifest = parseManifest(state.manifest);
  const { certificate, signature } = issued.cert;
  const genuine = verifies(
    fromBase64(signature),
    certificateStatement(certificate),
    fromBase64(manifest.certPublicKey),
  );
  if (!genuine || certificate.holderKey !== state.request.holderPublicKey)
    throw new SealError("certificate-invalid");
  if (issued.blindSignatures.length !== state.passes.length) throw new SealError("passes-invalid");
  const tokens = await Promise.all(
    state.passes.map((pass, i) =>
      finished(manifest.issuerSpki, pass, issued.blindSignatures[i] ?? ""),
    ),
  );
  return {
    v: 1,
    editionId: state.editionId,
    manifest: state.manifest,
    holderKey: state.holderKey,
    cert: issued.cert,
    tokens,
  };
}

async function finished(
  issuerSpki: string,
  pass: { message: string; inverse: string },
  blindSignature: string,
): Promise<string> {
  const blinded: BlindedPass = {
    message: fromBase64(pass.message),
    blinded: new Uint8Array(),
    inverse: fromBase64(pass.inverse),
  };
  try {
    return toBase64(await finishPass(fromBase64(issuerSpki), blinded, fromBase64(blindSignature)));
  } catch {
    throw new SealError("passes-invalid");
  }
}

/** A cleaned file as the server gave it back, with its mark that it did. Bytes in base64url. */
export type AttachedFile = { kind: string; bytes: string; tag: string };

/**
 * The body of a deposit; sending it again is harmless. `sealed` stays the same for one receipt and
 * text.
 */
export type DepositRequest = {
  op: "deposit";
  edition: string;
  accessKey: string;
  token: string;
  manifestHash: string;
  proposalId: string;
  content: object;
  files: AttachedFile[];
  envelope: {
    id: string;
    slot: number;
    iv: string;
    ct: string;
    commit: string;
    wraps: string[];
    ownerWrap: string;
  };
};

/**
 * Seals the holder's name for `content` and makes the request that hands both in. Throws SealError
 * when `current` (the server's manifest of today) is not the wallet's or is not signed by all
 * custodians, or no pass is left.
 */
export async function prepareDeposit(
  wallet: Wallet,
  current: SignedManifest,
  content: object,
  receipt: string,
  files: AttachedFile[] = [],
): Promise<DepositRequest> {
  const proposalId = crypto.randomUUID();
  return {
    op: "deposit",
    ...(await sealFor(wallet, current, { proposalId, slot: 1 }, receipt)),
    proposalId,
    content,
    files,
  };
}

/**
 * The body with which a member takes a place in a team: a pass, an envelope and a receipt of their
 * own.
 */
export type JoinRequest = Omit<DepositRequest, "op" | "proposalId" | "content" | "files"> & {
  op: "join";
  inviteKey: string;
};

/**
 * Seals the holder's name for the place that an invitation gives. Throws SealError like
 * prepareDeposit.
 */
export async function prepareJoin(
  wallet: Wallet,
  current: SignedManifest,
  place: { proposalId: string; slot: number },
  invite: string,
  receipt: string,
): Promise<JoinRequest> {
  return {
    op: "join",
    ...(await sealFor(wallet, current, place, receipt)),
    inviteKey: toBase64(inviteKey(invite, wallet.editionId)),
  };
}

/** Pass, receipt and envelope: what one person hands in for a place in a proposal. */
async function sealFor(
  wallet: Wallet,
  current: SignedManifest,
  { proposalId, slot }: { proposalId: string; slot: number },
  receipt: string,
) {
  if (wallet.manifest !== current.manifest) throw new SealError("manifest-differs");
  const manifest = believed(current);
  const token = wallet.tokens[0];
  if (!token) throw new SealError("no-pass-left");
  const [envelopeId, hash] = [crypto.randomUUID(), manifestHash(wallet.manifest)];
  const context = { editionId: wallet.editionId, proposalId, envelopeId, manifestHash: hash };
  const holder = { cert: wallet.cert, privateKey: fromBase64(wallet.holderKey) };
  const envelope = await sealEnvelope(
    context,
    slot,
    manifest,
    holder,
    ownKey(receipt, wallet.editionId),
  );
  return {
    edition: wallet.editionId,
    accessKey: toBase64(accessKey(receipt, wallet.editionId)),
    token,
    manifestHash: toBase64(hash),
    envelope: encoded(envelope),
  };
}

/** What the server knows an invitation by, and what whoever was invited shows. */
export function inviteKeysFor(invite: string, editionId: string): { key: string; hash: string } {
  const key = inviteKey(invite, editionId);
  return { key: toBase64(key), hash: toBase64(accessKeyHash(key)) };
}

function encoded({
  id,
  slot,
  iv,
  ct,
  commit,
  wraps,
  ownerWrap,
}: Envelope): DepositRequest["envelope"] {
  return {
    id,
    slot,
    iv: toBase64(iv),
    ct: toBase64(ct),
    commit: toBase64(commit),
    wraps: wraps.map(toBase64),
    ownerWrap: toBase64(ownerWrap),
  };
}

/** The key that a request for one's own proposal carries. */
export function accessKeyFor(receipt: string, editionId: string): string {
  return toBase64(accessKey(receipt, editionId));
}

export type OwnEnvelope = {
  id: string;
  slot: number;
  iv: string;
  ct: string;
  ownerWrap: string;
  manifestHash: string;
};

/**
 * The key of their own envelope, to hand in when too few custodians can open it. Throws SealError
 * on a wrong receipt, and when the envelope was sealed under another manifest than the one that
 * custodians signed.
 */
export async function keyOfOwnEnvelope(
  receipt: string,
  manifest: string,
  proposalId: string,
  envelope: OwnEnvelope,
): Promise<string> {
  const context = contextOfOwn(manifest, proposalId, envelope);
  try {
    return toBase64(
      await ownEnvelopeKey(
        context,
        { ownerWrap: fromBase64(envelope.ownerWrap) },
        ownKey(receipt, context.editionId),
      ),
    );
  } catch {
    throw new SealError("receipt-wrong");
  }
}

/**
 * Opens one's own envelope with the receipt: what it will say when custodians open it. Throws
 * SealError as keyOfOwnEnvelope does.
 */
export async function readOwnEnvelope(
  receipt: string,
  manifest: string,
  proposalId: string,
  envelope: OwnEnvelope,
): Promise<EnvelopeContent> {
  const context = contextOfOwn(manifest, proposalId, envelope);
  const own = {
    iv: fromBase64(envelope.iv),
    ct: fromBase64(envelope.ct),
    ownerWrap: fromBase64(envelope.ownerWrap),
  };
  try {
    return await openOwn(context, own, ownKey(receipt, context.editionId));
  } catch {
    throw new SealError("receipt-wrong");
  }
}

/**
 * Where one's own envelope belongs, by the manifest and not by what its row says; throws SealError
 * when they differ.
 */
function contextOfOwn(
  manifest: string,
  proposalId: string,
  envelope: OwnEnvelope,
): EnvelopeContext {
  const hash = manifestHash(manifest);
  if (envelope.manifestHash !== toBase64(hash)) throw new SealError("manifest-differs");
  return {
    editionId: parseManifest(manifest).edition,
    proposalId,
    envelopeId: envelope.id,
    manifestHash: hash,
  };
}

/**
 * The blinded message for the fresh pass that a withdrawal returns, and what turns the answer into
 * it.
 */
export async function askForRefund(
  manifestText: string,
): Promise<{ message: string; inverse: string; blinded: string }> {
  const manifest = parseManifest(manifestText);
  const [pass] = await blindPasses(manifest.edition, fromBase64(manifest.issuerSpki), 1);
  return {
    message: toBase64(pass!.message),
    inverse: toBase64(pass!.inverse),
    blinded: toBase64(pass!.blinded),
  };
}

/** The fresh pass out of a withdrawal's answer. */
export async function receiveRefund(
  manifestText: string,
  state: { message: string; inverse: string },
  blindSignature: string,
): Promise<string> {
  return finished(parseManifest(manifestText).issuerSpki, state, blindSignature);
}

/**
 * The hash of a text and its files as the server keeps it; a replacement names the one it replaces.
 */
export function hashOfContent(
  content: object,
  files: { kind: string; sha256: string }[] = [],
): string {
  return toBase64(contentHash(content, files));
}

/**
 * What is kept between asking for a vote token and receiving it; the request may be sent again as
 * it is.
 */
export type VoteRequest = { manifest: string; message: string; inverse: string; blinded: string };

/**
 * The blinded message of a vote token under the key that the manifest names. Throws SealError where
 * it names none.
 */
export async function askForVote(signed: SignedManifest): Promise<VoteRequest> {
  const { edition, voteIssuerSpki } = believed(signed);
  if (!voteIssuerSpki) throw new SealError("manifest-differs");
  const { message, inverse, blinded } = await blindVote(edition, fromBase64(voteIssuerSpki));
  return {
    manifest: signed.manifest,
    message: toBase64(message),
    inverse: toBase64(inverse),
    blinded: toBase64(blinded),
  };
}

/** The token out of the answer; throws SealError when the signature is not that key's. */
export async function receiveVote(state: VoteRequest, blindSignature: string): Promise<string> {
  return finished(parseManifest(state.manifest).voteIssuerSpki ?? "", state, blindSignature);
}

/**
 * What is kept between asking for a 'took part' token and receiving it; the request may be sent
 * again as it is.
 */
export type TookPartState = {
  issuerSpki: string;
  message: string;
  inverse: string;
  blinded: string;
};

/**
 * The blinded message of a 'took part' token under the key (SPKI in base64url) that the edition
 * published.
 */
export async function askForTookPart(
  editionId: string,
  issuerSpki: string,
): Promise<TookPartState> {
  const { message, inverse, blinded } = await blindTookPart(editionId, fromBase64(issuerSpki));
  return {
    issuerSpki,
    message: toBase64(message),
    inverse: toBase64(inverse),
    blinded: toBase64(blinded),
  };
}

/** The token out of the answer; throws SealError when the signature is not that key's. */
export async function receiveTookPart(
  state: TookPartState,
  blindSignature: string,
): Promise<string> {
  return finished(state.issuerSpki, state, blindSignature);
}
