import { redirect } from "@remix-run/node";
import { planMailing } from "#app/commands/mailing/mailing.server.ts";
import { actFor, organiser } from "#app/http/actor.server.ts";
import { momentOf } from "#app/http/params.server.ts";

/** Takes back that the mail of a moment is sent by itself. */
export const action = actFor(organiser, async ({ actor, edition, params }) => {
  const moment = momentOf(params);
  await planMailing(actor.id, edition.id, moment, null);
  throw redirect(`/area/manage/${edition.code}/mails/${moment}?done=unplanned`);
});
