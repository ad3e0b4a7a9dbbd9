import { z } from "zod";
import { proveKeys } from "#app/commands/opening/custody.server.ts";
import { answerFor, custodian } from "#app/http/actor.server.ts";
import { parseJson } from "#app/http/json.server.ts";
import { base64Bytes } from "#app/sealing/encoded.ts";

/** The value read from the test with the key file that was just saved. */
export const action = answerFor(custodian, async ({ actor, edition, request }) => {
  const { value } = await parseJson(request, z.object({ value: base64Bytes() }));
  await proveKeys(actor.id, edition.id, value);
  return Response.json({ ok: true });
});
