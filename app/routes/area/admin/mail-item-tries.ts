import { redirect } from "@remix-run/node";
import { z } from "zod";
import { retryMail } from "#app/commands/mailing/mail.server.ts";
import { refuse } from "#app/domain/refusal.ts";
import { actFor, administrator } from "#app/http/actor.server.ts";

export const action = actFor(administrator, async ({ actor, params }) => {
  const id = z.uuid().safeParse(params.mail);
  if (!id.success) throw refuse("not-found");
  await retryMail(actor.id, id.data);
  return redirect(`/area/admin/mail/${id.data}?done=retried`);
});
