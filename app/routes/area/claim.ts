import { data, redirect } from "@remix-run/node";
import { answerClaim } from "#app/commands/opening/claim.server.ts";
import { answerIn, claimSchema } from "#app/domain/opening/claim.ts";
import { actFor, signedIn } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";

/** The answer of the person an opened envelope names. */
export const action = actFor(signedIn, async ({ actor, request }) => {
  const parsed = await parseForm(request, claimSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await answerClaim(actor.id, parsed.value.envelopeId, answerIn(parsed.value));
  throw redirect("/area/desk?done=answered");
});
