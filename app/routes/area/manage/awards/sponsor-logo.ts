import { eachLocale } from "#app/domain/each-locale.ts";
import { redirect } from "@remix-run/node";
import { describeLogo, saveLogo } from "#app/commands/awards/sponsor-logo.server.ts";
import { logoLimit } from "#app/domain/city/logo.ts";
import { logoAltSchema } from "#app/domain/awards/sponsor.ts";
import { actFor, organiser, pageFor } from "#app/http/actor.server.ts";
import { asLogo } from "#app/http/logo.server.ts";
import { idOf } from "#app/http/params.server.ts";
import { uploadOf } from "#app/http/upload.server.ts";
import { sponsorLogo } from "#app/queries/awards/logos.server.ts";

/** The logo as it is kept, also before anybody else may see it. */
export const loader = pageFor(organiser, async ({ edition, params, request }) =>
  asLogo(request, await sponsorLogo(edition.id, idOf(params, "sponsor")), "organisers"),
);

/** Keeps the chosen file as the sponsor's logo; without one, only the words for it. */
export const action = actFor(organiser, async ({ actor, edition, params, request }) => {
  const sponsorId = idOf(params, "sponsor");
  const { file, fields } = await uploadOf(request, "logo", logoLimit);
  const { alt } = logoAltSchema.parse({
    alt: eachLocale((locale) =>
      String(fields.get(`alt.${locale}`) ?? "")
        .trim()
        .slice(0, 300),
    ),
  });
  if (file) await saveLogo(actor.id, edition.id, sponsorId, file, alt);
  else await describeLogo(actor.id, edition.id, sponsorId, alt);
  throw redirect(`/area/manage/${edition.code}/sponsors/${sponsorId}?done=saved`);
});
