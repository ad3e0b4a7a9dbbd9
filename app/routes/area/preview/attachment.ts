import { organiser, pageFor } from "#app/http/actor.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { placeOf } from "#app/http/params.server.ts";
import { asPreviewAttachment } from "#app/http/preview.server.ts";
import { fileOf, winnerIn } from "#app/queries/publication/public-results.server.ts";
import { draftResults } from "#app/queries/publication/visible-publication.server.ts";

/** A file of somebody who will be a published winner. */
export const loader = pageFor(organiser, async ({ edition, params }) =>
  asPreviewAttachment(
    await fileOf(
      winnerIn(await draftResults(edition, localeOf(params)), params.no ?? ""),
      placeOf(params),
    ),
  ),
);
