import { redirectDocument } from "@remix-run/node";
import { signOutEverywhere } from "#app/commands/people/session.server.ts";
import { actFor, signedIn } from "#app/http/actor.server.ts";

export const action = actFor(signedIn, async ({ actor }) => {
  const cookie = await signOutEverywhere(actor.id);
  return redirectDocument("/area/login", { headers: { "Set-Cookie": cookie } });
});
