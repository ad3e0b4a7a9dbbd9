import { issuesPasses } from "#app/domain/edition.ts";
import { textsSchema } from "#app/domain/edition-settings.ts";
import { whyNoPass } from "#app/domain/eligibility.ts";
import { inLocale, type Locale } from "#app/domain/locale.ts";
import type { RefusalCode } from "#app/domain/refusal.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";

/** An edition in which passes are issued now, and whether this person gets one. It says nothing of proposals. */
export type PassOffer = { editionId: string; code: string; name: string; manifest: string; sub: string; why: RefusalCode | null };

/** The editions in which passes are issued now. */
export async function passOffers(userId: string, locale: Locale): Promise<PassOffer[]> {
  const [person, editions] = await Promise.all([
    db().user.findUniqueOrThrow({ where: { id: userId }, include: { roles: true } }),
    db().edition.findMany({ where: { phase: { in: ["announced", "open"] }, manifest: { isNot: null } }, include: { manifest: true }, orderBy: { createdAt: "desc" } }),
  ]);
  return editions
    .filter((edition) => issuesPasses(edition, now()))
    .map((edition) => ({
      editionId: edition.id,
      code: edition.code,
      name: editionName(edition.texts, locale) || edition.code,
      manifest: edition.manifest!.json,
      sub: userId,
      why: whyNoPass(person, person.roles.filter(({ editionId }) => editionId === edition.id).map(({ kind }) => kind)),
    }));
}

/** An edition's name out of its texts. */
export function editionName(texts: unknown, locale: Locale): string {
  const parsed = textsSchema.parse(texts);
  return inLocale({ it: parsed.it?.name, en: parsed.en?.name }, locale);
}
