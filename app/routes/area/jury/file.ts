import { juror, pageFor } from "#app/http/actor.server.ts";
import { asAttachment } from "#app/http/attachment.server.ts";
import { placeOf, publicNoOf } from "#app/http/params.server.ts";
import { ownFile } from "#app/queries/scoring/own-sheet.server.ts";

/** A file of a proposal this juror may read; of any other it does not exist. */
export const loader = pageFor(juror, async ({ actor, edition, params }) =>
  asAttachment(await ownFile(actor.id, edition, publicNoOf(params), placeOf(params))),
);
