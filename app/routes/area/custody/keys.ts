import { z } from "zod";
import { registerKeys } from "#app/commands/opening/custody.server.ts";
import { answerFor, custodian } from "#app/http/actor.server.ts";
import { parseJson } from "#app/http/json.server.ts";
import { toBase64 } from "#app/sealing/bytes.ts";
import { base64Bytes } from "#app/sealing/encoded.ts";

const publicKeys = z.object({
  recipient: z.string().regex(/^age1[0-9a-z]{58}$/),
  signPublicKey: base64Bytes(32),
});

/** Takes a custodian's public keys; answers with the test that the private ones must open. */
export const action = answerFor(custodian, async ({ actor, edition, request }) => {
  const test = await registerKeys(actor.id, edition.id, await parseJson(request, publicKeys));
  return Response.json({ test: toBase64(test) });
});
