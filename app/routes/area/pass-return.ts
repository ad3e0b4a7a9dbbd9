import { z } from "zod";
import { returnPasses } from "#app/commands/passes/pass-return.server.ts";
import { Refused } from "#app/domain/refusal.ts";
import { answerFor, signedIn } from "#app/http/actor.server.ts";
import { parseJson } from "#app/http/json.server.ts";
import { base64Bytes } from "#app/sealing/encoded.ts";

const passReturn = z.object({ edition: z.uuid(), passes: z.array(base64Bytes()).min(1).max(100) });

/**
 * Takes passes back. Done or refused, the answer has the same status and length: what a log of
 * answers keeps must not tell whose passes were used.
 */
export const action = answerFor(signedIn, async ({ actor, request }) => {
  const { edition, passes } = await parseJson(request, passReturn);
  const answer = await returnPasses(actor.id, edition, passes).catch((error: unknown) => {
    if (error instanceof Refused) return { refusal: error.refusal };
    throw error;
  });
  return new Response(JSON.stringify(answer).padEnd(512), {
    headers: { "Content-Type": "application/json" },
  });
});
