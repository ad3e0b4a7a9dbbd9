import { redirect } from "@remix-run/node";
import { announceQuestions } from "#app/commands/screening/questions.server.ts";
import { actFor, organiser } from "#app/http/actor.server.ts";

/** Tells everybody that some proposals have questions. */
export const action = actFor(organiser, async ({ actor, edition }) => {
  await announceQuestions(actor.id, edition);
  throw redirect(`/area/manage/${edition.code}/screening?done=announced`);
});
