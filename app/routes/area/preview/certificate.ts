import { certificateDocument } from "#app/documents/certificate.ts";
import { certificateAddress } from "#app/domain/publication/badge.ts";
import { organiser, pageFor } from "#app/http/actor.server.ts";
import { documentFile } from "#app/http/document-file.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { asPreviewFile } from "#app/http/preview.server.ts";
import { issuer, winnersCertificate } from "#app/queries/publication/certificate.server.ts";
import { winnerIn } from "#app/queries/publication/public-results.server.ts";
import { draftResults } from "#app/queries/publication/visible-publication.server.ts";

/** A winner's certificate as it will be, a sample without code and signature. */
export const loader = pageFor(organiser, async ({ edition, params }) => {
  const locale = localeOf(params);
  const { winner, published, at } = winnerIn(await draftResults(edition, locale), params.no ?? "");
  const certificate = winnersCertificate(
    { code: "–", name: winner.names?.[0] ?? "", publicNo: winner.publicNo ?? 0 },
    published,
    at,
    locale,
  );
  const { city } = issuer();
  return asPreviewFile(
    await documentFile(
      certificateDocument(
        certificate,
        { city, signature: "–", address: certificateAddress(issuer(), locale, "–") },
        locale,
      ),
      "pdf",
    ),
  );
});
