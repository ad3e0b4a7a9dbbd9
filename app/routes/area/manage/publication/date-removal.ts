import { redirect } from "@remix-run/node";
import { revokePublicationDate } from "#app/commands/publication/publication-date.server.ts";
import { actFor, organiser } from "#app/http/actor.server.ts";
import { refuse, Refused } from "#app/domain/refusal.ts";

/** Takes the moment back at which the results would be published by themselves. */
export const action = actFor(organiser, async ({ actor, edition }) => {
  // it has been: the page says what happened
  await revokePublicationDate(actor.id, edition.id).catch((error: unknown) => {
    throw error instanceof Refused && error.refusal.code === "not-found"
      ? refuse("too-late")
      : error;
  });
  throw redirect(`/area/manage/${edition.code}/publication?done=unscheduled`);
});
