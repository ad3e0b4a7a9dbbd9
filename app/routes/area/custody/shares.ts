import { z } from "zod";
import { releaseShares } from "#app/commands/opening.server.ts";
import { actFor, custodian } from "#app/http/actor.server.ts";
import { parseJson } from "#app/http/json.server.ts";
import { base64Bytes } from "#app/sealing/encoded.ts";

const released = z.object({ shares: z.array(z.object({ envelopeId: z.uuid(), share: z.union([base64Bytes(33), base64Bytes(0)]), signature: base64Bytes(64) })).max(2000) });

/** A custodian's shares of the envelopes to open; the same again changes nothing. */
export const action = actFor(custodian, async ({ actor, edition, request }) => {
  await releaseShares(actor.id, edition.id, (await parseJson(request, released)).shares);
  return Response.json({ ok: true });
});
