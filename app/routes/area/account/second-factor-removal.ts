import { redirect } from "@remix-run/node";
import { z } from "zod";
import { removeFactor } from "#app/commands/people/second-factor.server.ts";
import { refuse } from "#app/domain/refusal.ts";
import { actFor, ownFactor, requireConfirmed } from "#app/http/actor.server.ts";
import { formOf } from "#app/http/body.server.ts";

/** Takes the authenticator app, or all passkeys, away. */
export const action = actFor(ownFactor, async ({ actor, request }) => {
  const kind = z.enum(["authenticator", "passkey"]).safeParse((await formOf(request)).get("kind"));
  if (!kind.success) throw refuse("invalid", { field: "kind" });
  await requireConfirmed(actor, request);
  await removeFactor(actor.id, kind.data);
  return redirect("/area/account/second-factor?done=removed");
});
