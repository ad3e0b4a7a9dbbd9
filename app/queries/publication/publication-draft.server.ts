import { fileKind } from "#app/domain/proposal/file-kind.ts";
import { textsSchema } from "#app/domain/edition/settings.ts";
import { written } from "#app/domain/each-locale.ts";
import type { Localised } from "#app/domain/locale.ts";
import { localeSchema, localised } from "#app/domain/localised.ts";
import { type TextField, textFieldNames } from "#app/domain/proposal/proposal.ts";
import {
  composePublication,
  declaredSchema,
  frozenRankingSchema,
  type ProposalFacts,
  type Published,
} from "#app/domain/publication/publication.ts";
import { toHex } from "#app/sealing/bytes.ts";
import { db, type Prisma, type Tx } from "#app/platform/db.server.ts";
import { juryExceptionsOf } from "#app/queries/jury/jury-exceptions.server.ts";
import { signedMinutes } from "#app/queries/meetings/meeting-minutes.server.ts";
import { forJurors, hiddenFields } from "#app/queries/scoring/jurors-text.server.ts";
import { logoFields, logoView } from "#app/queries/awards/logos.server.ts";
import { currentOpenList } from "#app/queries/opening/open-list.server.ts";
import { settledFacts } from "./settled-facts.server.ts";
import { forfeitedBy } from "./forfeited.server.ts";
import {
  depositsPerDay,
  totalsPerProposal,
} from "#app/queries/statistics/statistics-facts.server.ts";

/** What would be published of the edition now; null as long as no ranking is frozen. */
export async function publicationDraft(
  editionId: string,
  tx: Tx = db(),
): Promise<Published | null> {
  const edition = await tx.edition.findUniqueOrThrow({
    where: { id: editionId },
    include: draftParts,
  });
  const { ranking, manifest, closing } = edition;
  if (!ranking || !manifest || !closing) return null;
  const names = namesIn(edition.texts);
  return composePublication({
    edition: {
      code: edition.code,
      names,
      timeZone: edition.timeZone,
      opensAt: edition.opensAt?.toISOString() ?? null,
      closesAt: edition.closesAt?.toISOString() ?? null,
    },
    categories: edition.categories.map(({ key, name, colour }) => ({
      key,
      name: localised.parse(name),
      colour,
    })),
    seal: {
      manifestHash: toHex(manifest.hash),
      root: toHex(closing.root),
      proposals: closing.count,
      commitment: toHex(ranking.commit),
    },
    publishedDepth: edition.publishedDepth,
    frozen: frozenRankingSchema.parse(JSON.parse(ranking.json)),
    rules: edition.awardRules.map(({ id, kind, name }) => ({
      id,
      kind,
      name: localised.parse(name),
    })),
    prizes: edition.sponsors.flatMap((sponsor) =>
      sponsor.prizes.map((prize) => ({ id: prize.id, sponsor: sponsor.name, ...prizeView(prize) })),
    ),
    proposals: await proposalFacts(editionId, tx),
    opened: await settledFacts(editionId, tx),
    called: (await currentOpenList(editionId, tx)).called.filter(({ applied }) => applied),
    forfeited: await forfeitedBy(editionId, tx),
    sponsors: edition.sponsors.map(({ name, url, tier, description, logo, prizes }) => ({
      name,
      url,
      tier,
      description: localised.parse(description),
      logo: logoView(logo, name),
      prizes: prizes.map((prize) => ({
        ...prizeView(prize),
        quantity: prize.quantity,
        validUntil: prize.validUntil?.toISOString().slice(0, 10) ?? null,
      })),
    })),
    jury: edition.jurors.map(({ kind, chair, user }) => ({
      name: `${user.name} ${user.surname}`,
      kind,
      chair,
    })),
    juryExceptions: await juryExceptionsOf(editionId, tx),
    minutes: edition.publishesMinutes ? await signedMinutes(editionId, tx) : [],
    totalsPerProposal: await totalsPerProposal(editionId, edition.criteria, tx),
    guesses: (
      await tx.authorGuess.findMany({ where: { proposal: { editionId } }, select: { guess: true } })
    ).map(({ guess }) => guess),
    deposits: await depositsPerDay(editionId, tx),
    totals: {
      eligible: closing.eligible,
      activated: closing.activated,
      issued: closing.issued,
      spent: closing.spent,
    },
    declared: edition.declared ? declaredSchema.parse(edition.declared.figures) : null,
  });
}

const draftParts = {
  ranking: true,
  manifest: true,
  closing: true,
  declared: true,
  categories: { orderBy: { position: "asc" } },
  criteria: { orderBy: { position: "asc" } },
  awardRules: { orderBy: { position: "asc" } },
  sponsors: {
    orderBy: { position: "asc" },
    include: { logo: logoFields, prizes: { orderBy: { id: "asc" } } },
  },
  jurors: {
    where: { state: "ACCEPTED" },
    include: { user: { select: { name: true, surname: true } } },
  },
} as const satisfies Prisma.EditionInclude;

/** The edition's name per language. */
export function namesIn(texts: Prisma.JsonValue): Localised {
  const { it, en } = textsSchema.parse(texts);
  return written({ it: it?.name, en: en?.name });
}

function prizeView({
  name,
  conditions,
  valueCents,
}: {
  name: Prisma.JsonValue;
  conditions: Prisma.JsonValue;
  valueCents: number | null;
}) {
  return { name: localised.parse(name), conditions: localised.parse(conditions), valueCents };
}

async function proposalFacts(editionId: string, tx: Tx): Promise<ProposalFacts[]> {
  const rows = await tx.proposal.findMany({
    where: { editionId, withdrawn: false, publicNo: { not: null } },
    include: {
      ...hiddenFields,
      envelopes: { select: { id: true }, orderBy: { slot: "asc" } },
      files: { select: { kind: true, size: true, sha256: true }, orderBy: { position: "asc" } },
    },
    orderBy: { publicNo: "asc" },
  });
  return rows.map((row) => ({
    publicNo: row.publicNo!,
    categories: row.categories,
    goals: row.goals,
    horizon: row.horizon,
    locale: localeSchema.parse(row.locale),
    texts: wordsOf(row),
    jurorsTexts: wordsOf(forJurors(row)),
    files: row.files.map(({ kind, size, sha256 }) => ({
      kind: fileKind.parse(kind),
      size,
      sha256: toHex(sha256),
    })),
    envelopeIds: row.envelopes.map(({ id }) => id),
  }));
}

function wordsOf(row: Record<TextField, string>): Record<string, string> {
  return Object.fromEntries(textFieldNames.map((field) => [field, row[field]]));
}
