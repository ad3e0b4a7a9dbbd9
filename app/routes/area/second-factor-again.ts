import { showAgain } from "#app/commands/people/second-factor.server.ts";
import { shownAgainSchema } from "#app/domain/people/second-factor.ts";
import { actingForOthers, answerFor, pageFor } from "#app/http/actor.server.ts";
import { parseJson } from "#app/http/json.server.ts";
import { shownCookie } from "#app/platform/accounts/shown-factor.server.ts";
import { factorsOf } from "#app/queries/people/second-factor.server.ts";

/** What this person can show again. */
export const loader = pageFor(actingForOthers, async ({ actor }) =>
  Response.json(await factorsOf(actor.id)),
);

/** Takes it, for the ten minutes from now. */
export const action = answerFor(actingForOthers, async ({ actor, request }) => {
  const shown = await showAgain(actor.id, (await parseJson(request, shownAgainSchema)).answer);
  const cookie = shownCookie(request.headers.get("Cookie"), shown);
  return Response.json({ ok: true }, { headers: { "Set-Cookie": cookie } });
});
