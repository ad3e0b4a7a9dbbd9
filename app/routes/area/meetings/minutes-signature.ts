import { data, redirect } from "@remix-run/node";
import { signMinutes } from "#app/commands/meetings/meeting-minutes.server.ts";
import { signatureFormSchema } from "#app/domain/meetings/minutes.ts";
import { actFor, atTheMeetings } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { meetingOf } from "#app/http/params.server.ts";

/** Signs the minutes off. */
export const action = actFor(atTheMeetings, async ({ actor, edition, params, request }) => {
  const number = meetingOf(params);
  const parsed = await parseForm(request, signatureFormSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await signMinutes({ userId: actor.id, edition, number }, parsed.value.hash);
  throw redirect(`/area/meetings/${edition.code}/${number}/minutes?done=signature`);
});
