import { certificateDocument } from "#app/documents/certificate.ts";
import { certificateAddress } from "#app/domain/publication/badge.ts";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { documentFile } from "#app/http/document-file.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { certificateOf, issuer } from "#app/queries/publication/certificate.server.ts";

/** A certificate as a tagged PDF. */
export const loader = pageFor(anybody, async ({ params }) => {
  const locale = localeOf(params);
  const { certificate, signature } = await certificateOf(params.certificate ?? "", locale);
  const { city } = issuer();
  const document = certificateDocument(
    certificate,
    { city, signature, address: certificateAddress(issuer(), locale, certificate.code) },
    locale,
  );
  const { body, type } = await documentFile(document, "pdf");
  return new Response(body, {
    headers: {
      "Content-Type": type,
      "Content-Disposition": `attachment; filename="innova-to-${certificate.edition.code}-${certificate.kind.toLowerCase()}-${locale}.pdf"`,
      "Cache-Control": "no-store",
      "X-Robots-Tag": "noindex",
    },
  });
});
