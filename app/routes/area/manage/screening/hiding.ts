import { data, redirect } from "@remix-run/node";
import { hidePassage } from "#app/commands/screening/hidden-passage.server.ts";
import { hidingSchema } from "#app/domain/screening/hidden-passage.ts";
import { actFor, organiser } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { publicNoOf } from "#app/http/params.server.ts";

/** Hides a passage from jurors: a marked one, or one that was selected. */
export const action = actFor(organiser, async ({ actor, edition, params, request }) => {
  const no = publicNoOf(params);
  const parsed = await parseForm(request, hidingSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await hidePassage(actor.id, edition.id, no, parsed.value);
  throw redirect(`/area/manage/${edition.code}/screening/${no}?done=hidden`);
});
