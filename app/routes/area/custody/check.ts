import { recordKeyCheck } from "#app/commands/opening/key-care.server.ts";
import { answerFor, custodian } from "#app/http/actor.server.ts";
import { healthSchema } from "#app/custody/answer.ts";
import { parseJson } from "#app/http/json.server.ts";

/** What a health check found: three numbers and nothing else. */
export const action = answerFor(custodian, async ({ actor, edition, request }) => {
  await recordKeyCheck(actor.id, edition.id, await parseJson(request, healthSchema));
  return Response.json({ ok: true });
});
