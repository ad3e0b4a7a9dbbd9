import { data, redirect } from "@remix-run/node";
import { recordVote } from "#app/commands/meetings/meeting-vote.server.ts";
import { voteSchema } from "#app/domain/meetings/vote.ts";
import { actFor, atTheMeetings } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { meetingOf } from "#app/http/params.server.ts";

/** Records a vote of the jury. */
export const action = actFor(atTheMeetings, async ({ actor, edition, params, request }) => {
  const number = meetingOf(params);
  const parsed = await parseForm(request, voteSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await recordVote({ userId: actor.id, edition, number }, parsed.value);
  throw redirect(`/area/meetings/${edition.code}/${number}?done=vote`);
});
