import { redirect } from "@remix-run/node";
import { removeCityLogo } from "#app/commands/city/city.server.ts";
import { actFor, administrator } from "#app/http/actor.server.ts";

/** Takes the city's logo away. */
export const action = actFor(administrator, async ({ actor }) => {
  await removeCityLogo(actor.id);
  throw redirect("/area/admin/city?done=saved");
});
