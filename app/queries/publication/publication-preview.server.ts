import { type EditionStep, stepsTo, whyNot } from "#app/domain/edition/guards.ts";
import { phaseOf, type Phase, phaseHas } from "#app/domain/phase.ts";
import { type Published, publishedSchema } from "#app/domain/publication/publication.ts";
import { type Reason, reasonsSchema } from "#app/domain/refusal.ts";
import { db } from "#app/platform/db.server.ts";
import { comparableEditions } from "#app/queries/statistics/comparison.server.ts";
import { editionFacts } from "#app/queries/edition/edition-facts.server.ts";
import { publicationDraft } from "./publication-draft.server.ts";

/** What will be published, or was; `blocked` is what is missing. */
export type PublicationPreview = {
  phase: Phase;
  published: Published | null;
  at: string | null;
  blocked: Reason[];
  /** what is left to do, phase by phase */
  steps: EditionStep[];
  /** codes of the editions that it can then be compared with */
  others: string[];
  /** when it is published by itself, and what was missing if that moment was missed */
  scheduled: { at: string; missed: Reason[] | null } | null;
};

export async function publicationPreview(editionId: string): Promise<PublicationPreview> {
  const publication = await db().publication.findUnique({ where: { editionId } });
  const facts = await editionFacts(editionId);
  if (publication)
    return {
      phase: facts.phase,
      published: publishedSchema.parse(publication.results),
      at: publication.at.toISOString(),
      blocked: [],
      steps: [],
      others: [],
      scheduled: null,
    };
  // before the ranking is frozen the steps on the way there say more than 'one phase at a time'
  const blocked = phaseHas(facts.phase, "openingBegun")
    ? whyNot(phaseOf.publication, facts)
    : [{ key: phaseHas(facts.phase, "frozen") ? "order" : "not-frozen", where: "" }];
  return {
    phase: facts.phase,
    published: await publicationDraft(editionId),
    at: null,
    blocked,
    steps: stepsTo(phaseOf.publication, facts),
    others: await othersThan(editionId),
    scheduled: await scheduled(editionId),
  };
}

async function othersThan(id: string): Promise<string[]> {
  const { code } = await db().edition.findUniqueOrThrow({ where: { id }, select: { code: true } });
  return (await comparableEditions(code)).map((other) => other.code);
}

async function scheduled(editionId: string): Promise<PublicationPreview["scheduled"]> {
  const row = await db().publicationDate.findUnique({ where: { editionId } });
  return (
    row && { at: row.at.toISOString(), missed: row.missedAt && reasonsSchema.parse(row.reasons) }
  );
}
