import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asPublishedAttachment } from "#app/http/attachment.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { placeOf } from "#app/http/params.server.ts";
import { winnerFile } from "#app/queries/publication/public-results.server.ts";

/** A file of a published winner; of every other proposal it does not exist. */
export const loader = pageFor(anybody, async ({ params, request }) =>
  asPublishedAttachment(
    request,
    await winnerFile(params.code ?? "", params.no ?? "", localeOf(params), placeOf(params)),
  ),
);
