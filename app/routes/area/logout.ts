import { redirectDocument } from "@remix-run/node";
import { signOut } from "#app/commands/session.server.ts";
import { actFor, anybody } from "#app/http/actor.server.ts";

export const action = actFor(anybody, async ({ request }) => {
  const cookie = await signOut(request.headers.get("Cookie"));
  return redirectDocument("/area/login", { headers: { "Set-Cookie": cookie } });
});
