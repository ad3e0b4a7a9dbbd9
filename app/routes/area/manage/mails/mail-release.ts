import { redirect } from "@remix-run/node";
import { z } from "zod";
import { releaseMailing } from "#app/commands/mailing/mailing.server.ts";
import { refuse } from "#app/domain/refusal.ts";
import { actFor, organiser } from "#app/http/actor.server.ts";
import { formOf } from "#app/http/body.server.ts";
import { momentOf } from "#app/http/params.server.ts";

/** Sends the mail of a moment. */
export const action = actFor(organiser, async ({ actor, edition, params, request }) => {
  const moment = momentOf(params);
  const form = await formOf(request);
  if (!z.literal("on").safeParse(form.get("checked")).success)
    throw refuse("invalid", { field: "checked" });
  await releaseMailing(actor.id, edition.id, moment);
  throw redirect(`/area/manage/${edition.code}/mails/${moment}?done=released`);
});
