import { redirect } from "@remix-run/node";
import { closeMeeting } from "#app/commands/meetings/meeting.server.ts";
import { actFor, atTheMeetings } from "#app/http/actor.server.ts";
import { meetingOf } from "#app/http/params.server.ts";

/** Closes a meeting for good. */
export const action = actFor(atTheMeetings, async ({ actor, edition, params }) => {
  const number = meetingOf(params);
  await closeMeeting({ userId: actor.id, edition, number });
  throw redirect(`/area/meetings/${edition.code}/${number}?done=closing`);
});
