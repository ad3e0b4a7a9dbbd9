import { z } from "zod";
import { issuePasses } from "#app/commands/passes/passes.server.ts";
import { answerFor, signedIn } from "#app/http/actor.server.ts";
import { parseJson } from "#app/http/json.server.ts";
import { base64Bytes } from "#app/sealing/encoded.ts";

const passRequest = z.object({
  edition: z.uuid(),
  holderPublicKey: base64Bytes(32),
  blinded: z.array(base64Bytes(256)).min(1).max(5),
});

/** Issues passes to the browser that asks. Who asked is known here; what for is blinded. */
export const action = answerFor(signedIn, async ({ actor, request }) => {
  const { edition, holderPublicKey, blinded } = await parseJson(request, passRequest);
  return Response.json(
    await issuePasses(actor.id, { editionId: edition, holderPublicKey, blinded }),
  );
});
