import { anybody, pageFor } from "#app/http/actor.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { asSharingPicture, editionPicture } from "#app/http/sharing-picture.server.ts";
import { publicEdition } from "#app/queries/edition/public-edition.server.ts";

/** The picture for sharing a page of an edition. */
export const loader = pageFor(anybody, async ({ params, request }) => {
  const locale = localeOf(params);
  return asSharingPicture(
    request,
    await editionPicture(await publicEdition(params.code ?? "", locale), locale),
  );
});
