import { data, redirect } from "@remix-run/node";
import { noteItem } from "#app/commands/meetings/meeting.server.ts";
import { noteSchema } from "#app/domain/meetings/meeting.ts";
import { actFor, atTheMeetings } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { meetingOf } from "#app/http/params.server.ts";

/** Notes what was said on a proposal. */
export const action = actFor(atTheMeetings, async ({ actor, edition, params, request }) => {
  const number = meetingOf(params);
  const parsed = await parseForm(request, noteSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await noteItem({ userId: actor.id, edition, number }, parsed.value);
  throw redirect(`/area/meetings/${edition.code}/${number}?done=note`);
});
