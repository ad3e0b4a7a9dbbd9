import { data, redirect } from "@remix-run/node";
import { takeCertificate } from "#app/commands/publication/certificate.server.ts";
import { certificateRequest } from "#app/domain/publication/certificate.ts";
import { actFor, signedIn } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";

/** Takes the certificate of an award or of a jury. */
export const action = actFor(signedIn, async ({ actor, request }) => {
  const parsed = await parseForm(request, certificateRequest);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await takeCertificate(actor.id, parsed.value);
  throw redirect("/area/desk?done=certificate");
});
