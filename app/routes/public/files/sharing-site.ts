import { anybody, pageFor } from "#app/http/actor.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { asSharingPicture } from "#app/http/sharing-picture.server.ts";
import { publicWords } from "#app/ui/public-meta.ts";

/** The picture for sharing a page that is about no edition. */
export const loader = pageFor(anybody, async ({ params, request }) => {
  const t = publicWords(localeOf(params));
  return asSharingPicture(request, { name: t("sharing.name"), line: t("sharing.line") });
});
