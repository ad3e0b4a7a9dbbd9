import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { holds } from "#app/domain/policy.ts";
import { atTheRanking } from "./actor.server.ts";

type Args = LoaderFunctionArgs | ActionFunctionArgs;

/**
 * Organisers and the chair of the edition's jury, with what they would decide as; for others it
 * does not exist.
 */
export async function withRankingAccess(args: Args) {
  const asked = await atTheRanking(args);
  const { actor, edition } = asked;
  const organises = holds(actor, "ORGANISER", edition.id);
  const capacity = organises ? ("ORGANISER" as const) : ("CHAIR" as const);
  const desk = `/area/${organises ? "manage" : "jury"}/${edition.code}`;
  return { ...asked, capacity, desk, decider: { userId: actor.id, capacity } };
}
