import { correctablePages, type ErratumForm } from "#app/domain/publication/erratum.ts";
import { publishedSchema } from "#app/domain/publication/publication.ts";
import { refuse } from "#app/domain/refusal.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { lockPhaseExclusive } from "#app/commands/edition/phase-lock.server.ts";

/**
 * Puts a correction beside what was published, for good: neither can be changed. Refuses too-early
 * before the publication, and invalid for a page that was not published.
 */
export async function addErratum(
  actorId: string,
  editionId: string,
  { page, text, reason }: ErratumForm,
): Promise<number> {
  return db().$transaction(async (tx) => {
    await lockPhaseExclusive(tx, editionId);
    const publication = await tx.publication.findUnique({ where: { editionId } });
    if (!publication) throw refuse("too-early");
    if (!correctablePages(publishedSchema.parse(publication.results)).includes(page))
      throw refuse("invalid", { field: "page" });
    const number = 1 + (await tx.erratum.count({ where: { editionId } }));
    await tx.erratum.create({
      data: { editionId, number, page, text, reason, actorId, at: now() },
    });
    await audit(tx, {
      actorId,
      action: "publication.corrected",
      editionId,
      objectId: String(number),
      detail: { page, text, reason },
    });
    return number;
  });
}
