import { refuse } from "#app/domain/refusal.ts";
import { custodian, pageFor } from "#app/http/actor.server.ts";
import { evidenceOf } from "#app/queries/opening/evidence.server.ts";

/** What a custodian's page checks before it signs the ranking. */
export const loader = pageFor(custodian, async ({ actor, edition }) => {
  const evidence = await evidenceOf(edition.id, actor.id);
  if (!evidence) throw refuse("wrong-phase");
  return Response.json(evidence);
});
