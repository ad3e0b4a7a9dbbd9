import { data, redirect } from "@remix-run/node";
import { addRemark } from "#app/commands/meetings/meeting-minutes.server.ts";
import { remarkFormSchema } from "#app/domain/meetings/minutes.ts";
import { actFor, atTheMeetings } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { meetingOf } from "#app/http/params.server.ts";

/** Adds a remark to the minutes. */
export const action = actFor(atTheMeetings, async ({ actor, edition, params, request }) => {
  const number = meetingOf(params);
  const parsed = await parseForm(request, remarkFormSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await addRemark({ userId: actor.id, edition, number }, parsed.value);
  throw redirect(`/area/meetings/${edition.code}/${number}/minutes?done=remark`);
});
