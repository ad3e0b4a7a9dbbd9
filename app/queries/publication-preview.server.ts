import { hasReached, whyNot, type Phase } from "#app/domain/edition.ts";
import { type Published, publishedSchema } from "#app/domain/publication.ts";
import type { Reason } from "#app/domain/refusal.ts";
import { db } from "#app/platform/db.server.ts";
import { editionFacts } from "./edition-facts.server.ts";
import { publicationDraft } from "./publication-draft.server.ts";

/** What will be published, or was; `blocked` is what is missing. */
export type PublicationPreview = { phase: Phase; published: Published | null; at: string | null; blocked: Reason[] };

export async function publicationPreview(editionId: string): Promise<PublicationPreview> {
  const publication = await db().publication.findUnique({ where: { editionId } });
  const facts = await editionFacts(editionId);
  if (publication) return { phase: facts.phase, published: publishedSchema.parse(publication.results), at: publication.at.toISOString(), blocked: [] };
  // before the ranking is frozen the steps on the way there say more than 'one phase at a time'
  const blocked = hasReached(facts.phase, "opening") ? whyNot("published", facts) : [{ key: hasReached(facts.phase, "frozen") ? "order" : "not-frozen", where: "" }];
  return { phase: facts.phase, published: await publicationDraft(editionId), at: null, blocked };
}
