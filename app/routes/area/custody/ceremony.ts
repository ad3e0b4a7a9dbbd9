import { refuse } from "#app/domain/refusal.ts";
import { custodian, pageFor } from "#app/http/actor.server.ts";
import { ceremonyOf } from "#app/queries/opening/custody.server.ts";

/** What a custodian's page checks before it releases a share. */
export const loader = pageFor(custodian, async ({ actor, edition }) => {
  const ceremony = await ceremonyOf(edition.id, actor.id);
  if (!ceremony) throw refuse("wrong-phase");
  return Response.json(ceremony);
});
