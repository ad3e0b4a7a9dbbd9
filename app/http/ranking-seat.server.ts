import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { holds } from "#app/domain/policy.ts";
import { findEdition } from "#app/queries/edition.server.ts";
import { signedIn } from "./actor.server.ts";
import { notFound } from "./reply.server.ts";

type Args = LoaderFunctionArgs | ActionFunctionArgs;

/**
 * Organisers and jurors of the edition, with what they would decide as; for others it does not exist. Whether a juror
 * presides is asked by the query and the command.
 */
export async function rankingSeat(args: Args) {
  const asked = await signedIn(args);
  const edition = await findEdition(args.params.edition ?? "");
  if (!edition) throw notFound();
  const organises = holds(asked.actor, "ORGANISER", edition.id);
  if (!organises && !holds(asked.actor, "JUROR", edition.id)) throw notFound();
  const capacity = organises ? ("ORGANISER" as const) : ("CHAIR" as const);
  const desk = `/area/${organises ? "manage" : "jury"}/${edition.code}`;
  return { ...asked, edition, capacity, desk, decider: { userId: asked.actor.id, capacity } };
}
