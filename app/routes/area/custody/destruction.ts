import { redirect } from "@remix-run/node";
import { declareKeyDestroyed } from "#app/commands/opening/key-care.server.ts";
import { actFor, custodian } from "#app/http/actor.server.ts";

/** A custodian says that their key is destroyed. */
export const action = actFor(custodian, async ({ actor, edition }) => {
  await declareKeyDestroyed(actor.id, edition.id);
  throw redirect(`/area/custody/${edition.code}`);
});
