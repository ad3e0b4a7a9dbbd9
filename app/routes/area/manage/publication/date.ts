import { data, redirect } from "@remix-run/node";
import { setPublicationDate } from "#app/commands/publication/publication-date.server.ts";
import { instantOf, momentForm } from "#app/domain/date-form.ts";
import { refuse } from "#app/domain/refusal.ts";
import { actFor, organiser, requireConfirmed } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";

/** Sets when the results are published by themselves. */
export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = await parseForm(request, momentForm(edition.timeZone));
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  const at = instantOf(parsed.value.at, edition.timeZone);
  if (!at) throw refuse("invalid", { field: "at" });
  await requireConfirmed(actor, request);
  await setPublicationDate(actor.id, edition.id, at);
  throw redirect(`/area/manage/${edition.code}/publication?done=scheduled`);
});
