import { z } from "zod";
import { recordKeyCheck } from "#app/commands/key-care.server.ts";
import { actFor, custodian } from "#app/http/actor.server.ts";
import { parseJson } from "#app/http/json.server.ts";

const health = z.object({ checked: z.int().min(1).max(1000), faults: z.int().min(0).max(1000), foreign: z.int().min(0).max(1000) }).refine(({ checked, faults }) => faults <= checked);

/** What a health check found: three numbers and nothing else. */
export const action = actFor(custodian, async ({ actor, edition, request }) => {
  await recordKeyCheck(actor.id, edition.id, await parseJson(request, health));
  return Response.json({ ok: true });
});
