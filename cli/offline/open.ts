import {
  combinations,
  type InvalidReason,
  type Opened,
  settle,
  whyVoid,
} from "#app/domain/opening/opening.ts";
import { equal, fromBase64 } from "#app/sealing/bytes.ts";
import { keysOf } from "#app/sealing/custodian.ts";
import {
  authenticity,
  type EnvelopeContext,
  keyFromShares,
  openEnvelope,
  shareIn,
  unwrapShare,
  wrapLength,
} from "#app/sealing/envelope.ts";
import type { PassCertificate } from "#app/sealing/certificate.ts";
import { manifestHash, parseManifest } from "#app/sealing/manifest.ts";
import { openPartOf } from "#app/sealing/reserve.ts";
import { sessionChecks } from "#app/sealing/session-checks.ts";
import type { SealedEdition, SealedEnvelope } from "./sealed.ts";

/** A share of one envelope, by the custodian at `position`. */
export type Share = { envelopeId: string; position: number; share: Uint8Array };

/** What an envelope came to: closed as long as no quorum of shares opens it. */
export type Outcome = {
  publicNo: number;
  title: string;
  envelopeId: string;
  slot: number;
  result: "closed" | "valid" | "void";
  reason: InvalidReason | null;
  holder: { name: string; surname: string; staffNumber: string; unit: string } | null;
};

/** What does not hold in this dump, in words; nothing is to be opened then. */
export function faultsOf(edition: SealedEdition): string[] {
  // an envelope under another manifest is void by itself and holds up no other
  const failed = sessionChecks(edition.ceremony).filter(
    ({ ok, key }) => !ok && key !== "sealed-under",
  );
  return [
    ...edition.faults,
    ...failed.map(
      ({ key, signed, of }) =>
        `the check '${key}' fails${of === undefined ? "" : ` (${signed} of ${of} signatures)`}`,
    ),
  ];
}

/** By the manifest that custodians signed, whatever the row of the envelope says. */
function contextOf(
  { editionId, ceremony }: SealedEdition,
  { id, proposalId }: SealedEnvelope,
): EnvelopeContext {
  return { editionId, proposalId, envelopeId: id, manifestHash: manifestHash(ceremony.manifest) };
}

function isForeign({ ceremony }: SealedEdition, envelope: SealedEnvelope): boolean {
  return !equal(envelope.manifestHash, manifestHash(ceremony.manifest));
}

/** The place of a key in the manifest, from 1; null when it is no custodian's of this edition. */
export async function positionOf(
  { ceremony }: SealedEdition,
  identity: string,
): Promise<number | null> {
  const { recipient } = await keysOf(identity);
  const at = parseManifest(ceremony.manifest).custodians.findIndex(
    (custodian) => custodian.recipient === recipient,
  );
  return at < 0 ? null : at + 1;
}

/** One custodian's wrap of an envelope: an age file. */
export function wrapOf({ wraps }: SealedEnvelope, position: number): Uint8Array {
  return wraps.slice((position - 1) * wrapLength, position * wrapLength);
}

/**
 * The shares that these keys unwrap; a wrap that cannot be read, or was moved from elsewhere, gives
 * none.
 */
export async function sharesByKeys(
  edition: SealedEdition,
  identities: Map<number, string>,
): Promise<Share[]> {
  const shares: Share[] = [];
  for (const envelope of edition.envelopes.filter((each) => !isForeign(edition, each))) {
    for (const [position, identity] of identities) {
      const share = await unwrapShare(
        identity,
        contextOf(edition, envelope),
        position,
        wrapOf(envelope, position),
      ).catch(() => null);
      if (share) shares.push({ envelopeId: envelope.id, position, share });
    }
  }
  return shares;
}

/**
 * The share in a wrap that `age -d` decrypted; null when it belongs to none of the envelopes to
 * open.
 */
export function shareInText(edition: SealedEdition, text: string): Share | null {
  for (const envelope of edition.envelopes) {
    for (const at of parseManifest(edition.ceremony.manifest).custodians.keys()) {
      const share = tried(() => shareIn(text, contextOf(edition, envelope), at + 1));
      if (share) return { envelopeId: envelope.id, position: at + 1, share };
    }
  }
  return null;
}

function tried<T>(act: () => T): T | null {
  try {
    return act();
  } catch {
    return null;
  }
}

/**
 * Opens what these shares open, and judges it as the program would: each envelope by itself, then
 * all together.
 */
export async function openWith(edition: SealedEdition, shares: Share[]): Promise<Outcome[]> {
  const opened = new Map<
    string,
    { why: InvalidReason | null; certificate: PassCertificate | null }
  >();
  for (const envelope of edition.envelopes) {
    if (isForeign(edition, envelope)) {
      opened.set(envelope.id, { why: "other-manifest", certificate: null });
      continue;
    }
    const key = await keyOf(edition, envelope, shares);
    if (key) opened.set(envelope.id, await judged(edition, envelope, key));
  }
  const facts = edition.envelopes.flatMap((envelope): Opened[] => {
    const own = opened.get(envelope.id);
    return own
      ? [
          {
            envelopeId: envelope.id,
            publicNo: envelope.publicNo,
            slot: envelope.slot,
            why: own.why,
            sub: own.certificate?.sub ?? null,
            settled: false,
          },
        ]
      : [];
  });
  const order = openPartOf(edition.ceremony.ranking)!.order.map(({ publicNo }) => publicNo);
  const verdicts = settle(facts, order, parseManifest(edition.ceremony.manifest).passesPerPerson);
  return edition.envelopes.map(({ id, publicNo, slot }) => {
    const reason = verdicts.get(id) ?? null;
    const certificate = opened.get(id)?.certificate;
    const holder =
      certificate && !reason
        ? {
            name: certificate.name,
            surname: certificate.surname,
            staffNumber: certificate.staffNumber,
            unit: certificate.unit,
          }
        : null;
    return {
      publicNo,
      title: edition.titles.get(publicNo) ?? "",
      envelopeId: id,
      slot,
      result: !opened.has(id) ? "closed" : reason ? "void" : "valid",
      reason,
      holder,
    };
  });
}

async function keyOf(
  edition: SealedEdition,
  envelope: SealedEnvelope,
  shares: Share[],
): Promise<Uint8Array | null> {
  const own = new Map(
    shares
      .filter(({ envelopeId }) => envelopeId === envelope.id)
      .map(({ position, share }) => [position, share]),
  );
  for (const subset of combinations(
    [...own.values()],
    parseManifest(edition.ceremony.manifest).quorum,
  )) {
    const key = await keyFromShares(contextOf(edition, envelope), envelope.commit, subset);
    if (key) return key;
  }
  return null;
}

async function judged(
  edition: SealedEdition,
  envelope: SealedEnvelope,
  key: Uint8Array,
): Promise<{ why: InvalidReason | null; certificate: PassCertificate | null }> {
  const context = contextOf(edition, envelope);
  const content = await openEnvelope(context, envelope, key).catch(() => null);
  if (!content) return { why: "altered", certificate: null };
  const verdict = authenticity(
    content,
    context,
    envelope.slot,
    fromBase64(parseManifest(edition.ceremony.manifest).certPublicKey),
  );
  if (verdict !== "valid") return { why: verdict, certificate: null };
  const { certificate } = content.cert;
  const onList = edition.staffList.find(
    ({ sub, staffNumber }) => sub === certificate.sub && staffNumber === certificate.staffNumber,
  );
  return {
    why: whyVoid({
      onStaffList: onList?.eligible ?? false,
      holdsRole: edition.roles.has(certificate.sub),
    }),
    certificate,
  };
}
