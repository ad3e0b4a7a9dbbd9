import { data, redirect } from "@remix-run/node";
import { prefer } from "#app/commands/jury/preference.server.ts";
import { preferenceSchema } from "#app/domain/jury/preference.ts";
import { actFor, juror } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { publicNoOf } from "#app/http/params.server.ts";

/** Keeps what a juror says of one proposal. */
export const action = actFor(juror, async ({ actor, edition, params, request }) => {
  const parsed = await parseForm(request, preferenceSchema);
  if (!parsed.ok) return data({ errors: parsed.reply.error ?? {} }, 400);
  const no = publicNoOf(params);
  await prefer(actor.id, edition, no, parsed.value.preference);
  throw redirect(`/area/jury/${edition.code}/preferences?done=${no}`);
});
