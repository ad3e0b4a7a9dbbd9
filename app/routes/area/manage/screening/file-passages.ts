import { organiser, pageFor } from "#app/http/actor.server.ts";
import { placeOf, publicNoOf } from "#app/http/params.server.ts";
import { passagesOfFile } from "#app/queries/screening/screening.server.ts";

/**
 * What in a file may say who wrote it; asked for after the page is there, since reading a file
 * takes a while.
 */
export const loader = pageFor(organiser, async ({ actor, edition, params }) => ({
  passages: await passagesOfFile(actor.id, edition.id, publicNoOf(params), placeOf(params)),
}));
