import { notePresence } from "#app/commands/meetings/presence.server.ts";
import { answerFor, custodian } from "#app/http/actor.server.ts";

/** The custodian's page tells that it is open. */
export const action = answerFor(custodian, async ({ actor, edition }) => {
  await notePresence(actor.id, edition.id);
  return Response.json({ ok: true });
});
