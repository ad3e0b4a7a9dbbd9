import { organiser, pageFor } from "#app/http/actor.server.ts";
import { asAttachment } from "#app/http/attachment.server.ts";
import { placeOf, publicNoOf } from "#app/http/params.server.ts";
import { screenedFile } from "#app/queries/screening/screening.server.ts";

/** A file of a proposal that organisers screen; before closing there is none. */
export const loader = pageFor(organiser, async ({ actor, edition, params }) =>
  asAttachment(await screenedFile(actor.id, edition.id, publicNoOf(params), placeOf(params))),
);
