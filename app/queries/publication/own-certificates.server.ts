import { phasesWith } from "#app/domain/phase.ts";
import type { CertificateKind } from "#app/domain/publication/certificate.ts";
import { inLocale, type Locale, type Localised } from "#app/domain/locale.ts";
import { publishedSchema } from "#app/domain/publication/publication.ts";
import { toBase64 } from "#app/sealing/bytes.ts";
import { db, type Tx } from "#app/platform/db.server.ts";
import { holderSchema } from "#app/queries/opening/opening-facts.server.ts";
import { namesIn } from "./publication-draft.server.ts";

/** What somebody may take a certificate for; `name` is empty for a winner who is not named. */
export type Merit = {
  edition: { id: string; code: string; names: Localised };
  kind: "WINNER" | "JUROR";
  publicNo: number;
  name: string;
};

const published = {
  phase: { in: phasesWith("resultsPublic") },
  publication: { isNot: null },
};

/**
 * Awards this person accepted and juries they judged in to the end, in editions whose results are
 * published.
 */
export async function earnedCertificates(userId: string, tx: Tx = db()): Promise<Merit[]> {
  return [...(await accepted(userId, tx)), ...(await judged(userId, tx))];
}

async function judged(userId: string, tx: Tx): Promise<Merit[]> {
  const rows = await tx.juror.findMany({
    where: { userId, state: "ACCEPTED", confirmedAt: { not: null }, edition: published },
    include: { user: true, edition: true },
  });
  return rows.map(({ edition: { id, code, texts }, user }) => ({
    edition: { id, code, names: namesIn(texts) },
    kind: "JUROR",
    publicNo: 0,
    name: `${user.name} ${user.surname}`,
  }));
}

async function accepted(userId: string, tx: Tx): Promise<Merit[]> {
  const opened = await tx.openedEnvelope.findMany({
    where: {
      result: "VALID",
      settledAt: { not: null },
      holder: { path: ["sub"], equals: userId },
      answer: { prizeAccepted: true, notMine: false },
    },
  });
  const envelopes = await tx.envelope.findMany({
    where: {
      id: { in: opened.map(({ envelopeId }) => envelopeId) },
      proposal: { edition: published },
    },
    select: {
      id: true,
      proposal: { select: { publicNo: true, edition: { include: { publication: true } } } },
    },
  });
  return envelopes.flatMap(({ id, proposal: { publicNo, edition } }): Merit[] => {
    const winner = publishedSchema
      .parse(edition.publication?.results)
      .winners.find((each) => each.publicNo === publicNo);
    if (!winner || publicNo === null) return [];
    const { name, surname } = holderSchema.parse(
      opened.find(({ envelopeId }) => envelopeId === id)?.holder,
    );
    return [
      {
        edition: { id: edition.id, code: edition.code, names: namesIn(edition.texts) },
        kind: "WINNER",
        publicNo,
        name: winner.names ? `${name} ${surname}` : "",
      },
    ];
  });
}

/** A certificate on the desk: taken, when it has a code. */
export type OwnCertificate = {
  editionId: string;
  edition: string;
  kind: CertificateKind;
  publicNo: number;
  named: boolean;
  code: string | null;
};

/** The certificates this person has or can take. */
export async function ownCertificates(userId: string, locale: Locale): Promise<OwnCertificate[]> {
  const taken = await db().certificate.findMany({ where: { userId }, include: { edition: true } });
  const can = await earnedCertificates(userId);
  const key = (editionId: string, kind: CertificateKind, publicNo: number) =>
    `${editionId} ${kind} ${publicNo}`;
  const codes = new Map(taken.map((row) => [key(row.editionId, row.kind, row.publicNo), row.code]));
  const ofMerits = can.map(({ edition, kind, publicNo, name }): OwnCertificate => ({
    editionId: edition.id,
    edition: inLocale(edition.names, locale) || edition.code,
    kind,
    publicNo,
    named: name !== "",
    code: codes.get(key(edition.id, kind, publicNo)) ?? null,
  }));
  const others = taken.filter(
    ({ editionId, kind, publicNo }) =>
      !can.some(
        (each) => key(each.edition.id, each.kind, each.publicNo) === key(editionId, kind, publicNo),
      ),
  );
  return [
    ...ofMerits,
    ...others.map((row): OwnCertificate => ({
      editionId: row.editionId,
      edition: inLocale(namesIn(row.edition.texts), locale) || row.edition.code,
      kind: row.kind,
      publicNo: row.publicNo,
      named: row.name !== "",
      code: row.code,
    })),
  ];
}

/** An edition whose 'took part' token this person could turn into a certificate. */
export type TookPartOffer = { editionId: string; edition: string; issuerSpki: string };

/**
 * Editions whose results are published, without those this person has the certificate of, or held a
 * role in.
 */
export async function tookPartOffers(userId: string, locale: Locale): Promise<TookPartOffer[]> {
  const rows = await db().edition.findMany({
    where: {
      ...published,
      tookPartKey: { isNot: null },
      roles: { none: { userId } },
      certificates: { none: { userId, kind: "PARTICIPANT" } },
    },
    include: { tookPartKey: true },
    orderBy: { closesAt: "desc" },
  });
  return rows.map(({ id, code, texts, tookPartKey }) => ({
    editionId: id,
    edition: inLocale(namesIn(texts), locale) || code,
    issuerSpki: toBase64(tookPartKey!.issuerSpki),
  }));
}
