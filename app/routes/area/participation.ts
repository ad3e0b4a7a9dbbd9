import { z } from "zod";
import { redeemTookPart } from "#app/commands/publication/certificate.server.ts";
import { Refused } from "#app/domain/refusal.ts";
import { answerFor, signedIn } from "#app/http/actor.server.ts";
import { parseJson } from "#app/http/json.server.ts";
import { base64Bytes } from "#app/sealing/encoded.ts";

const redemption = z.object({ edition: z.uuid(), token: base64Bytes() });

/**
 * Turns a 'took part' token into the certificate of whoever is signed in. Done or refused, the
 * answer has the same status and length.
 */
export const action = answerFor(signedIn, async ({ actor, request }) => {
  const { edition, token } = await parseJson(request, redemption);
  const answer = await redeemTookPart(actor.id, edition, token).then(
    (code) => ({ code }),
    (error: unknown) => {
      if (error instanceof Refused) return { refusal: error.refusal };
      throw error;
    },
  );
  return new Response(JSON.stringify(answer).padEnd(512), {
    headers: { "Content-Type": "application/json" },
  });
});
