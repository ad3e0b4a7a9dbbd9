import { issuesPasses, phasesWith } from "#app/domain/phase.ts";
import { textsSchema } from "#app/domain/edition/settings.ts";
import { whyNoPass } from "#app/domain/passes/eligibility.ts";
import { inLocale, type Locale } from "#app/domain/locale.ts";
import { type ReturnProgress, takesPassReturns } from "#app/domain/passes/pass-return.ts";
import type { SignedManifest } from "#app/sealing/signed-manifest.ts";
import type { RefusalCode } from "#app/domain/refusal.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Tx } from "#app/platform/db.server.ts";
import {
  signedManifestOf,
  withSignedManifest,
} from "#app/queries/opening/signed-manifest.server.ts";

/**
 * An edition in which passes are issued now, and whether this person gets one. It says nothing of
 * proposals.
 */
export type PassOffer = SignedManifest & {
  editionId: string;
  code: string;
  name: string;
  sub: string;
  why: RefusalCode | null;
};

/** The editions in which passes are issued now. */
export async function passOffers(userId: string, locale: Locale): Promise<PassOffer[]> {
  const [person, editions] = await Promise.all([
    db().user.findUniqueOrThrow({
      where: { id: userId },
      include: { roles: true, formerRoles: true, passReturns: true },
    }),
    db().edition.findMany({
      where: { phase: { in: phasesWith("passes") }, manifest: { isNot: null } },
      include: withSignedManifest,
      orderBy: { createdAt: "desc" },
    }),
  ]);
  return editions
    .filter((edition) => issuesPasses(edition, now()))
    .map((edition) => ({
      editionId: edition.id,
      code: edition.code,
      name: editionName(edition.texts, locale) || edition.code,
      ...signedManifestOf(edition),
      sub: userId,
      why: whyNoPass(person, {
        roles: [...person.roles, ...person.formerRoles]
          .filter(of(edition.id))
          .map(({ kind }) => kind),
        gaveBack: person.passReturns.some(of(edition.id)),
      }),
    }));
}

const of =
  (id: string) =>
  ({ editionId }: { editionId: string }) =>
    editionId === id;

/** How many of the passes this person was issued have come back. */
export async function returnProgress(
  editionId: string,
  userId: string,
  tx: Tx = db(),
): Promise<ReturnProgress> {
  const { passesPerPerson } = await tx.edition.findUniqueOrThrow({
    where: { id: editionId },
    select: { passesPerPerson: true },
  });
  const issues = await tx.activation.count({ where: { editionId, userId } });
  const given = await tx.passReturn.findUnique({
    where: { editionId_userId: { editionId, userId } },
  });
  return { returned: given?.count ?? 0, issued: issues * passesPerPerson };
}

/** What one must know to hand in one's passes: whose they are, and how many came back already. */
export type ReturnOffer = ReturnProgress & {
  editionId: string;
  name: string;
  sub: string;
  perBrowser: number;
};

/** The editions whose passes this person has and may hand in. */
export async function returnOffers(userId: string, locale: Locale): Promise<ReturnOffer[]> {
  const editions = await db().edition.findMany({
    where: { activations: { some: { userId } } },
    orderBy: { createdAt: "desc" },
  });
  return Promise.all(
    editions
      .filter(({ phase }) => takesPassReturns(phase))
      .map(async ({ id, code, texts, passesPerPerson }) => ({
        editionId: id,
        name: editionName(texts, locale) || code,
        sub: userId,
        perBrowser: passesPerPerson,
        ...(await returnProgress(id, userId)),
      })),
  );
}

/** An edition's name out of its texts. */
export function editionName(texts: unknown, locale: Locale): string {
  const parsed = textsSchema.parse(texts);
  return inLocale({ it: parsed.it?.name, en: parsed.en?.name }, locale);
}
