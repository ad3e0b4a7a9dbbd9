import { redirect } from "@remix-run/node";
import { z } from "zod";
import { allowOpeningBelowFloor } from "#app/commands/edition/edition.server.ts";
import { refuse } from "#app/domain/refusal.ts";
import { actFor, organiser } from "#app/http/actor.server.ts";
import { formOf } from "#app/http/body.server.ts";

/** Lets the edition open below its floor of activated employees, with a public reason. */
export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = z
    .string()
    .trim()
    .min(10)
    .max(500)
    .safeParse((await formOf(request)).get("reason"));
  if (!parsed.success) throw refuse("invalid", { field: "reason" });
  await allowOpeningBelowFloor(actor.id, edition.id, parsed.data);
  throw redirect(`/area/manage/${edition.code}`);
});
