import { custodian, pageFor } from "#app/http/actor.server.ts";
import { waitingOf } from "#app/queries/opening/custody.server.ts";

/** How far freeze and opening have come, for a custodian's page that stays open. */
export const loader = pageFor(custodian, async ({ actor, edition }) =>
  Response.json(await waitingOf(edition.id, actor.id)),
);
