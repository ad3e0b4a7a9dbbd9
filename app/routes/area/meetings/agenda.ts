import { data, redirect } from "@remix-run/node";
import { setAgenda } from "#app/commands/meetings/meeting.server.ts";
import { agendaSchema } from "#app/domain/meetings/meeting.ts";
import { actFor, atTheMeetings } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { meetingOf } from "#app/http/params.server.ts";

/** Sets what is discussed, and in which order. */
export const action = actFor(atTheMeetings, async ({ actor, edition, params, request }) => {
  const number = meetingOf(params);
  const parsed = await parseForm(request, agendaSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await setAgenda({ userId: actor.id, edition, number }, parsed.value);
  throw redirect(`/area/meetings/${edition.code}/${number}?done=agenda`);
});
