import { refuse } from "#app/domain/refusal.ts";
import { custodian, pageFor } from "#app/http/actor.server.ts";
import { keySample } from "#app/queries/opening/key-sample.server.ts";

/** Wraps of this custodian's own, to try the key on. */
export const loader = pageFor(custodian, async ({ actor, edition }) => {
  const sample = await keySample(edition.id, actor.id);
  if (!sample) throw refuse("wrong-phase");
  return Response.json(sample);
});
