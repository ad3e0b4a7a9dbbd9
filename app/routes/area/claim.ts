import { redirect } from "@remix-run/node";
import { z } from "zod";
import { answerAsWinner } from "#app/commands/opening.server.ts";
import { refuse } from "#app/domain/refusal.ts";
import { actFor, signedIn } from "#app/http/actor.server.ts";

const answer = z.object({ envelopeId: z.uuid(), named: z.enum(["yes", "no"]), prize: z.enum(["yes", "no"]) });

/** The winner's answer: prize accepted or not, name shown or not. */
export const action = actFor(signedIn, async ({ actor, request }) => {
  const parsed = answer.safeParse(Object.fromEntries(await request.formData()));
  if (!parsed.success) throw refuse("invalid", { field: String(parsed.error.issues[0]?.path[0] ?? "") });
  const { envelopeId, named, prize } = parsed.data;
  await answerAsWinner(actor.id, envelopeId, { named: named === "yes", prizeAccepted: prize === "yes" });
  throw redirect("/area/desk?done=answered");
});
