import { redirect } from "@remix-run/node";
import { retryFailedMails } from "#app/commands/mailing/mail.server.ts";
import { actFor, administrator } from "#app/http/actor.server.ts";

export const action = actFor(administrator, async ({ actor }) => {
  await retryFailedMails(actor.id);
  return redirect("/area/admin/mail?done=retried");
});
