import { custodian, pageFor } from "#app/http/actor.server.ts";
import { custodyOf } from "#app/queries/opening/custody.server.ts";

/** Where the keys stand, for a custodian's own programs. */
export const loader = pageFor(custodian, async ({ actor, edition }) =>
  Response.json({ editionId: edition.id, ...(await custodyOf(edition.id, actor.id, true)) }),
);
