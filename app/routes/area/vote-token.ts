import { z } from "zod";
import { issueVote } from "#app/commands/vote/employees-vote.server.ts";
import { answerFor, signedIn } from "#app/http/actor.server.ts";
import { parseJson } from "#app/http/json.server.ts";
import { base64Bytes } from "#app/sealing/encoded.ts";

const voteRequest = z.object({ edition: z.uuid(), blinded: base64Bytes(256) });

/**
 * Gives an employee the one vote token of an edition. Who asked is known here; the token is
 * blinded, and so is the vote.
 */
export const action = answerFor(signedIn, async ({ actor, request }) => {
  const { edition, blinded } = await parseJson(request, voteRequest);
  return Response.json(await issueVote(actor.id, edition, blinded));
});
