import { data, redirect } from "@remix-run/node";
import { correctNote } from "#app/commands/meetings/meeting-minutes.server.ts";
import { correctionFormSchema } from "#app/domain/meetings/minutes.ts";
import { actFor, atTheMeetings } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { meetingOf } from "#app/http/params.server.ts";

/** Puts a note of the minutes right. */
export const action = actFor(atTheMeetings, async ({ actor, edition, params, request }) => {
  const number = meetingOf(params);
  const parsed = await parseForm(request, correctionFormSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await correctNote({ userId: actor.id, edition, number }, parsed.value);
  throw redirect(`/area/meetings/${edition.code}/${number}/minutes?done=correction`);
});
