import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { holds } from "#app/domain/policy.ts";
import { findEdition } from "#app/queries/edition/edition.server.ts";
import { ownsImplementation } from "#app/queries/implementation/implementation.server.ts";
import { afterSecondFactor, signedIn } from "./actor.server.ts";
import { publicNoOf } from "./params.server.ts";
import { notFound } from "./reply.server.ts";

type Args = LoaderFunctionArgs | ActionFunctionArgs;

/**
 * Organisers of the edition, and whoever keeps what became of this one proposal; for others it does
 * not exist.
 */
export async function withImplementationAccess(args: Args) {
  const asked = await signedIn(args);
  const publicNo = publicNoOf(args.params);
  const edition = await findEdition(args.params.edition ?? "");
  if (!edition) throw notFound();
  const organises = holds(asked.actor, "ORGANISER", edition.id);
  if (!organises && !(await ownsImplementation(asked.actor.id, edition.id, publicNo)))
    throw notFound();
  if (organises) await afterSecondFactor(asked);
  const page = organises
    ? `/area/manage/${edition.code}/implementation/${publicNo}`
    : `/area/implementation/${edition.code}/${publicNo}`;
  return {
    ...asked,
    edition,
    publicNo,
    organises,
    page,
    at: { actorId: asked.actor.id, editionId: edition.id, publicNo },
  };
}
