import { anybody, pageFor } from "#app/http/actor.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { asSharingPicture, sitePicture } from "#app/http/sharing-picture.server.ts";

/** The picture for sharing a page that is about no edition. */
export const loader = pageFor(anybody, async ({ params, request }) =>
  asSharingPicture(request, await sitePicture(localeOf(params))),
);
