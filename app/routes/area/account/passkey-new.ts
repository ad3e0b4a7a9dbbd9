import { addPasskey } from "#app/commands/people/passkey.server.ts";
import { registrationSchema } from "#app/domain/people/passkey.ts";
import { answerFor, ownFactor, pageFor, requireConfirmed } from "#app/http/actor.server.ts";
import { parseJson } from "#app/http/json.server.ts";
import { sessionIn } from "#app/platform/accounts/session.server.ts";
import { shownCookie } from "#app/platform/accounts/shown-factor.server.ts";
import { newPasskeyOptions } from "#app/queries/people/passkey.server.ts";

const sessionOf = (request: Request) => sessionIn(request.headers.get("Cookie")) ?? "";

/** What a browser needs to make a passkey. */
export const loader = pageFor(ownFactor, async ({ actor, request }) => {
  await requireConfirmed(actor, request); // before the browser makes one in vain
  return Response.json(await newPasskeyOptions(actor, sessionOf(request)));
});

/** Takes the passkey that was made. */
export const action = answerFor(ownFactor, async ({ actor, request }) => {
  await requireConfirmed(actor, request);
  await addPasskey(actor.id, sessionOf(request), await parseJson(request, registrationSchema));
  const cookie = shownCookie(request.headers.get("Cookie"), "factor");
  return Response.json({ ok: true }, { headers: { "Set-Cookie": cookie } });
});
