import { redirect } from "@remix-run/node";
import { declareKeyLost } from "#app/commands/opening/key-care.server.ts";
import { lossSchema } from "#app/domain/opening/key-care.ts";
import { refuse } from "#app/domain/refusal.ts";
import { actFor, organiser } from "#app/http/actor.server.ts";
import { formOf } from "#app/http/body.server.ts";

/** An organiser declares a custodian's key lost. */
export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = lossSchema.safeParse(Object.fromEntries(await formOf(request)));
  if (!parsed.success)
    throw refuse("invalid", { field: String(parsed.error.issues[0]?.path[0] ?? "") });
  await declareKeyLost(actor.id, edition, parsed.data);
  throw redirect(`/area/manage/${edition.code}/custodians?done=lost`);
});
