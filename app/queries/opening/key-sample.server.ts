import { randomBytes, randomUUID } from "node:crypto";
import { envelopeSample, sealedUnder } from "#app/box/door.server.ts";
import { isCaredFor } from "#app/domain/opening/key-care.ts";
import { phaseHas } from "#app/domain/phase.ts";
import { toBase64 } from "#app/sealing/bytes.ts";
import { wrapLength, wrapShare } from "#app/sealing/envelope.ts";
import type { KeySample } from "#app/sealing/key-check.ts";
import { parseManifest } from "#app/sealing/manifest.ts";
import { inHashOrder } from "#app/sealing/order.ts";
import { today } from "#app/platform/clock.server.ts";
import { db, type Phase } from "#app/platform/db.server.ts";
import { processSingleton } from "#app/platform/process-singleton.server.ts";

const size = 20;

/**
 * Wraps for a custodian's health check: of envelopes at random, filled up with wraps of our own
 * making, which look the same, so that neither their number nor a new one among them tells how many
 * proposals there are or when one came. While deposits are taken a custodian gets one sample a day.
 * Null where keys are not cared for, and for others.
 */
export async function keySample(editionId: string, userId: string): Promise<KeySample | null> {
  const { phase, manifest, custodians } = await db().edition.findUniqueOrThrow({
    where: { id: editionId },
    include: {
      manifest: true,
      custodians: {
        where: { userId },
        include: { signatures: { where: { subject: "MANIFEST" } } },
      },
    },
  });
  const [own] = custodians;
  if (!own || !manifest || !isCaredFor(phase)) return null;
  return {
    editionId,
    position: own.position,
    manifest: manifest.json,
    manifestSignature: toBase64(own.signatures[0]?.signature ?? new Uint8Array()),
    sealedUnder: await manifestsSealedUnder(editionId),
    wraps: await daily(phase, `${editionId} ${own.position}`, () =>
      sampleFor(editionId, own.position, manifest.json),
    ),
  };
}

/**
 * Each manifest once: how many envelopes there are is nobody's to know while deposits are taken.
 */
async function manifestsSealedUnder(editionId: string): Promise<string[]> {
  const handedOver = await db().envelope.findMany({
    where: { proposal: { editionId } },
    distinct: ["manifestHash"],
    select: { manifestHash: true },
  });
  const hashes = [
    ...handedOver.map(({ manifestHash }) => manifestHash),
    ...(await sealedUnder(editionId)),
  ];
  return [...new Set(hashes.map(toBase64))].sort();
}

type Sample = KeySample["wraps"];

/** Samples that were given today, in memory only. */
async function daily(phase: Phase, who: string, make: () => Promise<Sample>): Promise<Sample> {
  if (!phaseHas(phase, "deposits")) return make();
  const day = today().toISOString();
  const given = processSingleton(
    "key-samples",
    () => new Map<string, { day: string; sample: Promise<Sample> }>(),
  );
  const known = given.get(who);
  if (known?.day === day) return known.sample;
  const sample = make();
  given.set(who, { day, sample });
  return sample;
}

async function sampleFor(editionId: string, position: number, manifest: string): Promise<Sample> {
  const handedOver = await db().$queryRaw<Awaited<ReturnType<typeof envelopeSample>>>`
    SELECT e.id::text, e."proposalId"::text AS "proposalId", e.wraps FROM "Envelope" e JOIN "Proposal" p ON p.id = e."proposalId"
    WHERE p."editionId" = ${editionId}::uuid ORDER BY random() LIMIT ${size}`;
  const rows = handedOver.length > 0 ? handedOver : await envelopeSample({ editionId, most: size });
  const at = (position - 1) * wrapLength;
  const real = rows.map(({ id, proposalId, wraps }) => ({
    envelopeId: id,
    proposalId,
    wrap: toBase64(wraps.slice(at, at + wrapLength)),
  }));
  const recipient = parseManifest(manifest).custodians[position - 1]?.recipient ?? "";
  const made = await Promise.all(
    Array.from({ length: size - real.length }, () => madeWrap(recipient, editionId, position)),
  );
  return inHashOrder([...real, ...made], toBase64(randomBytes(16)), ({ envelopeId }) => envelopeId);
}

/** A wrap of nothing, made as a proposer's browser makes them. */
async function madeWrap(
  recipient: string,
  editionId: string,
  position: number,
): Promise<Sample[number]> {
  const [envelopeId, proposalId] = [randomUUID(), randomUUID()];
  const wrap = await wrapShare(
    recipient,
    { editionId, proposalId, envelopeId, manifestHash: new Uint8Array() },
    position,
    new Uint8Array(randomBytes(33)),
  );
  return { envelopeId, proposalId, wrap: toBase64(wrap) };
}
