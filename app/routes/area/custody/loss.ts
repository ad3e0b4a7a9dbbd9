import { redirect } from "@remix-run/node";
import { declareOwnKeyLost } from "#app/commands/opening/key-care.server.ts";
import { actFor, custodian } from "#app/http/actor.server.ts";

/** A custodian declares their key lost. */
export const action = actFor(custodian, async ({ actor, edition }) => {
  await declareOwnKeyLost(actor.id, edition.id);
  throw redirect(`/area/custody/${edition.code}`);
});
