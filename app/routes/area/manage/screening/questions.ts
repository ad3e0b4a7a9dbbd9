import { data, redirect } from "@remix-run/node";
import { askProposer } from "#app/commands/screening/questions.server.ts";
import { questionSchema } from "#app/domain/screening/form.ts";
import { actFor, organiser } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { publicNoOf } from "#app/http/params.server.ts";

/** Asks whoever wrote a proposal, without knowing who that is. */
export const action = actFor(organiser, async ({ actor, edition, params, request }) => {
  const no = publicNoOf(params);
  const parsed = await parseForm(request, questionSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await askProposer(actor.id, edition, no, parsed.value.text);
  throw redirect(`/area/manage/${edition.code}/screening/${no}?done=asked`);
});
