import { certificateWords } from "#app/documents/certificate.ts";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { badgeOf } from "#app/queries/publication/certificate.server.ts";

/** A certificate as an Open Badges 3.0 credential: a compact JSON Web Token. */
export const loader = pageFor(anybody, async ({ params }) => {
  const locale = localeOf(params);
  const badge = await badgeOf(params.certificate ?? "", locale, (certificate) => {
    const { title, forWhat, criteria } = certificateWords(certificate, locale);
    return { name: title, description: forWhat, criteria };
  });
  return new Response(badge, {
    headers: {
      "Content-Type": "application/vc+jwt",
      "Content-Disposition": `attachment; filename="badge-${locale}.jwt"`,
      "Cache-Control": "no-store",
      "X-Robots-Tag": "noindex",
    },
  });
});
