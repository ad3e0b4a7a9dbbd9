import { redirect } from "@remix-run/node";
import { switchReminders } from "#app/commands/people/account.server.ts";
import { actFor, signedIn } from "#app/http/actor.server.ts";
import { formOf } from "#app/http/body.server.ts";

/** Switches the reminders of competitions on or off. */
export const action = actFor(signedIn, async ({ actor, request }) => {
  await switchReminders(actor.id, (await formOf(request)).get("on") === "on");
  throw redirect("/area/account?done=reminders");
});
