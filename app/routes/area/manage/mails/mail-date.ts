import { data, redirect } from "@remix-run/node";
import { planMailing } from "#app/commands/mailing/mailing.server.ts";
import { instantOf, momentForm } from "#app/domain/date-form.ts";
import { refuse } from "#app/domain/refusal.ts";
import { actFor, organiser } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { momentOf } from "#app/http/params.server.ts";

/** Sets when the mail of a moment is sent by itself. */
export const action = actFor(organiser, async ({ actor, edition, params, request }) => {
  const moment = momentOf(params);
  const parsed = await parseForm(request, momentForm(edition.timeZone));
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  const at = instantOf(parsed.value.at, edition.timeZone);
  if (!at) throw refuse("invalid", { field: "at" });
  await planMailing(actor.id, edition.id, moment, at);
  throw redirect(`/area/manage/${edition.code}/mails/${moment}?done=planned`);
});
