import { data, redirect } from "@remix-run/node";
import { callItem } from "#app/commands/meetings/meeting.server.ts";
import { itemSchema } from "#app/domain/meetings/meeting.ts";
import { actFor, atTheMeetings } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { meetingOf } from "#app/http/params.server.ts";

/** Calls a proposal of the agenda. */
export const action = actFor(atTheMeetings, async ({ actor, edition, params, request }) => {
  const number = meetingOf(params);
  const parsed = await parseForm(request, itemSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await callItem({ userId: actor.id, edition, number }, parsed.value.publicNo);
  throw redirect(`/area/meetings/${edition.code}/${number}?done=item`);
});
