import { data, redirect } from "@remix-run/node";
import { nameOwner } from "#app/commands/implementation/implementation.server.ts";
import { ownerSchema } from "#app/domain/implementation/implementation.ts";
import { actFor, organiser } from "#app/http/actor.server.ts";
import { atItsField, parseForm } from "#app/http/form.server.ts";
import { publicNoOf } from "#app/http/params.server.ts";

/** Gives the proposal to an office, and the page to somebody who keeps it. */
export const action = actFor(organiser, async ({ actor, edition, params, request }) => {
  const publicNo = publicNoOf(params);
  const parsed = await parseForm(request, ownerSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  const result = await atItsField(parsed, () =>
    nameOwner({ actorId: actor.id, editionId: edition.id, publicNo }, parsed.value),
  );
  if (result) return data({ result }, 400);
  throw redirect(`/area/manage/${edition.code}/implementation/${publicNo}?done=saved`);
});
