import { z } from "zod";
import { submitStatement } from "#app/commands/opening/statement.server.ts";
import { answerFor, custodian } from "#app/http/actor.server.ts";
import { parseJson } from "#app/http/json.server.ts";
import { base64Bytes } from "#app/sealing/encoded.ts";

const signed = z.object({ statement: z.uuid(), signature: base64Bytes(64) });

/** A custodian's signature on a statement: an amendment, or the opening of a reserve. */
export const action = answerFor(custodian, async ({ actor, edition, request }) => {
  const { statement, signature } = await parseJson(request, signed);
  await submitStatement(actor.id, edition.id, statement, signature);
  return Response.json({ ok: true });
});
