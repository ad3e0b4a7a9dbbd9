import { z } from "zod";
import { sharesSchema } from "#app/custody/answer.ts";
import { releaseShares } from "#app/commands/opening/opening.server.ts";
import { stayingMinutes } from "#app/domain/people/second-factor.ts";
import { answerFor, custodian, requireConfirmed } from "#app/http/actor.server.ts";
import { longLimit } from "#app/http/body.server.ts";
import { parseJson } from "#app/http/json.server.ts";

const released = z.object({ shares: sharesSchema });

/** A custodian's shares of the envelopes to open; the same again changes nothing. */
export const action = answerFor(custodian, async ({ actor, edition, request }) => {
  const { shares } = await parseJson(request, released, longLimit);
  await requireConfirmed(actor, request, stayingMinutes);
  await releaseShares(actor.id, edition.id, shares);
  return Response.json({ ok: true });
});
