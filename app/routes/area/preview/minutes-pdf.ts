import { organiser, pageFor } from "#app/http/actor.server.ts";
import { documentFile } from "#app/http/document-file.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { asPreviewFile } from "#app/http/preview.server.ts";
import { minutesExtract } from "#app/http/published-views.server.ts";
import { minutesIn } from "#app/queries/publication/public-results.server.ts";
import { draftResults } from "#app/queries/publication/visible-publication.server.ts";

/** The extract of a meeting's minutes as the PDF that will be published. */
export const loader = pageFor(organiser, async ({ edition, params }) => {
  const locale = localeOf(params);
  const minutes = minutesIn(await draftResults(edition, locale), params.no ?? "");
  return asPreviewFile(await documentFile(minutesExtract(minutes, locale), "pdf"));
});
