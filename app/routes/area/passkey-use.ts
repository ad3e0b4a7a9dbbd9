import { showPasskey } from "#app/commands/people/passkey.server.ts";
import { assertionSchema } from "#app/domain/people/passkey.ts";
import { answerFor, pageFor, signedIn } from "#app/http/actor.server.ts";
import { parseJson } from "#app/http/json.server.ts";
import { sessionIn } from "#app/platform/accounts/session.server.ts";
import { shownCookie } from "#app/platform/accounts/shown-factor.server.ts";
import { passkeyOptions } from "#app/queries/people/passkey.server.ts";

const sessionOf = (request: Request) => sessionIn(request.headers.get("Cookie")) ?? "";

/** What a browser needs to show a passkey. */
export const loader = pageFor(signedIn, async ({ actor, request }) =>
  Response.json(await passkeyOptions(actor.id, sessionOf(request))),
);

/** Takes the passkey that was shown. */
export const action = answerFor(signedIn, async ({ actor, request }) => {
  await showPasskey(actor.id, sessionOf(request), await parseJson(request, assertionSchema));
  const cookie = shownCookie(request.headers.get("Cookie"), "factor");
  return Response.json({ ok: true }, { headers: { "Set-Cookie": cookie } });
});
