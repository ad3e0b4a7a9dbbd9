import { redirect } from "@remix-run/node";
import { removeOrganiser } from "#app/commands/edition/edition.server.ts";
import { refuse } from "#app/domain/refusal.ts";
import { actFor, administrator } from "#app/http/actor.server.ts";
import { idIn } from "#app/http/form.server.ts";
import { z } from "zod";

/** Takes the organiser's role from a person. */
export const action = actFor(administrator, async ({ actor, params, request }) => {
  const edition = z.uuid().safeParse(params.editionId);
  if (!edition.success) throw refuse("not-found");
  await removeOrganiser(actor.id, edition.data, await idIn(request, "userId"));
  throw redirect("/area/admin/editions");
});
