import { data, redirect } from "@remix-run/node";
import { recordPresence } from "#app/commands/meetings/meeting.server.ts";
import { presenceSchema } from "#app/domain/meetings/meeting.ts";
import { actFor, atTheMeetings } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { meetingOf } from "#app/http/params.server.ts";

/** Records who is present. */
export const action = actFor(atTheMeetings, async ({ actor, edition, params, request }) => {
  const number = meetingOf(params);
  const parsed = await parseForm(request, presenceSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await recordPresence({ userId: actor.id, edition, number }, parsed.value.present);
  throw redirect(`/area/meetings/${edition.code}/${number}?done=presence`);
});
