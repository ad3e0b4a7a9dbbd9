import { isOpenFile } from "#app/domain/ranking/distribution.ts";
import { refuse } from "#app/domain/refusal.ts";
import { organiser, pageFor } from "#app/http/actor.server.ts";
import { atomFeed } from "#app/http/feed.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { asPreviewFile } from "#app/http/preview.server.ts";
import { openFile } from "#app/http/published-files.server.ts";
import { editionPicture } from "#app/http/sharing-picture.server.ts";
import { newsWith } from "#app/queries/publication/public-news.server.ts";
import { draftResults, draftSources } from "#app/queries/publication/visible-publication.server.ts";

/** A file as it will be published. */
export const loader = pageFor(organiser, async ({ edition, params }) => {
  const locale = localeOf(params);
  const { file = "" } = params;
  if (isOpenFile(file))
    return asPreviewFile(await openFile(file, draftSources(edition, locale), locale));
  if (file === "news.xml")
    return asPreviewFile({
      body: atomFeed(await newsWith(edition.id), locale),
      type: "application/atom+xml; charset=utf-8",
    });
  if (file === "sharing.png")
    return asPreviewFile(
      await editionPicture((await draftResults(edition, locale)).edition, locale),
    );
  throw refuse("not-found");
});
