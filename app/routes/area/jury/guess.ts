import { data, redirect } from "@remix-run/node";
import { guessAuthor } from "#app/commands/scoring/guess.server.ts";
import { guessSchema } from "#app/domain/scoring/sheet.ts";
import { actFor, juror } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { publicNoOf } from "#app/http/params.server.ts";

/** Takes the answer to 'do you think you know the author?'. */
export const action = actFor(juror, async ({ actor, edition, params, request }) => {
  const parsed = await parseForm(request, guessSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  const no = publicNoOf(params);
  await guessAuthor(actor.id, edition, no, parsed.value.guess);
  throw redirect(`/area/jury/${edition.code}/${no}`);
});
