import { data, redirect } from "@remix-run/node";
import { limitMailing } from "#app/commands/mailing/mailing.server.ts";
import { unitsForm } from "#app/domain/mailing/mailing.ts";
import { actFor, organiser } from "#app/http/actor.server.ts";
import { longLimit } from "#app/http/body.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { momentOf } from "#app/http/params.server.ts";

/** Limits a reminder to units of the staff list. */
export const action = actFor(organiser, async ({ actor, edition, params, request }) => {
  const moment = momentOf(params);
  const parsed = await parseForm(request, unitsForm, longLimit);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await limitMailing(actor.id, edition.id, moment, parsed.value.units);
  throw redirect(`/area/manage/${edition.code}/mails/${moment}?done=limited`);
});
