import { redirect } from "@remix-run/node";
import { confirmSheets } from "#app/commands/scoring/score.server.ts";
import { actFor, juror } from "#app/http/actor.server.ts";

/** Delivers all own sheets and closes. */
export const action = actFor(juror, async ({ actor, edition }) => {
  await confirmSheets(actor.id, edition.id);
  throw redirect(`/area/jury/${edition.code}?done=confirmed`);
});
